package io.classickafka.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Short ASCII strings that were read lately, so that a name which comes with each request is one
 * object and not one for each. Bounded: a string takes the place of another with the same hash.
 * Owned by one loop.
 */
public final class RecentStrings {

  /** A power of two. */
  private static final int SLOTS = 256;

  /** The longest name of a topic, and longer than any client's usual name. */
  private static final int LONGEST = 249;

  private final @Nullable String[] slots = new @Nullable String[SLOTS];

  /**
   * The string of these bytes, which is kept for the next time; null when it is too long or not
   * ASCII.
   */
  @Nullable String of(ByteBuffer bytes, int at, int size) {
    if (size > LONGEST) {
      return null;
    }
    int hash = 0;
    for (int i = at; i < at + size; i++) {
      byte next = bytes.get(i);
      if (next < 0) {
        return null;
      }
      hash = 31 * hash + next;
    }
    int slot = (hash ^ hash >>> 16) & SLOTS - 1;
    String known = slots[slot];
    if (known == null || !isSame(known, bytes, at, size)) {
      known = ascii(bytes, at, size);
      slots[slot] = known;
    }
    return known;
  }

  private static boolean isSame(String known, ByteBuffer bytes, int at, int size) {
    if (known.length() != size) {
      return false;
    }
    for (int i = 0; i < size; i++) {
      if (known.charAt(i) != bytes.get(at + i)) {
        return false;
      }
    }
    return true;
  }

  private static String ascii(ByteBuffer bytes, int at, int size) {
    byte[] copy = new byte[size];
    bytes.get(at, copy);
    return new String(copy, StandardCharsets.US_ASCII);
  }
}
