package org.apache.kafka.common.serialization;

import java.nio.ByteBuffer;

/** The bytes from the buffer's start to its limit, whatever its position; it is left as it was. */
public class ByteBufferSerializer implements Serializer<ByteBuffer> {

  @Override
  public byte[] serialize(String topic, ByteBuffer data) {
    if (data == null) {
      return null;
    }
    byte[] bytes = new byte[data.limit()];
    data.get(0, bytes);
    return bytes;
  }
}
