package org.apache.kafka.common.serialization;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.kafka.common.errors.SerializationException;

/** The UUID's text of 36 characters. */
public class UUIDDeserializer implements Deserializer<UUID> {

  @Override
  public UUID deserialize(String topic, byte[] data) {
    if (data == null) {
      return null;
    }
    try {
      return UUID.fromString(new String(data, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw new SerializationException("no UUID in topic " + topic, e);
    }
  }
}
