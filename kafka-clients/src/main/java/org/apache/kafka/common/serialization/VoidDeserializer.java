package org.apache.kafka.common.serialization;

/** Null, and nothing else. */
public class VoidDeserializer implements Deserializer<Void> {

  @Override
  public Void deserialize(String topic, byte[] data) {
    if (data != null) {
      throw new IllegalArgumentException("expected null in topic " + topic);
    }
    return null;
  }
}
