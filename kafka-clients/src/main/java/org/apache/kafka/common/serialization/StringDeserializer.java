package org.apache.kafka.common.serialization;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Map;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Text, in UTF-8 unless {@code key.deserializer.encoding}, {@code value.deserializer.encoding} or
 * {@code deserializer.encoding} names another charset.
 */
public class StringDeserializer implements Deserializer<String> {

  private Charset charset = StandardCharsets.UTF_8;

  @Override
  public void configure(Map<String, ?> configs, boolean isKey) {
    Object name = configs.get((isKey ? "key" : "value") + ".deserializer.encoding");
    if (name == null) {
      name = configs.get("deserializer.encoding");
    }
    if (name instanceof String text) {
      try {
        charset = Charset.forName(text);
      } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
        throw new SerializationException("unknown charset " + text, e);
      }
    }
  }

  @Override
  public String deserialize(String topic, byte[] data) {
    return data == null ? null : new String(data, charset);
  }
}
