package io.classickafka.seam.netty;

import io.classickafka.seam.ByteSlice;
import io.classickafka.seam.RefCounted;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;

/** The count of a pooled buffer, behind the slices that point into it. */
final class CountedBuffer implements RefCounted {

  private final ByteBuf buffer;

  private CountedBuffer(ByteBuf buffer) {
    this.buffer = buffer;
  }

  /** The readable bytes of a buffer as a slice, which takes over one count of it. */
  static ByteSlice slice(ByteBuf buffer) {
    // The buffer's own view, of which the slice makes one of its own.
    ByteBuffer view = buffer.internalNioBuffer(buffer.readerIndex(), buffer.readableBytes());
    return ByteSlice.of(view, new CountedBuffer(buffer));
  }

  @Override
  public void retain() {
    buffer.retain();
  }

  @Override
  public void release() {
    buffer.release();
  }
}
