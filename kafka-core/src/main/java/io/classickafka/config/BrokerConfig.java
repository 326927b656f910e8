package io.classickafka.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The broker's configuration: an immutable snapshot of every value in force. A change at run time
 * makes another snapshot.
 */
public final class BrokerConfig {

  /** Sends consumers to a replica in their rack. */
  static final String RACK_AWARE_SELECTOR =
      "org.apache.kafka.common.replica.RackAwareReplicaSelector";

  /** Sends consumers to the leader. */
  static final String LEADER_SELECTOR = "org.apache.kafka.common.replica.LeaderSelector";

  private final ConfigValues values;
  private final Listeners listeners;

  BrokerConfig(ConfigValues values, Listeners listeners) {
    this.values = values;
    this.listeners = listeners;
  }

  /**
   * Reads a configuration as a file gives it, every value as text. Each key's value is checked by
   * itself, then the whole for what must fit together.
   */
  public static ConfigResult<BrokerConfig> parse(Map<String, String> properties) {
    return new BrokerConfigParser()
        .layer(ConfigSource.STATIC_BROKER, properties)
        .build(List.of(ConfigSource.STATIC_BROKER));
  }

  /**
   * This configuration under dynamic settings, which replace those it had.
   *
   * @param clusterDefaults those for all brokers
   * @param perBroker those for this broker, which win
   */
  public ConfigResult<BrokerConfig> withDynamic(
      Map<String, String> clusterDefaults, Map<String, String> perBroker) {
    BrokerConfigParser parser = new BrokerConfigParser();
    for (ConfigLayer layer : values.layers()) {
      if (layer.source() == ConfigSource.STATIC_BROKER) {
        parser.layer(layer);
      }
    }
    return parser
        .layer(ConfigSource.DYNAMIC_DEFAULT_BROKER, clusterDefaults)
        .layer(ConfigSource.DYNAMIC_BROKER, perBroker)
        .build(
            List.of(
                ConfigSource.DYNAMIC_BROKER,
                ConfigSource.DYNAMIC_DEFAULT_BROKER,
                ConfigSource.STATIC_BROKER));
  }

  /** The value in force, keys that it falls back on included. */
  public <T extends @Nullable Object> T get(Property<T> property) {
    return values.get(property);
  }

  /**
   * The value in force for one listener: {@code listener.name.<listener>.<property>} where that is
   * set, else the property's.
   */
  @SuppressWarnings("unchecked")
  public <T extends @Nullable Object> T get(Property<T> property, String listenerName) {
    Object scoped =
        values.given(
            "listener.name." + listenerName.toLowerCase(Locale.ROOT) + "." + property.name());
    return scoped != null ? (T) scoped : get(property);
  }

  /** Whether the key itself is set, in a file or dynamically. */
  public boolean isGiven(Property<?> property) {
    return values.isGiven(property);
  }

  public Listeners listeners() {
    return listeners;
  }

  /** The folders that hold logs, in the order given, at least one. */
  public List<String> logDirs() {
    return logDirs(values);
  }

  static List<String> logDirs(ConfigValues values) {
    String list = values.get(BrokerProperties.LOG_DIRS);
    List<String> dirs = new ArrayList<>();
    String text = list != null ? list : values.get(BrokerProperties.LOG_DIR);
    for (String dir : text.split(",", -1)) {
      if (!dir.isBlank()) {
        dirs.add(dir.trim());
      }
    }
    return List.copyOf(dirs);
  }

  /** The broker's number, by either of its keys; -1 when the ensemble is to hand one out. */
  public int brokerId() {
    return brokerId(values);
  }

  static int brokerId(ConfigValues values) {
    int brokerId = values.get(BrokerProperties.BROKER_ID);
    return brokerId >= 0 ? brokerId : values.get(BrokerProperties.NODE_ID);
  }

  /**
   * How many logs of one directory are opened at a time: as many as there are cores, unless set.
   */
  public int recoveryThreadsPerDir(int cores) {
    return isGiven(BrokerProperties.NUM_RECOVERY_THREADS_PER_DATA_DIR)
        ? get(BrokerProperties.NUM_RECOVERY_THREADS_PER_DATA_DIR)
        : cores;
  }

