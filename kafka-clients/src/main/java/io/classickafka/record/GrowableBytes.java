package io.classickafka.record;

import java.nio.ByteBuffer;

/** Bytes being written, on the heap, growing by doubling. Big-endian. Reused by its owner. */
final class GrowableBytes {

  private static final int FIRST_CAPACITY = 1024;
  private static final int LARGEST = Integer.MAX_VALUE - 8;

  private ByteBuffer bytes = ByteBuffer.allocate(FIRST_CAPACITY);
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
    return bytes.array();
  }

  /** Makes room for {@code more} bytes after the end. Writes below do this themselves. */
  void reserve(int more) {
    if (more > bytes.capacity() - size) {
      long wanted = (long) size + more;
      if (wanted > LARGEST) {
        throw new IllegalStateException("records of more than 2 GiB");
      }
      int capacity = (int) Math.min(LARGEST, Math.max(wanted, 2L * bytes.capacity()));
      ByteBuffer larger = ByteBuffer.allocate(capacity);
      larger.put(0, bytes, 0, size);
      bytes = larger;
    }
  }

  /** Counts bytes that were written to {@link #array} behind the end as content. */
  void advance(int count) {
    size += count;
  }

  void putByte(int value) {
    reserve(1);
    bytes.put(size++, (byte) value);
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

  void putVarint(int value) {
    reserve(Varint.MAX_INT_SIZE);
    size = Varint.write(bytes, size, value);
  }

  void putVarlong(long value) {
    reserve(Varint.MAX_LONG_SIZE);
    size = Varint.write(bytes, size, value);
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
    bytes.put(size, source, from, count);
    size += count;
  }

  /** A copy of all bytes, of exactly their size. */
  byte[] toByteArray() {
    byte[] copy = new byte[size];
    bytes.get(0, copy);
    return copy;
  }
}
