package org.apache.kafka.common.serialization;

import java.nio.ByteBuffer;

/** 8 bytes, big-endian. */
public class LongSerializer implements Serializer<Long> {

  @Override
  public byte[] serialize(String topic, Long data) {
    return data == null ? null : ByteBuffer.allocate(8).putLong(data).array();
  }
}
