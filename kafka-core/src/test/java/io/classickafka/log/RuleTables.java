package io.classickafka.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Text tables of stateful rules: lines {@code step => outcome}, where a line {@code new} starts
 * over; comments and blank lines stand. With {@code -Dupdate=true} the outcomes are rewritten.
 */
public final class RuleTables {

  private static final Path FOLDERS = Path.of("src/test/resources");

  private RuleTables() {}

  static void check(String name, Function<String[], String> rule) {
    check("log", name, rule);
  }

  /** The same for a table of another package. */
  public static void check(String folder, String name, Function<String[], String> rule) {
    Path path = FOLDERS.resolve(folder).resolve(name);
    try {
      List<String> expected = Files.readAllLines(path);
      List<String> actual = new ArrayList<>();
      for (String line : expected) {
        String step = line.contains("=>") ? line.substring(0, line.indexOf("=>")).strip() : line;
        if (step.isBlank() || step.startsWith("#")) {
          actual.add(line);
        } else {
          String outcome = rule.apply(step.strip().split("\\s+"));
          actual.add(outcome.isEmpty() ? step : step + " => " + outcome);
        }
      }
      if (Boolean.getBoolean("update")) {
        Files.write(path, actual);
      }
      assertThat(actual).isEqualTo(expected);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
