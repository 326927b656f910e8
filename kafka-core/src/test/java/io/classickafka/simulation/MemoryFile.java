package io.classickafka.simulation;

import io.classickafka.disk.DiskFile;
import io.classickafka.seam.FileSlice;
import io.classickafka.simulation.DiskFaults.Effect;
import io.classickafka.simulation.DiskFaults.Operation;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A handle to a file of a {@link MemoryDisk}, which ends with the process that opened it. */
final class MemoryFile implements DiskFile {

  private final MemoryDisk disk;
  private final Path path;
  private final MemoryContent content;
  private final int life;
  private boolean closed;

  MemoryFile(MemoryDisk disk, Path path, MemoryContent content, int life) {
    this.disk = disk;
    this.path = path;
    this.content = content;
    this.life = life;
  }

  private MemoryContent changing() throws IOException {
    disk.beforeChange(life);
    return open();
  }

  private MemoryContent open() throws IOException {
    disk.checkLife(life);
    if (closed) {
      throw new IOException("closed: " + path);
    }
    return content;
  }

  @Override
  public void append(ByteBuffer... buffers) throws IOException {
    for (ByteBuffer buffer : buffers) {
      put(buffer, (int) content.sizeBytes());
    }
  }

  @Override
  public void write(ByteBuffer bytes, long position) throws IOException {
    put(bytes, (int) position);
  }

  private void put(ByteBuffer bytes, int position) throws IOException {
    MemoryContent into = changing();
    Effect effect = disk.faults().on(Operation.WRITE, path);
    int room = (int) Math.min(bytes.remaining(), disk.roomFor(into, position, bytes.remaining()));
    if (effect == null && room == bytes.remaining()) {
      into.put(bytes, position);
      return;
    }
    int part = effect == null ? room : effect == Effect.SHORT_WRITE ? bytes.remaining() / 2 : 0;
    into.put(bytes.slice(bytes.position(), part), position);
    throw DiskFaults.failure(effect == null ? Effect.ENOSPC : effect, path);
  }

  @Override
  public int read(ByteBuffer target, long position) throws IOException {
    MemoryContent from = open();
    disk.faults().check(Operation.READ, path);
    return from.get(target, position);
  }

  @Override
  public void force() throws IOException {
    MemoryContent forced = changing();
    try {
      if (!disk.faults().check(Operation.FORCE, path)) {
        forced.force();
      }
    } catch (IOException e) {
      forced.failForce();
      throw e;
    }
    disk.onForce();
  }

  @Override
  public void truncate(long sizeBytes) throws IOException {
    MemoryContent cut = changing();
    if (!disk.faults().check(Operation.TRUNCATE, path)) {
      cut.truncate(sizeBytes);
    }
  }

  @Override
  public long sizeBytes() throws IOException {
    return open().sizeBytes();
  }

  @Override
  public FileSlice slice(long position, int sizeBytes) {
    disk.onSlice(1, life);
    return new Slice(position, sizeBytes);
  }

  @Override
  public DiskFile share() throws IOException {
    return new MemoryFile(disk, path, open(), life);
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
      disk.checkLife(life);
      disk.faults().check(Operation.READ, path);
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
      disk.onSlice(1, life);
      return this;
    }

    @Override
    public void release() {
      disk.onSlice(-1, life);
    }
  }
}
