package org.apache.kafka.common.serialization;

import org.apache.kafka.common.errors.SerializationException;

/** One byte: 1 for true, 0 for false, anything else refused. */
public class BooleanDeserializer implements Deserializer<Boolean> {

  @Override
  public Boolean deserialize(String topic, byte[] data) {
    if (data == null) {
      return null;
    }
    if (data.length != 1 || (data[0] != 0 && data[0] != 1)) {
      throw new SerializationException("expected one byte, 0 or 1, in topic " + topic);
    }
    return data[0] == 1;
  }
}
