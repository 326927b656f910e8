package io.classickafka.zk;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Payloads that are one number in plain decimal text. */
final class DecimalText {
  private static final int MAX_CHARS = 19;

  private DecimalText() {}

  static byte[] encode(long value) {
    return Long.toString(value).getBytes(StandardCharsets.US_ASCII);
  }

  /** From 0 to {@code highest}: digits only, no sign, no blank. */
  static long decode(String path, byte @Nullable [] data, long highest)
      throws MalformedZnodeException {
    String text = JsonCodec.Text.utf8(path, data);
    boolean isDigits =
        text.length() <= MAX_CHARS && text.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!isDigits) {
      throw new MalformedZnodeException(path, "not a decimal number");
    }
    try {
      long value = Long.parseLong(text);
      if (value <= highest) {
        return value;
      }
    } catch (NumberFormatException tooLarge) {
      // Nineteen digits can still exceed 64 bits.
    }
    throw new MalformedZnodeException(path, "number above " + highest);
  }
}
