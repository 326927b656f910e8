package io.classickafka.protocol;

import io.classickafka.seam.ByteSlice;
import io.classickafka.seam.Payload;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * Writes the primitives of a message into bytes that grow, and keeps record sets by reference. Not
 * reusable after {@link #finish}.
 *
 * <p>Counts of payloads are handed through: the writer neither retains nor releases them.
 */
public final class MessageWriter {

  private static final int FIRST_CAPACITY = 128;
  private static final int LONGEST_STRING = Short.MAX_VALUE;
  private static final int LARGEST = Integer.MAX_VALUE - 8;
  private static final int LONGEST_UVARINT = 5;

  private static final VarHandle SHORTS = view(short[].class);
  private static final VarHandle INTS = view(int[].class);
  private static final VarHandle LONGS = view(long[].class);

  private byte[] bytes;
  private int position;

  /** Payloads in order, and for each the number of {@link #bytes} that come before it. */
  private List<Payload> payloads = List.of();

  private int[] cuts = new int[0];
  private long payloadBytes;

  public MessageWriter() {
    this(FIRST_CAPACITY);
  }

  /** A writer with room for so many bytes before it grows. */
  public MessageWriter(int capacity) {
    this.bytes = new byte[Math.max(capacity, 16)];
  }

  /** Everything written so far in bytes, payloads included. */
  public int sizeBytes() {
    return Math.toIntExact(position + payloadBytes);
  }

  /**
   * A copy of what was written.
   *
   * @throws IllegalStateException when record sets are among it
   */
  public byte[] toBytes() {
    if (!payloads.isEmpty()) {
      throw new IllegalStateException("record sets are kept by reference");
    }
    return Arrays.copyOf(bytes, position);
  }

  /**
   * What was written, in order: slices of the fixed bytes, and between them the payloads as they
   * were given, even empty ones, each with the count its giver held.
   */
  public List<Payload> finish() {
    if (payloads.isEmpty() && position > 0) {
      return List.of(ByteSlice.wrap(bytes, 0, position));
    }
    List<Payload> parts = new ArrayList<>(2 * payloads.size() + 1);
    int start = 0;
    for (int i = 0; i < payloads.size(); i++) {
      addFixed(parts, start, cuts[i]);
      parts.add(payloads.get(i));
      start = cuts[i];
    }
    addFixed(parts, start, position);
    return parts;
  }

  public void writeBool(boolean value) {
    writeInt8((byte) (value ? 1 : 0));
  }

  public void writeInt8(byte value) {
    int at = reserve(1);
    bytes[at] = value;
  }

  public void writeInt16(short value) {
    int at = reserve(2);
    SHORTS.set(bytes, at, value);
  }

  /** Writes the low 16 bits. */
  public void writeUint16(int value) {
    writeInt16((short) value);
  }

  public void writeInt32(int value) {
    int at = reserve(4);
    INTS.set(bytes, at, value);
  }

  /** Writes the low 32 bits. */
  public void writeUint32(long value) {
    writeInt32((int) value);
  }

  public void writeInt64(long value) {
    int at = reserve(8);
    LONGS.set(bytes, at, value);
  }

  public void writeFloat64(double value) {
    writeInt64(Double.doubleToRawLongBits(value));
  }

  public void writeUuid(Uuid value) {
    writeInt64(value.getMostSignificantBits());
    writeInt64(value.getLeastSignificantBits());
  }

  /** Writes an unsigned varint. */
  public void writeUvarint(int value) {
    int at = reserve(LONGEST_UVARINT);
    position = putUvarint(at, value);
  }

  /**
   * Writes a string.
   *
   * @throws IllegalArgumentException when it takes more than 32767 bytes
   */
  public void writeString(String value, boolean flexible) {
    int length = value.length();
    if (!isAscii(value)) {
      byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
      writeStringSize(utf8.length, flexible);
      writeRaw(utf8);
      return;
    }
    writeStringSize(length, flexible);
    int at = reserve(length);
    for (int i = 0; i < length; i++) {
      bytes[at + i] = (byte) value.charAt(i);
    }
  }

  /** Writes a string or null. */
  public void writeNullableString(@Nullable String value, boolean flexible) {
    if (value != null) {
      writeString(value, flexible);
    } else if (flexible) {
      writeUvarint(0);
    } else {
      writeInt16((short) -1);
    }
  }

  /** Writes bytes, copying them. */
  public void writeBytes(byte[] value, boolean flexible) {
    writeSize(value.length, flexible);
    writeRaw(value);
  }

  /** Writes bytes or null. */
  public void writeNullableBytes(byte @Nullable [] value, boolean flexible) {
    if (value == null) {
      writeSize(-1, flexible);
    } else {
      writeBytes(value, flexible);
    }
  }

  /** Writes a record set by reference, or null. */
  public void writeNullableRecords(@Nullable Payload value, boolean flexible) {
    if (value == null) {
      writeSize(-1, flexible);
      return;
    }
    writeSize(value.sizeBytes(), flexible);
    int at = payloads.size();
    if (at == cuts.length) {
      cuts = Arrays.copyOf(cuts, Math.max(4, 2 * at));
    }
    if (at == 0) {
      payloads = new ArrayList<>(1);
    }
    cuts[at] = position;
    payloads.add(value);
    payloadBytes += value.sizeBytes();
  }

  /** Writes the count in front of an array, -1 for null. */
  public void writeCount(int count, boolean flexible) {
    writeSize(count, flexible);
  }

  /** Writes the int8 in front of a struct that may be null. */
  public void writePresence(boolean present) {
    writeInt8((byte) (present ? 1 : -1));
  }

  /**
   * Starts a tagged field.
   *
   * @return where its value starts, for {@link #endTag}
   */
  public int beginTag(int tag) {
    writeUvarint(tag);
    return position;
  }

  /** Ends a tagged field: puts the size of what was written since in front of it. */
  public void endTag(int start) {
    int size = position - start;
    int sizeOfSize = uvarintSize(size);
    reserve(sizeOfSize);
    System.arraycopy(bytes, start, bytes, start + sizeOfSize, size);
    putUvarint(start, size);
  }

  /**
   * Writes the tagged fields that the schema does not know. They follow those it knows, in
   * ascending order.
   *
   * @param lowest the first tag that the schema does not know
   * @throws IllegalArgumentException when one is out of order or has a tag of the schema
   */
  public void writeUnknownTags(List<TaggedField> fields, int lowest) {
    if (fields.isEmpty()) {
      return;
    }
    long next = lowest;
    for (TaggedField field : fields) {
      long tag = Integer.toUnsignedLong(field.tag());
      if (tag < next) {
        throw new IllegalArgumentException("unknown tag " + tag + " below " + next);
      }
      next = tag + 1;
      writeUvarint(field.tag());
      writeUvarint(field.bytes().length);
      writeRaw(field.bytes());
    }
  }

  /** Writes over four bytes that were written before, such as the size of a frame. */
  public void patchInt32(int at, int value) {
    if (at < 0 || at > position - 4) {
      throw new IndexOutOfBoundsException("patch at " + at + " of " + position);
    }
    INTS.set(bytes, at, value);
  }

  private void writeStringSize(int size, boolean flexible) {
    if (size > LONGEST_STRING) {
      throw new IllegalArgumentException("string of " + size + " bytes");
    }
    if (flexible) {
      writeUvarint(size + 1);
    } else {
      writeInt16((short) size);
    }
  }

  private void writeSize(int size, boolean flexible) {
    if (flexible) {
      writeUvarint(size + 1);
    } else {
      writeInt32(size);
    }
  }

  /** Writes bytes that are fields already encoded, copying them. */
  public void writeEncoded(byte[] fields) {
    writeRaw(fields);
  }

  private void writeRaw(byte[] value) {
    int at = reserve(value.length);
    System.arraycopy(value, 0, bytes, at, value.length);
  }

  private int putUvarint(int at, int value) {
    int rest = value;
    int next = at;
    while ((rest & ~0x7f) != 0) {
      bytes[next++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[next++] = (byte) rest;
    return next;
  }

  private void addFixed(List<Payload> parts, int start, int end) {
    if (end > start) {
      parts.add(ByteSlice.wrap(bytes, start, end));
    }
  }

  /** Makes room for {@code size} more bytes, moves past them and returns where they start. */
  private int reserve(int size) {
    int at = position;
    long needed = (long) at + size;
    if (needed > bytes.length) {
      if (needed > LARGEST) {
        throw new IllegalArgumentException("message of " + needed + " bytes");
      }
      bytes = Arrays.copyOf(bytes, (int) Math.min(LARGEST, Math.max(needed, 2L * bytes.length)));
    }
    position = at + size;
    return at;
  }

  private static boolean isAscii(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  private static int uvarintSize(int value) {
    return (38 - Integer.numberOfLeadingZeros(value | 1)) / 7;
  }

  private static VarHandle view(Class<?> arrayType) {
    return MethodHandles.byteArrayViewVarHandle(arrayType, ByteOrder.BIG_ENDIAN);
  }
}
