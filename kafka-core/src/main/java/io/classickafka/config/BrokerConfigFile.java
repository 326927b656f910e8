package io.classickafka.config;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * Reads the text of a {@code .properties} file and the {@code --override} pairs of a command line.
 * Opening the file is the caller's.
 */
public final class BrokerConfigFile {

  private BrokerConfigFile() {}

  /**
   * The properties of a file's text, in its order; of a key given twice the last counts.
   *
   * @throws IOException when the reader fails or an escape in the text is malformed
   */
  public static Map<String, String> read(Reader text) throws IOException {
    Map<String, String> ordered = new LinkedHashMap<>();
    Properties collector =
        new Properties() {
          @Override
          public synchronized Object put(Object key, Object value) {
            ordered.remove(key.toString());
            ordered.put(key.toString(), value.toString());
            return value;
          }
        };
    try {
      collector.load(text);
    } catch (IllegalArgumentException e) {
      throw new IOException("malformed \\u escape", e);
    }
    return ordered;
  }

  /**
   * Puts overrides over what a file said.
   *
   * @param overrides {@code key=value} each
   * @return the overrides that are not of that form, which the caller must refuse
   */
  public static List<String> override(Map<String, String> properties, List<String> overrides) {
    List<String> malformed = new ArrayList<>();
    for (String override : overrides) {
      int equals = override.indexOf('=');
      if (equals <= 0) {
        malformed.add(override);
      } else {
        properties.put(override.substring(0, equals).trim(), override.substring(equals + 1));
      }
    }
    return malformed;
  }
}
