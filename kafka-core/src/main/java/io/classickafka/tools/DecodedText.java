package io.classickafka.tools;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.apache.kafka.tools.api.Decoder;
import org.jspecify.annotations.Nullable;

/** Keys and values by the decoders that a person named; bytes in hexadecimal digits. */
final class DecodedText implements PayloadText {

  private static final String OLD_PACKAGE = "kafka.serializer.";

  private final Decoder<?> keys;
  private final Decoder<?> values;

  private DecodedText(Decoder<?> keys, Decoder<?> values) {
    this.keys = keys;
    this.values = values;
  }

  static DecodedText of(String keyClass, String valueClass) {
    return new DecodedText(
        Plugin.make(currentName(keyClass), Decoder.class, "--key-decoder-class"),
        Plugin.make(currentName(valueClass), Decoder.class, "--value-decoder-class"));
  }

  // Scripts still name the decoders by their package of old.
  private static String currentName(String className) {
    return className.startsWith(OLD_PACKAGE)
        ? "org.apache.kafka.tools.api." + className.substring(OLD_PACKAGE.length())
        : className;
  }

  @Override
  public Texts of(long offset, @Nullable ByteBuffer key, @Nullable ByteBuffer value)
      throws ToolFailure {
    return new Texts(text(keys, "key", offset, key), text(values, "value", offset, value));
  }

  private static @Nullable String text(
      Decoder<?> decoder, String what, long offset, @Nullable ByteBuffer bytes) throws ToolFailure {
    if (bytes == null) {
      return null;
    }
    byte[] content = new byte[bytes.remaining()];
    bytes.duplicate().get(content);
    try {
      Object decoded = decoder.fromBytes(content);
      return decoded instanceof byte[] raw
          ? HexFormat.of().formatHex(raw)
          : String.valueOf(decoded);
    } catch (RuntimeException e) {
      // A decoder is anybody's code.
      throw new ToolFailure(
          decoder.getClass().getName()
              + " fails on the "
              + what
              + " at offset "
              + offset
              + ": "
              + e,
          e);
    }
  }
}
