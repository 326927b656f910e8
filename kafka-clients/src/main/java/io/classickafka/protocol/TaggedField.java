package io.classickafka.protocol;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A tagged field that the schema does not know, kept as it came.
 *
 * @param tag its number, unsigned
 * @param bytes its value; not copied, not to be changed
 */
public record TaggedField(int tag, byte[] bytes) {

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TaggedField that && tag == that.tag && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return 31 * tag + Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "TaggedField(" + tag + ", " + bytes.length + " bytes)";
  }
}
