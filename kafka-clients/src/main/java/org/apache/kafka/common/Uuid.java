package org.apache.kafka.common;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A 128-bit id of a topic or a directory. Its text is URL-safe base64 without padding, 22
 * characters.
 */
public final class Uuid implements Comparable<Uuid> {

  /** A reserved id that no topic has. */
  public static final Uuid ONE_UUID = new Uuid(0L, 1L);

  /** The id of the topic that holds a KRaft cluster's metadata; never the id of another topic. */
  public static final Uuid METADATA_TOPIC_ID = ONE_UUID;

  /** Stands for "no id". */
  public static final Uuid ZERO_UUID = new Uuid(0L, 0L);

  /** The ids that {@link #randomUuid} never returns. */
  public static final Set<Uuid> RESERVED = reserved();

  private static final int SIZE_BYTES = 16;
  private static final int LONGEST_TEXT = 24;

  private final long mostSignificantBits;
  private final long leastSignificantBits;

  /** The id with these two halves. */
  public Uuid(long mostSigBits, long leastSigBits) {
    this.mostSignificantBits = mostSigBits;
    this.leastSignificantBits = leastSigBits;
  }

  /** A random id of type 4 that is not reserved and whose text does not look like an option. */
  public static Uuid randomUuid() {
    while (true) {
      java.util.UUID random = java.util.UUID.randomUUID();
      Uuid id = new Uuid(random.getMostSignificantBits(), random.getLeastSignificantBits());
      if (!RESERVED.contains(id) && !id.toString().startsWith("-")) {
        return id;
      }
    }
  }

  /**
   * Reads the base64 text of an id.
   *
   * @throws IllegalArgumentException when the text is not 16 bytes in base64
   */
  public static Uuid fromString(String str) {
    if (str.length() > LONGEST_TEXT) {
      throw new IllegalArgumentException(
          "not a uuid: " + str.substring(0, LONGEST_TEXT) + "... is too long");
    }
    ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(str));
    if (bytes.remaining() != SIZE_BYTES) {
      throw new IllegalArgumentException(
          "not a uuid: " + str + " has " + bytes.remaining() + " bytes instead of " + SIZE_BYTES);
    }
    return new Uuid(bytes.getLong(), bytes.getLong());
  }

  /** A list as an array, in order; null stays null. */
  public static Uuid @Nullable [] toArray(@Nullable List<Uuid> list) {
    return list == null ? null : list.toArray(new Uuid[0]);
  }

  /** An array as a list, in order; null stays null. */
  public static @Nullable List<Uuid> toList(Uuid @Nullable [] array) {
    return array == null ? null : new ArrayList<>(List.of(array));
  }

  /** The first eight bytes. */
  public long getMostSignificantBits() {
    return mostSignificantBits;
  }

  /** The last eight bytes. */
  public long getLeastSignificantBits() {
    return leastSignificantBits;
  }

  @Override
  public int compareTo(Uuid other) {
    int byHighHalf = Long.compare(mostSignificantBits, other.mostSignificantBits);
    return byHighHalf != 0
        ? byHighHalf
        : Long.compare(leastSignificantBits, other.leastSignificantBits);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Uuid that
        && mostSignificantBits == that.mostSignificantBits
        && leastSignificantBits == that.leastSignificantBits;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(mostSignificantBits ^ leastSignificantBits);
  }

  @Override
  public String toString() {
    byte[] bytes =
        ByteBuffer.allocate(SIZE_BYTES)
            .putLong(mostSignificantBits)
            .putLong(leastSignificantBits)
            .array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static Set<Uuid> reserved() {
    Set<Uuid> ids = new LinkedHashSet<>();
    ids.add(ZERO_UUID);
    ids.add(ONE_UUID);
    return Collections.unmodifiableSet(ids);
  }
}
