package io.classickafka.client.admin;

import org.apache.kafka.clients.admin.ConfigEntry.ConfigSource;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigType;

/** The numbers that stand for the source and the type of a setting on the wire. */
final class ConfigSources {

  private static final ConfigSource[] SOURCES = {
    ConfigSource.UNKNOWN,
    ConfigSource.DYNAMIC_TOPIC_CONFIG,
    ConfigSource.DYNAMIC_BROKER_CONFIG,
    ConfigSource.DYNAMIC_DEFAULT_BROKER_CONFIG,
    ConfigSource.STATIC_BROKER_CONFIG,
    ConfigSource.DEFAULT_CONFIG,
    ConfigSource.DYNAMIC_BROKER_LOGGER_CONFIG,
    ConfigSource.DYNAMIC_CLIENT_METRICS_CONFIG
  };

  private static final ConfigType[] TYPES = {
    ConfigType.UNKNOWN,
    ConfigType.BOOLEAN,
    ConfigType.STRING,
    ConfigType.INT,
    ConfigType.SHORT,
    ConfigType.LONG,
    ConfigType.DOUBLE,
    ConfigType.LIST,
    ConfigType.CLASS,
    ConfigType.PASSWORD
  };

  private ConfigSources() {}

  /** The source of a number; UNKNOWN for one not known here. */
  static ConfigSource of(byte source) {
    return source >= 0 && source < SOURCES.length ? SOURCES[source] : ConfigSource.UNKNOWN;
  }

  /** The type of a number; UNKNOWN for one not known here. */
  static ConfigType type(byte type) {
    return type >= 0 && type < TYPES.length ? TYPES[type] : ConfigType.UNKNOWN;
  }
}
