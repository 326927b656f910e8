package io.classickafka.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A text table of a pure rule: lines of {@code key=value ... => outcome}, comments and blank lines.
 * With {@code -Dupdate=true} the outcomes are rewritten from what the rule says.
 */
final class DecisionTable {

  private static final Path FOLDER = Path.of("src/test/resources/replica");

  private DecisionTable() {}

  /** One line's inputs. */
  static final class Row {
    private final Map<String, String> values = new LinkedHashMap<>();

    Row(String inputs) {
      for (String pair : inputs.strip().split("\\s+")) {
        int equals = pair.indexOf('=');
        values.put(pair.substring(0, equals), pair.substring(equals + 1));
      }
    }

    String text(String key) {
      String value = values.get(key);
      if (value == null) {
        throw new IllegalArgumentException("no " + key + " in " + values);
      }
      return value;
    }

    boolean has(String key) {
      return values.containsKey(key);
    }

    int number(String key) {
      return Integer.parseInt(text(key));
    }

    List<Integer> numbers(String key) {
      return text(key).isEmpty()
          ? List.of()
          : Arrays.stream(text(key).split(",")).map(Integer::valueOf).toList();
    }

    /** {@code 1:10,2:8} as a map. */
    Map<Integer, Integer> pairs(String key) {
      Map<Integer, Integer> pairs = new LinkedHashMap<>();
      for (String pair : text(key).split(",")) {
        String[] parts = pair.split(":");
        pairs.put(Integer.valueOf(parts[0]), Integer.valueOf(parts[1]));
      }
      return pairs;
    }
  }

  static void check(String name, Function<Row, String> rule) {
    Path file = FOLDER.resolve(name);
    try {
      List<String> written = Files.readAllLines(file);
      List<String> actual = new ArrayList<>();
      for (String line : written) {
        int arrow = line.indexOf("=>");
        if (line.startsWith("#") || arrow < 0) {
          actual.add(line);
        } else {
          actual.add(
              line.substring(0, arrow) + "=> " + rule.apply(new Row(line.substring(0, arrow))));
        }
      }
      if (Boolean.getBoolean("update")) {
        Files.write(file, actual);
      } else {
        assertThat(actual).isEqualTo(written);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