  /** How many threads open logs, at least: what is not set shares the cores. */
  public int recoveryThreads(int cores) {
    return isGiven(BrokerProperties.NUM_RECOVERY_THREADS_PER_DATA_DIR)
        ? get(BrokerProperties.NUM_RECOVERY_THREADS_PER_DATA_DIR) * logDirs().size()
        : cores;
  }

  /** Whether consumers are sent to replicas in their rack. */
  public boolean isRackAware() {
    return RACK_AWARE_SELECTOR.equals(get(BrokerProperties.REPLICA_SELECTOR_CLASS));
  }

  /** The dialect spoken between brokers. */
  public InterBrokerVersion interBrokerVersion() {
    return InterBrokerVersion.of(get(BrokerProperties.INTER_BROKER_PROTOCOL_VERSION));
  }

  /** Every property as DescribeConfigs shows it, by name. */
  public List<ConfigEntry> describe() {
    Map<String, ConfigEntry> entries = new TreeMap<>();
    for (Property<?> property : BrokerProperties.ALL) {
      if (property.internal() || (property.runTimeOnly() && !values.isGiven(property))) {
        continue;
      }
      List<ConfigEntry.Synonym> synonyms = values.synonyms(property);
      entries.put(
          property.name(),
          new ConfigEntry(
              property.name(),
              ConfigValues.shown(property, values.own(property)),
              synonyms.isEmpty() ? ConfigSource.DEFAULT : synonyms.get(0).source(),
              synonyms,
              property.type(),
              property.update() == Update.READ_ONLY,
              property.sensitive(),
              property.documentation()));
    }
    return List.copyOf(entries.values());
  }

  /** What is set at run time for all brokers, as DescribeConfigs shows it, by name. */
  public List<ConfigEntry> describeClusterDefaults() {
    Map<String, ConfigEntry> entries = new TreeMap<>();
    for (ConfigLayer layer : values.layers()) {
      for (Property<?> property : BrokerProperties.ALL) {
        Object value = layer.value(property.name());
        if (layer.source() == ConfigSource.DYNAMIC_DEFAULT_BROKER && value != null) {
          String text = ConfigValues.shown(property, value);
          entries.put(
              property.name(),
              new ConfigEntry(
                  property.name(),
                  text,
                  layer.source(),
                  List.of(new ConfigEntry.Synonym(property.name(), text, layer.source())),
                  property.type(),
                  property.update() == Update.READ_ONLY,
                  property.sensitive(),
                  property.documentation()));
        }
      }
    }
    return List.copyOf(entries.values());
  }

  /** Whether the broker goes by a change of the property while it runs. */
  static boolean changesAtRunTime(Property<?> property) {
    return property.runTimeOnly() || RunTime.NAMES.contains(property.name());
  }

  /** What is asked for anew each time it is needed: by topics, the cleaner and the fetchers. */
  private static final class RunTime {
    static final Set<String> NAMES = new LinkedHashSet<>();

    static {
      for (Property<?> ofTopic : TopicProperties.ALL) {
        for (Property.Fallback fallback : ofTopic.fallbacks()) {
          NAMES.add(fallback.property().name());
        }
      }
      NAMES.add(BrokerProperties.LOG_CLEANER_THREADS.name());
      NAMES.add(BrokerProperties.LOG_CLEANER_DEDUPE_BUFFER_SIZE.name());
      NAMES.add(BrokerProperties.LOG_CLEANER_IO_BUFFER_LOAD_FACTOR.name());
      NAMES.add(BrokerProperties.LOG_CLEANER_IO_BUFFER_SIZE.name());
      NAMES.add(BrokerProperties.LOG_CLEANER_IO_MAX_BYTES_PER_SECOND.name());
      NAMES.add(BrokerProperties.LOG_CLEANER_BACKOFF_MS.name());
      NAMES.add(BrokerProperties.NUM_REPLICA_FETCHERS.name());
    }
  }

  ConfigValues values() {
    return values;
  }

  /** The keys a file gave, with their text; secrets hidden. For the start's log line. */
  public Map<String, String> given() {
    Map<String, String> given = new LinkedHashMap<>();
    for (Property<?> property : BrokerProperties.ALL) {
      Object value = values.given(property);
      if (value != null) {
        String text = property.type().render(value);
        given.put(property.name(), property.sensitive() || text == null ? Secret.HIDDEN : text);
      }
    }
    return given;
  }
}
