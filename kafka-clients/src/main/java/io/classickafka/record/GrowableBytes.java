package io.classickafka.record;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Bytes being written, on the heap, growing by doubling. Big-endian. Reused by its owner. */
final class GrowableBytes {

  private static final int FIRST_CAPACITY = 1024;
  private static final int LARGEST = Integer.MAX_VALUE - 8;

  private byte[] array = new byte[FIRST_CAPACITY];
  private ByteBuffer bytes = ByteBuffer.wrap(array);
  private int size;

  void clear() {
    size = 0;
  }

  int size() {
    return size;
  }

  /** For absolute access below {@link #size}. Another buffer after any write. */
  ByteBuffer bytes() {
    return bytes;
  }

  byte[] array() {
    return array;
  }

  /** Makes room for {@code more} bytes after the end. Writes below do this themselves. */
  void reserve(int more) {
    if (more < 0 || more > array.length - size) {
      grow((long) size + more);
    }
  }

  private void grow(long wanted) {
    if (wanted < size || wanted > LARGEST) {
      throw new IllegalStateException("records of more than 2 GiB");
    }
    int capacity = (int) Math.min(LARGEST, Math.max(wanted, 2L * array.length));
    byte[] larger = new byte[capacity];
    System.arraycopy(array, 0, larger, 0, size);
    array = larger;
    bytes = ByteBuffer.wrap(larger);
  }

  /** Counts bytes that were written to {@link #array} behind the end as content. */
  void advance(int count) {
    size += count;
  }

  void putByte(int value) {
    reserve(1);
    array[size++] = (byte) value;
  }

  void putInt(int value) {
    reserve(Integer.BYTES);
    bytes.putInt(size, value);
    size += Integer.BYTES;
  }

  void putLittleEndianInt(int value) {
    putInt(Integer.reverseBytes(value));
  }

  void putLong(long value) {
    reserve(Long.BYTES);
    bytes.putLong(size, value);
    size += Long.BYTES;
  }

  /** Copies what lies between position and limit; moves neither. */
  void put(ByteBuffer source) {
    put(source, source.position(), source.remaining());
  }

  void put(ByteBuffer source, int from, int count) {
    reserve(count);
    bytes.put(size, source, from, count);
    size += count;
  }

  void put(byte[] source, int from, int count) {
    reserve(count);
    System.arraycopy(source, from, array, size, count);
    size += count;
  }

  /** A copy of all bytes, of exactly their size. */
  byte[] toByteArray() {
    return Arrays.copyOf(array, size);
  }
}
