package io.classickafka.log;

import io.classickafka.disk.Disk;
import io.classickafka.disk.DiskFile;
import io.classickafka.disk.FileChannelDisk;
import io.classickafka.seam.FileSlice;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The real file system without the wait for the device, which notes what is done in which order and
 * can be told to fail.
 */
final class TracingDisk implements Disk {

  private final Disk real = new FileChannelDisk();
  private final Path root;
  final List<String> trace = new ArrayList<>();

  /** An operation whose line starts with this fails, from then on. Null for none. */
  @Nullable String failing;

  /** What is thrown then, unless it is an IOException. */
  @Nullable Error thrown;

  /** Thrown by whatever opens a file, unless it is null. */
  @Nullable Error failsToOpen;

  /** Called in the middle of forcing a directory. */
  Runnable onForceDirectory = () -> {};

  /** Called before a file is read from. */
  Consumer<Path> onRead = path -> {};

  TracingDisk(Path root) {
    this.root = root;
  }

  /** Operations that still succeed; every one after them fails. */
  int allowed = Integer.MAX_VALUE;

  private void note(String operation, Path path) throws IOException {
    String line = operation + " " + root.relativize(path);
    if (allowed == 0) {
      throw new IOException("planted: no more operations, " + line);
    }
    allowed--;
    trace.add(line);
    if (failing != null && line.startsWith(failing)) {
      if (thrown != null) {
        throw thrown;
      }
      throw new IOException("planted: " + line);
    }
  }

  @Override
  public DiskFile open(Path path) throws IOException {
    if (failsToOpen != null) {
      throw failsToOpen;
    }
    return new TracedFile(path, real.open(path));
  }

  @Override
  public DiskFile openOrCreate(Path path) throws IOException {
    return new TracedFile(path, real.openOrCreate(path));
  }

  @Override
  public DiskFile create(Path path) throws IOException {
    note("create", path);
    return new TracedFile(path, real.create(path));
  }

  @Override
  public boolean exists(Path path) {
    return real.exists(path);
  }

  @Override
  public boolean isDirectory(Path path) {
    return real.isDirectory(path);
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    return real.list(directory);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    note("rename " + root.relativize(from), to);
    real.rename(from, to);
  }

  @Override
  public boolean delete(Path path) throws IOException {
    if (!real.exists(path)) {
      return false;
    }
    note("delete", path);
    return real.delete(path);
  }

  @Override
  public void makeDirectories(Path directory) throws IOException {
    note("mkdir", directory);
    real.makeDirectories(directory);
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    note("forcedir", directory);
    onForceDirectory.run();
  }

  @Override
  public Path realPath(Path path) throws IOException {
    return real.realPath(path);
  }

  @Override
  public long sizeBytes(Path path) throws IOException {
    return real.sizeBytes(path);
  }

  @Override
  public long modifiedMs(Path path) throws IOException {
    return real.modifiedMs(path);
  }

  @Override
  public void setModifiedMs(Path path, long epochMs) throws IOException {
    real.setModifiedMs(path, epochMs);
  }

  @Override
  public long totalBytes(Path path) throws IOException {
    return real.totalBytes(path);
  }

  @Override
  public long freeBytes(Path path) throws IOException {
    return real.freeBytes(path);
  }

  @Override
  public @Nullable Closeable tryLock(Path path) throws IOException {
    return real.tryLock(path);
  }

  private final class TracedFile implements DiskFile {
    private final Path path;
    private final DiskFile file;

    TracedFile(Path path, DiskFile file) {
      this.path = path;
      this.file = file;
    }

    @Override
    public void append(ByteBuffer... buffers) throws IOException {
      note("append", path);
      file.append(buffers);
    }

    @Override
    public void write(ByteBuffer bytes, long position) throws IOException {
      note("write", path);
      file.write(bytes, position);
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
      onRead.accept(path);
      return file.read(target, position);
    }

    @Override
    public void force() throws IOException {
      note("force", path);
    }

    @Override
    public void truncate(long sizeBytes) throws IOException {
      if (sizeBytes < file.sizeBytes()) {
        note("truncate", path);
      }
      file.truncate(sizeBytes);
    }

    @Override
    public long sizeBytes() throws IOException {
      return file.sizeBytes();
    }

    @Override
    public FileSlice slice(long position, int sizeBytes) {
      return file.slice(position, sizeBytes);
    }

    @Override
    public DiskFile share() throws IOException {
      return new TracedFile(path, file.share());
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
