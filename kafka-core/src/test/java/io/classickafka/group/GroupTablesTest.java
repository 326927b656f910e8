package io.classickafka.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The rules of the coordinator as text: lines that begin with {@code >} are commands, see {@link
 * GroupScript}; the indented lines below are what follows from them. A line of {@code ---} starts
 * anew. With {@code -Dupdate=true} what follows is written anew.
 */
class GroupTablesTest {

  private static final Path FOLDER = Path.of("src/test/resources/group");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "join",
        "protocols",
        "rebalance",
        "sync",
        "heartbeat",
        "leave",
        "static",
        "timeouts",
        "phases",
        "commit",
        "fetch",
        "expiry",
        "reload"
      })
  void followsTheTable(String name) throws IOException {
    Path file = FOLDER.resolve(name + ".txt");
    List<String> written = Files.readAllLines(file);
    List<String> actual = new ArrayList<>();
    GroupScript script = new GroupScript();
    for (String line : written) {
      if (line.startsWith("  ")) {
        continue;
      }
      actual.add(line);
      if (line.startsWith("---")) {
        script = new GroupScript();
      } else if (line.startsWith("> ")) {
        script.play(line.substring(2)).forEach(effect -> actual.add("  " + effect));
      }
    }
    if (Boolean.getBoolean("update")) {
      Files.write(file, actual);
    } else {
      assertThat(actual).isEqualTo(written);
    }
  }
}
