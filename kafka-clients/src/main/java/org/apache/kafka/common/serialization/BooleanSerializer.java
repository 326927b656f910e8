package org.apache.kafka.common.serialization;

/** One byte: 1 for true, 0 for false. */
public class BooleanSerializer implements Serializer<Boolean> {

  @Override
  public byte[] serialize(String topic, Boolean data) {
    return data == null ? null : new byte[] {(byte) (data ? 1 : 0)};
  }
}
