package org.apache.kafka.common.serialization;

import java.nio.ByteBuffer;

/** 8 bytes, big-endian. */
public class DoubleSerializer implements Serializer<Double> {

  @Override
  public byte[] serialize(String topic, Double data) {
    return data == null ? null : ByteBuffer.allocate(8).putDouble(data).array();
  }
}
