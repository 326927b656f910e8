package io.classickafka.tools;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The settings on the command line of {@code kafka-configs.sh}. */
final class ConfigsText {

  private ConfigsText() {}

  /** What is to be set, by name. */
  static Map<String, String> added(Flags flags) throws ToolFailure {
    Map<String, String> added = new LinkedHashMap<>();
    PropertyText.load(flags.text("--add-config-file"))
        .forEach((name, value) -> added.put(name, String.valueOf(value)));
    String text = flags.text("--add-config");
    for (String pair : text == null ? List.<String>of() : pairs(text)) {
      int equals = pair.indexOf('=');
      if (equals <= 0) {
        throw new UsageFailure(
            "Invalid entity config: all configs to be added must be in the format \"key=val\"");
      }
      String value = pair.substring(equals + 1).strip();
      boolean bracketed = value.startsWith("[") && value.endsWith("]") && value.length() > 1;
      added.put(
          pair.substring(0, equals).strip(),
          bracketed ? value.substring(1, value.length() - 1) : value);
    }
    return added;
  }

  /** The names of what is to be deleted. */
  static List<String> deleted(Flags flags) {
    List<String> deleted = new ArrayList<>();
    String text = flags.text("--delete-config");
    for (String name : text == null ? List.<String>of() : List.of(text.split(",", -1))) {
      if (!name.isBlank()) {
        deleted.add(name.strip());
      }
    }
    return deleted;
  }

  /** Cuts at commas that are in no brackets. */
  private static List<String> pairs(String text) {
    List<String> pairs = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      char c = i == text.length() ? ',' : text.charAt(i);
      if (c == '[') {
        depth++;
      } else if (c == ']') {
        depth = Math.max(0, depth - 1);
      }
      if (i == text.length() || (c == ',' && depth == 0)) {
        if (!text.substring(start, i).isBlank()) {
          pairs.add(text.substring(start, i));
        }
        start = i + 1;
      }
    }
    return pairs;
  }
}
