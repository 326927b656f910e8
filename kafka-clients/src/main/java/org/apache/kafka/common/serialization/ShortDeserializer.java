package org.apache.kafka.common.serialization;

import java.nio.ByteBuffer;
import org.apache.kafka.common.errors.SerializationException;

/** 2 bytes, big-endian. */
public class ShortDeserializer implements Deserializer<Short> {

  @Override
  public Short deserialize(String topic, byte[] data) {
    if (data == null) {
      return null;
    }
    if (data.length != 2) {
      throw new SerializationException(
          "expected 2 bytes in topic " + topic + ", got " + data.length);
    }
    return ByteBuffer.wrap(data).getShort();
  }
}
