package io.classickafka.disk;

import io.classickafka.seam.FileSlice;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A run of a {@link FileChannelFile}, sharing its count. */
final class FileChannelSlice implements FileSlice {

  private final FileChannelFile file;
  private final long position;
  private final int sizeBytes;

  FileChannelSlice(FileChannelFile file, long position, int sizeBytes) {
    if (position < 0 || sizeBytes < 0) {
      throw new IllegalArgumentException("position=" + position + " sizeBytes=" + sizeBytes);
    }
    this.file = file;
    this.position = position;
    this.sizeBytes = sizeBytes;
  }

  @Override
  public int sizeBytes() {
    return sizeBytes;
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public int read(int offset, ByteBuffer target) throws IOException {
    if (offset < 0 || offset > sizeBytes) {
      throw new IndexOutOfBoundsException("offset " + offset + " of " + sizeBytes);
    }
    int wanted = Math.min(target.remaining(), sizeBytes - offset);
    int limit = target.limit();
    target.limit(target.position() + wanted);
    try {
      int got = file.read(target, position + offset);
      if (got < wanted) {
        throw new EOFException(file + " ends within the slice at " + (position + offset + got));
      }
      return got;
    } finally {
      target.limit(limit);
    }
  }

  @Override
  public void load() throws IOException {
    FileChannel nowhere = FileChannelSink.channel();
    if (nowhere == null) {
      FileSlice.super.load();
      return;
    }
    for (long at = 0; at < sizeBytes; ) {
      long step = file.channel().transferTo(position + at, sizeBytes - at, nowhere);
      if (step <= 0) {
        throw new EOFException(file + " ends within the slice at " + (position + at));
      }
      at += step;
    }
  }

  @Override
  public FileChannel channel() {
    return file.channel();
  }

  @Override
  public FileSlice slice(int offset, int size) {
    if (offset < 0 || size < 0 || size > sizeBytes - offset) {
      throw new IndexOutOfBoundsException(offset + " + " + size + " of " + sizeBytes);
    }
    return new FileChannelSlice(file, position + offset, size);
  }

  @Override
  public FileSlice retain() {
    file.retain();
    return this;
  }

  @Override
  public void release() {
    file.release();
  }

  @Override
  public String toString() {
    return "FileSlice(" + file + " at " + position + ", " + sizeBytes + " bytes)";
  }
}
