package io.classickafka.disk;

import io.classickafka.seam.FileSlice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A file channel that is closed when its owner and every slice have let go of it. The append
 * position is the length when it was opened plus what was appended since.
 */
final class FileChannelFile implements DiskFile {

  private final Path path;
  private final FileChannel channel;
  private final AtomicInteger count;
  private final AtomicBoolean closed = new AtomicBoolean();
  private long endPosition;

  FileChannelFile(Path path, FileChannel channel) throws IOException {
    this.path = path;
    this.channel = channel;
    this.count = new AtomicInteger(1);
    this.endPosition = channel.size();
  }

  /** Another handle; the caller has counted it. */
  private FileChannelFile(FileChannelFile first) {
    this.path = first.path;
    this.channel = first.channel;
    this.count = first.count;
    this.endPosition = first.endPosition;
  }

  @Override
  public void append(ByteBuffer... buffers) throws IOException {
    if (buffers.length == 1) {
      int size = buffers[0].remaining();
      write(buffers[0], endPosition);
      endPosition += size;
      return;
    }
    long size = 0;
    for (ByteBuffer buffer : buffers) {
      size += buffer.remaining();
    }
    // There is no positional gathering write; the channel's own position is used for nothing else.
    channel.position(endPosition);
    long written = 0;
    while (written < size) {
      long step = channel.write(buffers);
      if (step <= 0) {
        throw new IOException(path + ": short write, " + written + " of " + size + " bytes");
      }
      written += step;
    }
    endPosition += size;
  }

  @Override
  public void write(ByteBuffer bytes, long position) throws IOException {
    long at = position;
    while (bytes.hasRemaining()) {
      int step = channel.write(bytes, at);
      if (step <= 0) {
        throw new IOException(path + ": short write at " + at);
      }
      at += step;
    }
  }

  @Override
  public int read(ByteBuffer target, long position) throws IOException {
    int total = 0;
    while (target.hasRemaining()) {
      int step = channel.read(target, position + total);
      if (step < 0) {
        break;
      }
      total += step;
    }
    return total;
  }

  @Override
  public void force() throws IOException {
    channel.force(true);
  }

  @Override
  public void truncate(long sizeBytes) throws IOException {
    channel.truncate(sizeBytes);
    endPosition = Math.min(endPosition, sizeBytes);
  }

  @Override
  public long sizeBytes() throws IOException {
    return channel.size();
  }

  @Override
  public FileSlice slice(long position, int sizeBytes) {
    retain();
    return new FileChannelSlice(this, position, sizeBytes);
  }

  @Override
  public DiskFile share() {
    retain();
    return new FileChannelFile(this);
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      release();
    }
  }

  FileChannel channel() {
    return channel;
  }

  void retain() {
    // A count that reached zero never rises again: the channel is closed.
    int now;
    do {
      now = count.get();
      if (now == 0) {
        throw new IllegalStateException(path + " is closed");
      }
    } while (!count.compareAndSet(now, now + 1));
  }

  void release() {
    int left = count.decrementAndGet();
    if (left < 0) {
      throw new IllegalStateException(path + " was released too often");
    }
    if (left == 0) {
      try {
        channel.close();
      } catch (IOException e) {
        // Everything written was handed to the operating system before; nothing is lost with it.
        throw new UncheckedIOException("closing " + path, e);
      }
    }
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
