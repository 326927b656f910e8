package org.apache.kafka.common.serialization;

import java.nio.ByteBuffer;

/** 2 bytes, big-endian. */
public class ShortSerializer implements Serializer<Short> {

  @Override
  public byte[] serialize(String topic, Short data) {
    return data == null ? null : ByteBuffer.allocate(2).putShort(data).array();
  }
}
