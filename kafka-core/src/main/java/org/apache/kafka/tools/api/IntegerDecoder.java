package org.apache.kafka.tools.api;

import java.nio.ByteBuffer;

/** Four bytes, the highest first. */
public class IntegerDecoder implements Decoder<Integer> {

  @Override
  public Integer fromBytes(byte[] bytes) {
    return ByteBuffer.wrap(bytes).getInt();
  }
}
