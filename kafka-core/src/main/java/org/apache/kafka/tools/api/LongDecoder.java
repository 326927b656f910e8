package org.apache.kafka.tools.api;

import java.nio.ByteBuffer;

/** Eight bytes, the highest first. */
public class LongDecoder implements Decoder<Long> {

  @Override
  public Long fromBytes(byte[] bytes) {
    return ByteBuffer.wrap(bytes).getLong();
  }
}
