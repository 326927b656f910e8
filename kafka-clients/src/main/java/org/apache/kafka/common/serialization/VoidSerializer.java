package org.apache.kafka.common.serialization;

/** Always null. */
public class VoidSerializer implements Serializer<Void> {

  @Override
  public byte[] serialize(String topic, Void data) {
    return null;
  }
}
