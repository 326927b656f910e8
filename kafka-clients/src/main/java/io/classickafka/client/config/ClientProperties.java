package io.classickafka.client.config;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Configurable;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** The settings of one client: typed, checked, complete. */
public final class ClientProperties {

  private final Map<String, Object> originals;
  private final Map<String, @Nullable Object> values;

  ClientProperties(Map<String, Object> originals, Map<String, @Nullable Object> values) {
    this.originals = Collections.unmodifiableMap(originals);
    this.values = values;
  }

  /** What the application gave, known or not: what plug-ins are configured with. */
  public Map<String, Object> originals() {
    return originals;
  }

  /** Whether the application gave this setting. */
  public boolean isGiven(String name) {
    return originals.containsKey(name);
  }

  public int getInt(String name) {
    return ((Number) present(name)).intValue();
  }

  public long getLong(String name) {
    return ((Number) present(name)).longValue();
  }

  public boolean getBoolean(String name) {
    return (Boolean) present(name);
  }

  /** A text that has a default. */
  public String getString(String name) {
    return (String) present(name);
  }

  @Nullable Object find(String name) {
    return values.get(name);
  }

  /** A text that may be absent. */
  public @Nullable String findString(String name) {
    return (String) values.get(name);
  }

  public List<?> getList(String name) {
    return (List<?>) present(name);
  }

  private Object present(String name) {
    Object value = values.get(name);
    if (value == null) {
      throw new ConfigException(name, null, "a value is needed");
    }
    return value;
  }

  /**
   * An instance of the class that a setting names, configured; null when there is none. An object
   * given in place of a class is taken as it is.
   */
  public <T> @Nullable T findInstance(String name, Class<T> type, Map<String, ?> extra) {
    Object given = values.get(name);
    return given == null || "".equals(given) ? null : instance(name, given, type, extra);
  }

  /** Instances of the classes that a setting lists, configured, in order. */
  public <T> List<T> instances(String name, Class<T> type, Map<String, ?> extra) {
    List<T> made = new ArrayList<>();
    for (Object given : getList(name)) {
      made.add(instance(name, given, type, extra));
    }
    return made;
  }

  private <T> T instance(String name, Object given, Class<T> type, Map<String, ?> extra) {
    Object made = given;
    if (given instanceof String className) {
      made = make(name, load(name, className));
    } else if (given instanceof Class<?> known) {
      made = make(name, known);
    }
    if (!type.isInstance(made)) {
      throw new ConfigException(name, given, "it is no " + type.getName());
    }
    if (made instanceof Configurable configurable) {
      configurable.configure(withExtra(extra));
    }
    return type.cast(made);
  }

  /** What plug-ins are configured with. */
  public Map<String, Object> withExtra(Map<String, ?> extra) {
    Map<String, Object> all = new LinkedHashMap<>(originals);
    all.putAll(extra);
    return all;
  }

  private static Class<?> load(String name, String className) {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    ClassLoader own = ClientProperties.class.getClassLoader();
    try {
      return Class.forName(className, true, context == null ? own : context);
    } catch (ClassNotFoundException e) {
      throw new ConfigException(name, className, "the class could not be found");
    }
  }

  private static Object make(String name, Class<?> type) {
    try {
      return type.getDeclaredConstructor().newInstance();
    } catch (NoSuchMethodException | InstantiationException | IllegalAccessException e) {
      throw new ConfigException(
          name, type.getName(), "it needs a public constructor without parameters");
    } catch (InvocationTargetException e) {
      throw new KafkaException(name + ": " + type.getName() + " could not be made", e.getCause());
    }
  }
}
