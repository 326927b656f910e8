package org.apache.kafka.common.serialization;

import java.nio.ByteBuffer;
import org.apache.kafka.common.errors.SerializationException;

/** 4 bytes, big-endian. */
public class FloatDeserializer implements Deserializer<Float> {

  @Override
  public Float deserialize(String topic, byte[] data) {
    if (data == null) {
      return null;
    }
    if (data.length != 4) {
      throw new SerializationException(
          "expected 4 bytes in topic " + topic + ", got " + data.length);
    }
    return ByteBuffer.wrap(data).getFloat();
  }
}
