package org.apache.kafka.common.serialization;

import java.nio.ByteBuffer;

/** 4 bytes, big-endian. */
public class IntegerSerializer implements Serializer<Integer> {

  @Override
  public byte[] serialize(String topic, Integer data) {
    return data == null ? null : ByteBuffer.allocate(4).putInt(data).array();
  }
}
