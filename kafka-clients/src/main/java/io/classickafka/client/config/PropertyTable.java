package io.classickafka.client.config;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The settings that one kind of client knows. */
public final class PropertyTable {

  public static final PropertyTable PRODUCER = new PropertyTable("producer");
  public static final PropertyTable CONSUMER = new PropertyTable("consumer");
  public static final PropertyTable ADMIN = new PropertyTable("admin");

  private static final Logger LOG = LoggerFactory.getLogger(PropertyTable.class);

  // Settings beginning so belong to plug-ins, which get everything the application gave.
  private static final String METRICS_CONTEXT = "metrics.context.";

  private final String client;
  // Read when it is needed: most processes have clients of one kind.
  private @Nullable Map<String, PropertyDefinition> definitions;

  private PropertyTable(String client) {
    this.client = client;
  }

  private synchronized Map<String, PropertyDefinition> definitions() {
    Map<String, PropertyDefinition> known = definitions;
    if (known == null) {
      known = load(client);
      definitions = known;
    }
    return known;
  }

  /** The settings in a Properties object, with the further ones behind it as defaults. */
  public static Map<String, Object> given(Properties properties) {
    Map<String, Object> map = new LinkedHashMap<>();
    properties.stringPropertyNames().forEach(name -> map.put(name, properties.getProperty(name)));
    properties.forEach((name, value) -> map.put(String.valueOf(name), value));
    return map;
  }

  private static Map<String, PropertyDefinition> load(String client) {
    Map<String, PropertyDefinition> definitions = new LinkedHashMap<>();
    try (InputStream in = PropertyTable.class.getResourceAsStream(client + ".txt")) {
      if (in == null) {
        throw new IllegalStateException("the table of settings is missing: " + client);
      }
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isEmpty() && !line.startsWith("#")) {
          PropertyDefinition definition = PropertyDefinition.parse(line);
          definitions.put(definition.name(), definition);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return definitions;
  }

  /** The names of all settings. */
  public Set<String> names() {
    return Collections.unmodifiableSet(definitions().keySet());
  }

  /**
   * Checks what an application gave and completes it with defaults. What is not known gives one
   * warning, and what would change nothing here another.
   *
   * @throws ConfigException when a value cannot be, or a setting without a default is missing
   */
  public ClientProperties parse(Map<?, ?> given) {
    Map<String, Object> originals = new LinkedHashMap<>();
    given.forEach(
        (name, value) -> {
          if (!(name instanceof String string)) {
            throw new ConfigException(String.valueOf(name), value, "names must be strings");
          }
          originals.put(string, value);
        });
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (PropertyDefinition definition : definitions().values()) {
      Object value = originals.get(definition.name());
      if (originals.containsKey(definition.name())) {
        values.put(definition.name(), definition.parseValue(value));
      } else if (definition.required()) {
        throw new ConfigException(definition.name() + " is required and has no default");
      } else {
        values.put(definition.name(), definition.defaultValue());
      }
    }
    warnOfUnknown(originals);
    ClientProperties properties = new ClientProperties(originals, values);
    warnOfNoEffect(properties);
    return properties;
  }

  private void warnOfNoEffect(ClientProperties properties) {
    List<String> names = withoutEffect(properties);
    if (!names.isEmpty()) {
      LOG.warn(
          "settings without effect, take them out or see docs/clients.md client={} names={}",
          client,
          String.join(",", names));
    }
  }

  /** Settings that were given another value than the default, which stays in force. */
  List<String> withoutEffect(ClientProperties properties) {
    List<String> names = new ArrayList<>();
    for (PropertyDefinition definition : definitions().values()) {
      Object value = properties.find(definition.name());
      if (definition.withoutEffect() && !Objects.equals(value, definition.defaultValue())) {
        names.add(definition.name());
      }
    }
    return names;
  }

  /** All settings that are known and have no effect. */
  List<String> namesWithoutEffect() {
    List<String> names = new ArrayList<>();
    for (PropertyDefinition definition : definitions().values()) {
      if (definition.withoutEffect()) {
        names.add(definition.name());
      }
    }
    return names;
  }

  private void warnOfUnknown(Map<String, Object> originals) {
    StringBuilder unknown = new StringBuilder();
    for (String name : originals.keySet()) {
      if (!definitions().containsKey(name) && !name.startsWith(METRICS_CONTEXT)) {
        unknown.append(unknown.length() == 0 ? "" : ",").append(name);
      }
    }
    if (unknown.length() > 0) {
      LOG.warn("unknown settings client={} names={}", client, unknown);
    }
  }
}
