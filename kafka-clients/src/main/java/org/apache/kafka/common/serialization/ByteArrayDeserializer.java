package org.apache.kafka.common.serialization;

/** The bytes as they are. */
public class ByteArrayDeserializer implements Deserializer<byte[]> {

  @Override
  public byte[] deserialize(String topic, byte[] data) {
    return data;
  }
}
