package io.classickafka.protocol;

import io.classickafka.seam.ByteSlice;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * Reads the primitives of a message from a frame, front to back. Borrows the frame.
 *
 * <p>Every length and count is compared with the bytes left before anything is allocated for it;
 * what does not fit, or is null where null is not allowed, is a {@link MalformedMessageException}.
 * Any negative length or count means null. {@code flexible} chooses the compact form that flexible
 * versions use: an unsigned varint of the length plus one.
 */
public final class MessageReader {

  /** Lists start with room for this many elements at most: a count alone costs little memory. */
  private static final int LARGEST_FIRST_CAPACITY = 1024;

  private static final int LONGEST_STRING = Short.MAX_VALUE;
  private static final int SMALLEST_SCRATCH = 64;
  private static final int UUID_BYTES = 16;
  private static final byte[] NO_BYTES = new byte[0];

  private final @Nullable RecentStrings recent;
  private ByteSlice frame;
  private ByteBuffer bytes;
  private int end;
  private int position;
  private byte[] scratch = NO_BYTES;

  /** Reads from the first byte of a slice. */
  public MessageReader(ByteSlice frame) {
    this(frame, null);
  }

  /**
   * A reader for one frame after the other, which takes strings that come again for the same. Owned
   * by the loop that owns the strings.
   */
  public MessageReader(RecentStrings recent) {
    this(ByteSlice.empty(), recent);
  }

  private MessageReader(ByteSlice frame, @Nullable RecentStrings recent) {
    this.recent = recent;
    this.frame = frame;
    this.bytes = frame.view();
    this.end = frame.sizeBytes();
  }

  /** Goes on with the first byte of another slice. Returns this. */
  public MessageReader over(ByteSlice next) {
    frame = next;
    bytes = next.view();
    end = next.sizeBytes();
    position = 0;
    return this;
  }

  /** Bytes read so far. */
  public int position() {
    return position;
  }

  /** Bytes left. */
  public int remaining() {
    return end - position;
  }

  /** One byte; anything but 0 is true. */
  public boolean readBool() {
    return bytes.get(take(1)) != 0;
  }

  public byte readInt8() {
    return bytes.get(take(1));
  }

  public short readInt16() {
    return bytes.getShort(take(2));
  }

  public int readUint16() {
    return Short.toUnsignedInt(bytes.getShort(take(2)));
  }

  public int readInt32() {
    return bytes.getInt(take(4));
  }

  public long readUint32() {
    return Integer.toUnsignedLong(bytes.getInt(take(4)));
  }

  public long readInt64() {
    return bytes.getLong(take(8));
  }

  public double readFloat64() {
    return bytes.getDouble(take(8));
  }

  public Uuid readUuid() {
    int at = take(UUID_BYTES);
    long high = bytes.getLong(at);
    long low = bytes.getLong(at + 8);
    return (high | low) == 0 ? Uuid.ZERO_UUID : new Uuid(high, low);
  }

