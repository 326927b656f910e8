package org.apache.kafka.tools.api;

/** The bytes as they are. */
public class DefaultDecoder implements Decoder<byte[]> {

  @Override
  public byte[] fromBytes(byte[] bytes) {
    return bytes;
  }
}
