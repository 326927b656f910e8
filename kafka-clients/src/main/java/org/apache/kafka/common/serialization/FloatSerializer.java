package org.apache.kafka.common.serialization;

import java.nio.ByteBuffer;

/** 4 bytes, big-endian. */
public class FloatSerializer implements Serializer<Float> {

  @Override
  public byte[] serialize(String topic, Float data) {
    return data == null ? null : ByteBuffer.allocate(4).putFloat(data).array();
  }
}
