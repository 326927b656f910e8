package io.classickafka.simulation;

import io.classickafka.disk.DiskFile;
import io.classickafka.seam.FileSlice;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A handle to a file of a {@link MemoryDisk}. */
final class MemoryFile implements DiskFile {

  /** The bytes of a file, whatever its name and whoever has it open. */
  static final class Content {
    private byte[] bytes = new byte[0];
    private int size;
    long modifiedMs;

    int sizeBytes() {
      return size;
    }

    private void put(ByteBuffer source, int position) {
      int end = position + source.remaining();
      if (end > bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.max(end, 2 * bytes.length));
      }
      source.get(bytes, position, end - position);
      size = Math.max(size, end);
    }

    private int get(ByteBuffer target, long position) {
      int count = (int) Math.max(0, Math.min(target.remaining(), size - position));
      if (count > 0) {
        target.put(bytes, (int) position, count);
      }
      return count;
    }
  }

  private final MemoryDisk disk;
  private final Path path;
  private final Content content;
  private boolean closed;

  MemoryFile(MemoryDisk disk, Path path, Content content) {
    this.disk = disk;
    this.path = path;
    this.content = content;
  }

  private Content open() throws IOException {
    if (closed) {
      throw new IOException("closed: " + path);
    }
    return content;
  }

  @Override
  public void append(ByteBuffer... buffers) throws IOException {
    for (ByteBuffer buffer : buffers) {
      open().put(buffer, content.size);
    }
  }

  @Override
  public void write(ByteBuffer bytes, long position) throws IOException {
    open().put(bytes, (int) position);
  }

  @Override
  public int read(ByteBuffer target, long position) throws IOException {
    return open().get(target, position);
  }

  @Override
  public void force() throws IOException {
    open();
  }

  @Override
  public void truncate(long sizeBytes) throws IOException {
    open().size = (int) Math.min(content.size, sizeBytes);
    Arrays.fill(content.bytes, content.size, content.bytes.length, (byte) 0);
  }

  @Override
  public long sizeBytes() throws IOException {
    return open().size;
  }

  @Override
  public FileSlice slice(long position, int sizeBytes) {
    disk.onSlice(1);
    return new Slice(position, sizeBytes);
  }

  @Override
  public DiskFile share() throws IOException {
    return new MemoryFile(disk, path, open());
  }

  @Override
  public void close() {
    closed = true;
  }

  @Override
  public String toString() {
    return path.toString();
  }

  private final class Slice implements FileSlice {
    private final long position;
    private final int size;

    Slice(long position, int size) {
      this.position = position;
      this.size = size;
    }

    @Override
    public long position() {
      return position;
    }

    @Override
    public int sizeBytes() {
      return size;
    }

    @Override
    public int read(int offset, ByteBuffer target) throws IOException {
      ByteBuffer part = target.slice();
      part.limit(Math.min(part.limit(), size - offset));
      int wanted = part.remaining();
      int got = content.get(part, position + offset);
      target.position(target.position() + got);
      if (got < wanted) {
        throw new EOFException(path + " ends within the slice");
      }
      return got;
    }

    @Override
    public @Nullable FileChannel channel() {
      return null;
    }

    @Override
    public FileSlice slice(int offset, int sizeBytes) {
      return new Slice(position + offset, sizeBytes);
    }

    @Override
    public FileSlice retain() {
      disk.onSlice(1);
      return this;
    }

    @Override
    public void release() {
      disk.onSlice(-1);
    }
  }
}
