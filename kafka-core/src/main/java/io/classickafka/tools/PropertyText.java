package io.classickafka.tools;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Settings from files and from flags like {@code --property name=value}. */
final class PropertyText {

  private PropertyText() {}

  /** What a file sets, by name; nothing when no file is named. */
  static Map<String, Object> load(@Nullable String file) throws ToolFailure {
    Map<String, Object> settings = new LinkedHashMap<>();
    if (file == null) {
      return settings;
    }
    Properties read = new Properties();
    try (Reader text = Files.newBufferedReader(Path.of(file), StandardCharsets.ISO_8859_1)) {
      read.load(text);
    } catch (NoSuchFileException e) {
      throw new ToolFailure("no such file: " + file, e);
    } catch (IOException | IllegalArgumentException e) {
      throw new ToolFailure("cannot read " + file + ": " + e.getMessage(), e);
    }
    for (String name : new TreeSet<>(read.stringPropertyNames())) {
      settings.put(name, read.getProperty(name));
    }
    return settings;
  }

  /** What a repeatable flag sets. */
  static Map<String, String> pairs(String flag, List<String> given) throws UsageFailure {
    Map<String, String> settings = new LinkedHashMap<>();
    for (String pair : given) {
      int equals = pair.indexOf('=');
      if (equals <= 0) {
        throw new UsageFailure(flag + " takes name=value, not '" + pair + "'");
      }
      // A separator may be a blank: only the name is trimmed.
      settings.put(pair.substring(0, equals).strip(), pair.substring(equals + 1));
    }
    return settings;
  }
}
