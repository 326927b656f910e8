package org.apache.kafka.common.config;

import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** A setting is missing, or has a value that it cannot have. */
public class ConfigException extends KafkaException {

  private static final long serialVersionUID = 1L;

  public ConfigException(String message) {
    super(message);
  }

  public ConfigException(String name, @Nullable Object value) {
    this(name, value, null);
  }

  public ConfigException(String name, @Nullable Object value, @Nullable String why) {
    super(name + " cannot be " + value + (why == null ? "" : ": " + why));
  }
}
