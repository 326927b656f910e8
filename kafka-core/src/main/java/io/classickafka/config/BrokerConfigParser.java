package io.classickafka.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns texts into checked values, layer by layer, and collects what is wrong. Used once. */
final class BrokerConfigParser {

  private static final Map<String, Property<?>> BY_NAME = byName();
  private static final String LISTENER_PREFIX = "listener.name.";

  private final Map<ConfigSource, ConfigLayer> layers = new LinkedHashMap<>();
  private final List<String> errors = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  BrokerConfigParser layer(ConfigLayer layer) {
    layers.put(layer.source(), layer);
    return this;
  }

  BrokerConfigParser layer(ConfigSource source, Map<String, String> texts) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (Map.Entry<String, String> entry : texts.entrySet()) {
      Property<?> property = property(entry.getKey());
      if (property == null) {
        warnings.add("unknown property " + entry.getKey() + " has no effect");
        continue;
      }
      if (property.runTimeOnly() && source == ConfigSource.STATIC_BROKER) {
        warnings.add(
            property
                + " has no effect in a file: set it at run time with kafka-configs.sh --alter");
        continue;
      }
      Object value = check(entry.getKey(), property, entry.getValue());
      if (value != null) {
        values.put(entry.getKey(), value);
      }
    }
    if (source == ConfigSource.STATIC_BROKER) {
      fillEachOther(values, BrokerProperties.BROKER_ID, BrokerProperties.NODE_ID);
      fillEachOther(values, BrokerProperties.NODE_ID, BrokerProperties.BROKER_ID);
    }
    return layer(new ConfigLayer(source, values));
  }

  /**
   * @param strongestFirst the order in which the layers win
   */
  ConfigResult<BrokerConfig> build(List<ConfigSource> strongestFirst) {
    if (!errors.isEmpty()) {
      return new ConfigResult.Refused<>(errors, warnings);
    }
    List<ConfigLayer> ordered = new ArrayList<>();
    for (ConfigSource source : strongestFirst) {
      ConfigLayer layer = layers.get(source);
      if (layer != null) {
        ordered.add(layer);
      }
    }
    ConfigValues values = new ConfigValues(ordered);
    Listeners listeners = new ListenerParser(values, errors).parse();
    BrokerConfigRelations.check(values, errors);
    warnings.addAll(BrokerConfigRelations.warnings(values));
    return listeners == null || !errors.isEmpty()
        ? new ConfigResult.Refused<>(errors, warnings)
        : new ConfigResult.Accepted<>(new BrokerConfig(values, listeners), warnings);
  }

  private static void fillEachOther(
      Map<String, Object> values, Property<Integer> from, Property<Integer> to) {
    Object given = values.get(from.name());
    if (given != null) {
      values.putIfAbsent(to.name(), given);
    }
  }

  /** The value, or null when it is wrong or has no effect; both are noted. */
  private @Nullable Object check(String key, Property<?> property, String text) {
    String shown = key + "=" + (property.sensitive() ? Secret.HIDDEN : text.trim());
    Support support = property.support();
    if (support == Support.IGNORED) {
      warnings.add(shown + " is ignored: " + property.reason());
      return null;
    }
    if (support == Support.NOT_YET) {
      warnings.add(shown + " has no effect yet: " + property.reason());
      return null;
    }
    Object value = property.type().parse(text);
    if (value == null) {
      errors.add(shown + ": expected " + property.type().expectation());
      return null;
    }
    if (support == Support.REFUSED) {
      if (!isDefault(property, value)) {
        errors.add(shown + " is refused: " + property.reason());
      }
      return null;
    }
    if (property.constraint().violation(value) != null) {
      errors.add(shown + ": expected " + expectation(property));
      return null;
    }
    return value;
  }

  private static boolean isDefault(Property<?> property, Object value) {
    Object defaultValue = property.defaultValue();
    String text = property.type().render(value);
    return value.equals(defaultValue) || (defaultValue == null && text != null && text.isEmpty());
  }

  private static String expectation(Property<?> property) {
    String label = property.validValues();
    if (label.equals(Constraint.release().label())) {
      return "a release such as 3.9 or 3.9-IV0";
    }
    return switch (property.type()) {
      case STRING -> label.startsWith("[") ? "one of " + label : "a " + label;
      case LIST -> label.startsWith("[") ? "some of " + label : "a " + label;
      default -> property.type().expectation() + " within " + label;
    };
  }

  /** The property of a key, also of one that is meant for one listener or login mechanism only. */
  static @Nullable Property<?> property(String key) {
    Property<?> property = BY_NAME.get(key);
    if (property != null || !key.toLowerCase(Locale.ROOT).startsWith(LISTENER_PREFIX)) {
      return property;
    }
    String rest = key.substring(LISTENER_PREFIX.length());
    for (int dot = rest.indexOf('.'); dot >= 0; dot = rest.indexOf('.', dot + 1)) {
      property = BY_NAME.get(rest.substring(dot + 1));
      if (property != null) {
        return property;
      }
    }
    return null;
  }

  private static Map<String, Property<?>> byName() {
    Map<String, Property<?>> byName = new LinkedHashMap<>();
    for (Property<?> property : BrokerProperties.ALL) {
      byName.put(property.name(), property);
    }
    return Collections.unmodifiableMap(byName);
  }
}
