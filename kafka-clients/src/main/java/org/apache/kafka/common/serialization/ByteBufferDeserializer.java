package org.apache.kafka.common.serialization;

import java.nio.ByteBuffer;

/** A buffer around the bytes. */
public class ByteBufferDeserializer implements Deserializer<ByteBuffer> {

  @Override
  public ByteBuffer deserialize(String topic, byte[] data) {
    return data == null ? null : ByteBuffer.wrap(data);
  }
}
