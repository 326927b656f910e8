package io.classickafka.controller;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who leads and who is in sync, as a table. */
class LeaderRuleTest {

  private static final Path FILE = Path.of("src/test/resources/controller/leaders.txt");

  @Test
  void leadersAreAsInTheTable() throws IOException {
    List<String> expected = Files.readAllLines(FILE);
    List<String> actual = new ArrayList<>();
    for (String line : expected) {
      actual.add(line.startsWith("#") || line.isBlank() ? line : evaluated(line));
    }
    if (Boolean.getBoolean("update")) {
      Files.write(FILE, actual);
    } else {
      assertThat(actual).isEqualTo(expected);
    }
  }

  private static String evaluated(String line) {
    String given = line.split("=>")[0].strip();
    List<Integer> replicas = numbers(field(given, "replicas"));
    List<Integer> live = numbers(field(given, "live"));
    List<Integer> stopping = numbers(field(given, "stopping"));
    String leader = field(given, "leader");
    PartitionLeadership now =
        leader.isEmpty()
            ? null
            : new PartitionLeadership(
                Integer.parseInt(leader), 0, numbers(field(given, "isr")), false, 1, 0);
    LeaderRule.Choice choice =
        LeaderRule.next(
            replicas,
            now,
            new LeaderRule.Presence() {
              @Override
              public boolean isOnline(int broker) {
                return live.contains(broker) && !stopping.contains(broker);
              }

              @Override
              public boolean isReachable(int broker) {
                return live.contains(broker);
              }
            });
    String outcome =
        choice == null ? "unchanged" : "leader=" + choice.leader() + " isr=" + text(choice.isr());
    return given + " => " + outcome;
  }

  private static String field(String line, String name) {
    for (String word : line.split(" +")) {
      if (word.startsWith(name + "=")) {
        return word.substring(name.length() + 1);
      }
    }
    return "";
  }

  private static List<Integer> numbers(String text) {
    List<Integer> numbers = new ArrayList<>();
    for (String number : text.split(",")) {
      if (!number.isEmpty()) {
        numbers.add(Integer.parseInt(number));
      }
    }
    return numbers;
  }

  private static String text(List<Integer> numbers) {
    return String.join(",", numbers.stream().map(String::valueOf).toList());
  }
}
