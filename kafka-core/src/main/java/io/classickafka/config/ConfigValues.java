package io.classickafka.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The broker's values in force, worked out from the layers: the strongest layer that gives a key
 * wins, then the keys it falls back on, then the default.
 */
final class ConfigValues {

  private final List<ConfigLayer> layers;
  private final Map<String, Object> inForce;

  /**
   * @param layers the strongest first
   */
  ConfigValues(List<ConfigLayer> layers) {
    this.layers = List.copyOf(layers);
    Map<String, Object> values = new LinkedHashMap<>();
    for (Property<?> property : BrokerProperties.ALL) {
      Object value = resolve(property);
      if (value != null) {
        values.put(property.name(), value);
      }
    }
    this.inForce = Collections.unmodifiableMap(values);
  }

  List<ConfigLayer> layers() {
    return layers;
  }

  /** Unchecked and null-tolerant on purpose: the constant carries the type and the nullness. */
  @SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"})
  <T extends @Nullable Object> T get(Property<T> property) {
    return (T) inForce.get(property.name());
  }

  /** Whether some layer gives the key itself. */
  boolean isGiven(Property<?> property) {
    return given(property) != null;
  }

  @Nullable Object given(Property<?> property) {
    for (ConfigLayer layer : layers) {
      Object value = layer.value(property);
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  @Nullable Object given(String key) {
    for (ConfigLayer layer : layers) {
      Object value = layer.value(key);
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  /** The key's value by itself, without those it falls back on. */
  @Nullable Object own(Property<?> property) {
    Object given = given(property);
    return given != null ? given : property.defaultValue();
  }

  /**
   * Every place that gives the value of a key or of one it falls back on, the strongest first. None
   * when the key itself is given nowhere and has no default, as Apache's brokers describe it.
   */
  List<ConfigEntry.Synonym> synonyms(Property<?> property) {
    List<Property<?>> keys = new ArrayList<>();
    keys.add(property);
    for (Property.Fallback fallback : property.fallbacks()) {
      keys.add(fallback.property());
    }
    List<ConfigEntry.Synonym> synonyms = new ArrayList<>();
    for (ConfigLayer layer : layers) {
      for (Property<?> key : keys) {
        Object value = layer.value(key);
        if (value != null) {
          synonyms.add(new ConfigEntry.Synonym(key.name(), shown(key, value), layer.source()));
        }
      }
    }
    for (Property<?> key : keys) {
      if (key.defaultValue() != null) {
        synonyms.add(
            new ConfigEntry.Synonym(
                key.name(), shown(key, key.defaultValue()), ConfigSource.DEFAULT));
      }
    }
    int own = 0;
    while (own < synonyms.size() && !synonyms.get(own).name().equals(property.name())) {
      own++;
    }
    return synonyms.subList(own, synonyms.size());
  }

  static @Nullable String shown(Property<?> property, @Nullable Object value) {
    return property.sensitive() ? null : property.type().render(value);
  }

  private @Nullable Object resolve(Property<?> property) {
    Object given = given(property);
    if (given != null) {
      return given;
    }
    for (Property.Fallback fallback : property.fallbacks()) {
      Object other = given(fallback.property());
      if (other != null) {
        return scaled(property, (Number) other, fallback.factor());
      }
    }
    for (Property.Fallback fallback : property.fallbacks()) {
      Object other = fallback.property().defaultValue();
      if (other != null) {
        return scaled(property, (Number) other, fallback.factor());
      }
    }
    return property.defaultValue();
  }

  /** A negative time means no limit in every unit. */
  private static Object scaled(Property<?> property, Number value, long factor) {
    long scaled = value.longValue() < 0 ? -1 : value.longValue() * factor;
    return property.type() == PropertyType.INT ? (Object) (int) scaled : (Object) scaled;
  }
}
