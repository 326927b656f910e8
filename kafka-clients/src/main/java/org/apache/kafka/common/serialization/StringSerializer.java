package org.apache.kafka.common.serialization;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Map;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Text, in UTF-8 unless {@code key.serializer.encoding}, {@code value.serializer.encoding} or
 * {@code serializer.encoding} names another charset.
 */
public class StringSerializer implements Serializer<String> {

  private Charset charset = StandardCharsets.UTF_8;

  @Override
  public void configure(Map<String, ?> configs, boolean isKey) {
    Object name = configs.get((isKey ? "key" : "value") + ".serializer.encoding");
    if (name == null) {
      name = configs.get("serializer.encoding");
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
  public byte[] serialize(String topic, String data) {
    return data == null ? null : data.getBytes(charset);
  }
}
