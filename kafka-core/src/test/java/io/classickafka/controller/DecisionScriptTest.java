package io.classickafka.controller;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The controller's decisions as scripts: lines that begin with {@code >} are state and events, the
 * lines below them are what is written, read, sent and answered. {@code -Dupdate=true} rewrites the
 * latter.
 */
class DecisionScriptTest {

  private static final Path FOLDER = Path.of("src/test/resources/controller");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "broker-dies",
        "broker-bounces",
        "broker-starts",
        "broker-starts-during-write",
        "controlled-shutdown",
        "everybody-stops",
        "create-topic",
        "delete-topic",
        "elected-leader-bounces",
        "elections",
        "failover",
        "failover-unheard",
        "isr-changes",
        "isr-refusals",
        "log-dir-fails",
        "leader-restarted-unseen",
        "lost-answers",
        "lost-expansions",
        "lost-isr-answers",
        "noted-states",
        "reassigned-replica-bounces",
        "reassignment",
        "reassignment-called-off",
        "reassignment-failures",
        "topic-ids",
        "topic-refusals",
        "unclean",
        "write-given-up"
      })
  void decisionsAreAsWritten(String name) throws IOException {
    Path file = FOLDER.resolve(name + ".txt");
    List<String> expected = Files.readAllLines(file);
    List<String> actual = run(expected);
    if (Boolean.getBoolean("update")) {
      Files.write(file, actual);
    } else {
      assertThat(actual).isEqualTo(expected);
    }
  }

  /** The script with the outputs that the decisions have now. */
  private static List<String> run(List<String> lines) {
    DecisionScript script = new DecisionScript();
    List<String> result = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith(">")) {
        result.add(line);
        result.addAll(script.perform(line.substring(1).strip()));
      } else if (line.startsWith("#") || line.isBlank()) {
        result.add(line);
      }
    }
    return result;
  }
}
