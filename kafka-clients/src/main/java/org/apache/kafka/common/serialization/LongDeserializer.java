package org.apache.kafka.common.serialization;

import java.nio.ByteBuffer;
import org.apache.kafka.common.errors.SerializationException;

/** 8 bytes, big-endian. */
public class LongDeserializer implements Deserializer<Long> {

  @Override
  public Long deserialize(String topic, byte[] data) {
    if (data == null) {
      return null;
    }
    if (data.length != 8) {
      throw new SerializationException(
          "expected 8 bytes in topic " + topic + ", got " + data.length);
    }
    return ByteBuffer.wrap(data).getLong();
  }
}
