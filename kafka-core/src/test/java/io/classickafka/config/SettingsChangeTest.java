package io.classickafka.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.config.SettingsChange.Edit;
import io.classickafka.config.SettingsChange.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SettingsChangeTest {

  private static final Path TABLE =
      Path.of("src/test/resources/io/classickafka/config/settings-change.txt");

  private static final BrokerConfig BROKER =
      BrokerConfig.parse(Map.of("zookeeper.connect", "z:1", "broker.id", "1")).orThrow();

  static Stream<String> rows() throws IOException {
    return Files.readAllLines(TABLE).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void becomesWhatTheRowSays(String row) {
    int answer = row.indexOf(" => ");
    String[] parts = row.substring(0, answer).split("\\|", -1);
    TreeMap<String, String> stored = new TreeMap<>();
    for (String pair : parts[1].split(";")) {
      if (!pair.isBlank()) {
        int equals = pair.indexOf('=');
        stored.put(pair.substring(0, equals).strip(), pair.substring(equals + 1).strip());
      }
    }
    SettingsChange change = change(parts[2].strip());
    SettingsChange.Outcome outcome =
        switch (parts[0].strip()) {
          case "topic" -> change.ofTopic("t", stored, BROKER);
          case "broker" -> change.ofBrokers(true, stored);
          case "all" -> change.ofBrokers(false, stored);
          default -> throw new IllegalArgumentException(row);
        };
    assertThat(text(outcome)).isEqualTo(row.substring(answer + " => ".length()).strip());
  }

  private static SettingsChange change(String text) {
    boolean all = text.equals("all") || text.startsWith("all ");
    List<Edit> edits = new ArrayList<>();
    for (String part : (all ? text.substring(3) : text).split(";")) {
      String edit = part.strip();
      if (edit.isEmpty()) {
        continue;
      }
      int blank = edit.indexOf(' ');
      String name = edit.substring(0, blank);
      String what = edit.substring(blank + 1);
      if (what.equals("-")) {
        edits.add(new Edit(name, Kind.DELETE, null));
      } else if (what.startsWith("+=")) {
        edits.add(new Edit(name, Kind.APPEND, what.substring(2)));
      } else if (what.startsWith("-=")) {
        edits.add(new Edit(name, Kind.SUBTRACT, what.substring(2)));
      } else {
        edits.add(new Edit(name, Kind.SET, what.substring(1)));
      }
    }
    return new SettingsChange(all, edits);
  }

  private static String text(SettingsChange.Outcome outcome) {
    if (outcome instanceof SettingsChange.Refused refused) {
      return (refused.ofValue() ? "value: " : "request: ") + refused.reason();
    }
    SettingsChange.Changed changed = (SettingsChange.Changed) outcome;
    StringJoiner settings = new StringJoiner("; ");
    changed.settings().forEach((name, value) -> settings.add(name + "=" + value));
    return settings.length() == 0 ? "nothing" : settings.toString();
  }
}
