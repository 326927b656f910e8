package io.classickafka.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of one topic: its own values, and the broker's for what it leaves open. An
 * immutable snapshot; a change of either makes another.
 */
public final class TopicConfig {

  private static final Map<String, Property<?>> BY_NAME = byName();

  private final BrokerConfig broker;
  private final Map<String, Object> overrides;
  private final Map<String, Object> inForce;

  private TopicConfig(BrokerConfig broker, Map<String, Object> overrides) {
    this.broker = broker;
    this.overrides = Collections.unmodifiableMap(new LinkedHashMap<>(overrides));
    Map<String, Object> values = new LinkedHashMap<>();
    for (Property<?> property : TopicProperties.ALL) {
      Object own = overrides.get(property.name());
      values.put(property.name(), own != null ? own : inherited(property));
    }
    applyTimestampDifference(values, TopicProperties.MESSAGE_TIMESTAMP_BEFORE_MAX_MS);
    applyTimestampDifference(values, TopicProperties.MESSAGE_TIMESTAMP_AFTER_MAX_MS);
    this.inForce = Collections.unmodifiableMap(values);
  }

  /** The configuration of a topic that has no values of its own. */
  public static TopicConfig defaults(BrokerConfig broker) {
    return new TopicConfig(broker, Collections.emptyMap());
  }

  /**
   * Checks values that a client wants a topic to have. The first error is the message that goes
   * with INVALID_CONFIG; its text is the one that tools and tests of Kafka know.
   */
  public static ConfigResult<TopicConfig> parse(
      Map<String, String> properties, BrokerConfig broker) {
    List<String> errors = new ArrayList<>();
    TopicConfig config = read(properties, broker, errors);
    errors.addAll(config.conflicts());
    return errors.isEmpty()
        ? new ConfigResult.Accepted<>(config, List.of())
        : new ConfigResult.Refused<>(errors, List.of());
  }

  /**
   * Reads values that are already stored. What cannot be understood does not take the topic down:
   * the broker's value stands in, with a warning.
   */
  public static ConfigResult.Accepted<TopicConfig> stored(
      Map<String, String> properties, BrokerConfig broker) {
    List<String> problems = new ArrayList<>();
    TopicConfig config = read(properties, broker, problems);
    return new ConfigResult.Accepted<>(config, problems);
  }

  private static TopicConfig read(
      Map<String, String> properties, BrokerConfig broker, List<String> problems) {
    for (String name : properties.keySet()) {
      if (!BY_NAME.containsKey(name)) {
        problems.add("Unknown topic config name: " + name);
      }
    }
    Map<String, Object> overrides = new LinkedHashMap<>();
    for (Property<?> property : TopicProperties.ALL) {
      String text = properties.get(property.name());
      if (text != null) {
        Object value = property.type().parse(text);
        String problem = property.problem(text);
        if (value != null && problem == null) {
          overrides.put(property.name(), value);
        } else {
          problems.add("Invalid value " + problem);
        }
      }
    }
    return new TopicConfig(broker, overrides);
  }

  /** The value in force. */
  @SuppressWarnings({"unchecked", "NullAway"})
  public <T extends @Nullable Object> T get(Property<T> property) {
    return (T) inForce.get(property.name());
  }

  /** Whether the topic has a value of its own. */
  public boolean isGiven(Property<?> property) {
    return overrides.containsKey(property.name());
  }

  /** The topic's own values as text, by name in the order they were given. */
  public Map<String, String> given() {
    Map<String, String> given = new LinkedHashMap<>();
    for (Map.Entry<String, Object> entry : overrides.entrySet()) {
      Property<?> property = BY_NAME.get(entry.getKey());
      if (property != null) {
        given.put(entry.getKey(), String.valueOf(property.type().render(entry.getValue())));
      }
    }
    return given;
  }

  /** The same values under another configuration of the broker. */
  public TopicConfig under(BrokerConfig other) {
    return new TopicConfig(other, overrides);
  }

  /** Every property as DescribeConfigs shows it, by name. */
  public List<ConfigEntry> describe() {
    Map<String, ConfigEntry> entries = new TreeMap<>();
    for (Property<?> property : TopicProperties.ALL) {
      List<ConfigEntry.Synonym> synonyms = new ArrayList<>();
      Object own = overrides.get(property.name());
      if (own != null) {
        synonyms.add(
            new ConfigEntry.Synonym(
                property.name(), property.type().render(own), ConfigSource.TOPIC));
      }
      for (Property.Fallback fallback : property.fallbacks()) {
        synonyms.addAll(broker.values().synonyms(fallback.property()));
      }
      entries.put(
          property.name(),
          new ConfigEntry(
              property.name(),
              property.type().render(own != null ? own : inherited(property)),
              synonyms.isEmpty() ? ConfigSource.DEFAULT : synonyms.get(0).source(),
              synonyms,
              property.type(),
              false,
              property.sensitive(),
              property.documentation()));
    }
    return List.copyOf(entries.values());
  }

  private Object inherited(Property<?> property) {
    for (Property.Fallback fallback : property.fallbacks()) {
      Object value = broker.values().get(fallback.property());
      if (value != null) {
        return value;
      }
    }
    Object defaultValue = property.defaultValue();
    if (defaultValue == null) {
      throw new AssertionError("topic property without default: " + property);
    }
    return defaultValue;
  }

  /** The older single limit counts where the newer one of the two directions is left open. */
  private static void applyTimestampDifference(
      Map<String, Object> values, Property<Long> direction) {
    Object difference = values.get(TopicProperties.MESSAGE_TIMESTAMP_DIFFERENCE_MAX_MS.name());
    if (difference != null && Long.valueOf(Long.MAX_VALUE).equals(values.get(direction.name()))) {
      values.put(direction.name(), difference);
    }
  }

  private List<String> conflicts() {
    long minLagMs = get(TopicProperties.MIN_COMPACTION_LAG_MS);
    long maxLagMs = get(TopicProperties.MAX_COMPACTION_LAG_MS);
    return minLagMs > maxLagMs
        ? List.of(
            "conflict topic config setting min.compaction.lag.ms ("
                + minLagMs
                + ") > max.compaction.lag.ms ("
                + maxLagMs
                + ")")
        : List.of();
  }

  /** The property of a name, null when there is none. */
  static @Nullable Property<?> property(String name) {
    return BY_NAME.get(name);
  }

  private static Map<String, Property<?>> byName() {
    Map<String, Property<?>> byName = new LinkedHashMap<>();
    for (Property<?> property : TopicProperties.ALL) {
      byName.put(property.name(), property);
    }
    return Collections.unmodifiableMap(byName);
  }
}