  /**
   * An unsigned varint of at most five bytes; longer than needed is fine, and what the fifth byte
   * says beyond 32 bits is dropped.
   */
  public int readUvarint() {
    int value = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      int next = bytes.get(take(1));
      value |= (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw malformed("varint longer than five bytes");
  }

  /** A string that must not be null. Bytes that are not UTF-8 become U+FFFD. */
  public String readString(boolean flexible) {
    String value = readNullableString(flexible);
    if (value == null) {
      throw malformed("string is null");
    }
    return value;
  }

  /** A string or null. */
  public @Nullable String readNullableString(boolean flexible) {
    int size = flexible ? readUvarint() - 1 : readInt16();
    if (size < 0) {
      return null;
    }
    if (size > LONGEST_STRING) {
      throw malformed("string of " + size + " bytes");
    }
    return size == 0 ? "" : text(take(size), size);
  }

  /** Bytes, copied, that must not be null. */
  public byte[] readBytes(boolean flexible) {
    byte[] value = readNullableBytes(flexible);
    if (value == null) {
      throw malformed("bytes are null");
    }
    return value;
  }

  /** Bytes, copied, or null. */
  public byte @Nullable [] readNullableBytes(boolean flexible) {
    int size = readSize(flexible);
    return size < 0 ? null : copy(size);
  }

  /** A record set, or null: a view of the frame that shares its count and is not retained. */
  public @Nullable ByteSlice readNullableRecords(boolean flexible) {
    int size = readSize(flexible);
    return size < 0 ? null : frame.slice(take(size), size);
  }

  /**
   * The count of an array that must not be null.
   *
   * @param smallestElement the fewest bytes an element takes, at least 1
   */
  public int readCount(boolean flexible, int smallestElement) {
    int count = readNullableCount(flexible, smallestElement);
    if (count < 0) {
      throw malformed("array is null");
    }
    return count;
  }

  /** The count of an array, or -1 for null. */
  public int readNullableCount(boolean flexible, int smallestElement) {
    int count = readSize(flexible);
    if (count < 0) {
      return -1;
    }
    if (count > remaining() / smallestElement) {
      throw malformed("array of " + count + " elements");
    }
    return count;
  }

  /** A list to be filled with {@code count} elements, sized with reserve. */
  public <T> List<T> newList(int count) {
    return new ArrayList<>(Math.min(count, LARGEST_FIRST_CAPACITY));
  }

  /** The int8 in front of a struct that may be null: true when the struct follows. */
  public boolean readPresence() {
    return readInt8() >= 0;
  }

  /** The number of tagged fields that follow. */
  public int readTagCount() {
    int count = readUvarint();
    // A tagged field takes two bytes at least: its tag and its size.
    if (count < 0 || count > remaining() / 2) {
      throw malformed(Integer.toUnsignedString(count) + " tagged fields");
    }
    return count;
  }

  /** The size of a tagged field's value, which lies within the frame. */
  public int readTagSize() {
    int size = readUvarint();
    if (size < 0 || size > remaining()) {
      throw malformed("tagged field of " + Integer.toUnsignedString(size) + " bytes");
    }
    return size;
  }

  /** Checks that a known tagged field took the bytes it claimed. */
  public void endTag(int tag, int start, int size) {
    if (position - start != size) {
      throw malformed(
          "tagged field " + tag + " takes " + (position - start) + " bytes, says " + size);
    }
  }

  /**
   * Notes that a known tagged field was seen.
   *
   * @param seen a bit for each seen before
   * @return {@code seen} with the bit of this one
   */
  public long onlyOnce(long seen, int tag) {
    long bit = 1L << tag;
    if ((seen & bit) != 0) {
      throw malformed("tagged field " + tag + " a second time");
    }
    return seen | bit;
  }

  /** Adds a tagged field that the schema does not know to those before, raw. */
  public List<TaggedField> addUnknownTag(List<TaggedField> before, int tag, int size) {
    List<TaggedField> all = before.isEmpty() ? new ArrayList<>(2) : before;
    all.add(new TaggedField(tag, copy(size)));
    return all;
  }

  /** The tagged fields of a struct whose schema knows none. */
  public List<TaggedField> readUnknownTags() {
    int count = readTagCount();
    List<TaggedField> all = List.of();
    for (int i = 0; i < count; i++) {
      int tag = readUvarint();
      all = addUnknownTag(all, tag, readTagSize());
    }
    return all;
  }

  /** The exception for a frame that is malformed at the current position. */
  public MalformedMessageException malformed(String what) {
    return new MalformedMessageException(what + " at byte " + position + " of " + end);
  }

  private int readSize(boolean flexible) {
    return flexible ? readUvarint() - 1 : readInt32();
  }

  private byte[] copy(int size) {
    int at = take(size);
    if (size == 0) {
      return NO_BYTES;
    }
    byte[] copy = new byte[size];
    bytes.get(at, copy);
    return copy;
  }

  private String text(int at, int size) {
    String known = recent == null ? null : recent.of(bytes, at, size);
    return known == null ? decoded(at, size) : known;
  }

  private String decoded(int at, int size) {
    if (bytes.hasArray()) {
      return new String(bytes.array(), bytes.arrayOffset() + at, size, StandardCharsets.UTF_8);
    }
    if (scratch.length < size) {
      scratch = new byte[Math.max(size, SMALLEST_SCRATCH)];
    }
    bytes.get(at, scratch, 0, size);
    return new String(scratch, 0, size, StandardCharsets.UTF_8);
  }

  /** Moves past {@code size} bytes and returns where they start. */
  private int take(int size) {
    int at = position;
    if (size > end - at) {
      throw malformed(size + " bytes wanted, " + (end - at) + " left");
    }
    position = at + size;
    return at;
  }
}
