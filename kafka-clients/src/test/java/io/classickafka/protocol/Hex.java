package io.classickafka.protocol;

import io.classickafka.seam.ByteSlice;
import io.classickafka.seam.Payload;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.List;

/** Bytes as the tests' tables write them: hex digits, with spaces and bars anywhere. */
final class Hex {

  private Hex() {}

  static byte[] bytes(String text) {
    return HexFormat.of().parseHex(text.replaceAll("[\\s|]", ""));
  }

  static ByteSlice slice(String text) {
    return ByteSlice.wrap(bytes(text));
  }

  static String text(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  /** The bytes a writer holds; all its payloads are in memory. */
  static byte[] written(MessageWriter out) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    List<Payload> parts = out.finish();
    for (Payload part : parts) {
      bytes.writeBytes(((ByteSlice) part).toByteArray());
    }
    return bytes.toByteArray();
  }

  static byte[] written(ApiMessage message, int version) {
    MessageWriter out = new MessageWriter();
    message.write(out, (short) version);
    return written(out);
  }
}
