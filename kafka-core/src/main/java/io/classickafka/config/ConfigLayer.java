package io.classickafka.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values that one place gives: a file, or a znode of dynamic settings. */
final class ConfigLayer {

  private final ConfigSource source;
  private final Map<String, Object> values;

  ConfigLayer(ConfigSource source, Map<String, Object> values) {
    this.source = source;
    this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  ConfigSource source() {
    return source;
  }

  /** What the place has the broker go by. */
  @Nullable Object value(Property<?> property) {
    // A broker of another kind may have stored what this one cannot go by while it runs.
    boolean counts =
        source == ConfigSource.STATIC_BROKER || BrokerConfig.changesAtRunTime(property);
    return counts ? values.get(property.name()) : null;
  }

  /** What the place holds. */
  @Nullable Object value(String key) {
    return values.get(key);
  }
}
