package io.classickafka.seam;

import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * A run of bytes in memory, heap or direct, with retain and release. The bytes are those of one
 * {@link ByteBuffer} view; index 0 is the first byte of the slice. Big-endian.
 *
 * <p>A slice of a slice shares its owner's count: slicing neither retains nor copies. The view may
 * be written to by the slice's current owner only (the broker patches base offset and leader epoch
 * of a batch in place); nobody else may hold it then.
 */
public final class ByteSlice implements Payload {

  private static final ByteSlice EMPTY = wrap(new byte[0]);

  private final ByteBuffer bytes;
  private final RefCounted owner;

  private ByteSlice(ByteBuffer bytes, RefCounted owner) {
    this.bytes = bytes;
    this.owner = owner;
  }

  /** The slice of no bytes. */
  public static ByteSlice empty() {
    return EMPTY;
  }

  /** A slice over a heap array that is not counted. The array is not copied. */
  public static ByteSlice wrap(byte[] bytes) {
    return new ByteSlice(ByteBuffer.wrap(bytes), RefCounted.NOT_COUNTED);
  }

  /** A slice over a part of a heap array that is not counted. The array is not copied. */
  public static ByteSlice wrap(byte[] bytes, int from, int to) {
    ByteBuffer part = ByteBuffer.wrap(bytes, from, to - from);
    return new ByteSlice(from == 0 ? part : part.slice(), RefCounted.NOT_COUNTED);
  }

  /** A slice over the remaining bytes of a buffer that needs no giving back. */
  public static ByteSlice wrap(ByteBuffer bytes) {
    return of(bytes, RefCounted.NOT_COUNTED);
  }

  /**
   * A slice over the remaining bytes of a buffer. Takes over one count of {@code owner}.
   *
   * @param bytes from its position to its limit; neither is moved
   */
  public static ByteSlice of(ByteBuffer bytes, RefCounted owner) {
    return new ByteSlice(bytes.slice(), Objects.requireNonNull(owner));
  }

  @Override
  public int sizeBytes() {
    return bytes.limit();
  }

  /**
   * The slice's own view, for absolute access: position 0, limit {@link #sizeBytes}. Callers must
   * not move its position or limit; use {@link #duplicate} for relative access.
   */
  public ByteBuffer view() {
    return bytes;
  }

  /** A fresh view with a position of its own, at 0. Valid as long as the slice is. */
  public ByteBuffer duplicate() {
    return bytes.duplicate();
  }

  /** A part of this slice, sharing its count: not retained. */
  public ByteSlice slice(int offset, int size) {
    return new ByteSlice(bytes.slice(offset, size), owner);
  }

  /** A copy of the bytes on the heap. */
  public byte[] toByteArray() {
    byte[] copy = new byte[sizeBytes()];
    bytes.get(0, copy);
    return copy;
  }

  @Override
  public ByteSlice retain() {
    owner.retain();
    return this;
  }

  @Override
  public void release() {
    owner.release();
  }

  /** Equal when the bytes are equal, whoever owns them. */
  @Override
  public boolean equals(Object other) {
    return other instanceof ByteSlice that && bytes.equals(that.bytes);
  }

  @Override
  public int hashCode() {
    return bytes.hashCode();
  }

  @Override
  public String toString() {
    return "ByteSlice(" + sizeBytes() + " bytes)";
  }
}
