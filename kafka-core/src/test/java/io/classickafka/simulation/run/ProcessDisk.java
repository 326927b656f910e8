package io.classickafka.simulation.run;

import io.classickafka.disk.Disk;
import io.classickafka.disk.DiskFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A disk as a process has it: the locks it holds go with it. */
final class ProcessDisk implements Disk {

  private final Disk disk;
  private final List<Closeable> locks = new ArrayList<>();

  ProcessDisk(Disk disk) {
    this.disk = disk;
  }

  /** The process has ended. */
  void end() {
    try {
      for (Closeable lock : locks) {
        lock.close();
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    locks.clear();
  }

  @Override
  public DiskFile open(Path path) throws IOException {
    return disk.open(path);
  }

  @Override
  public DiskFile openOrCreate(Path path) throws IOException {
    return disk.openOrCreate(path);
  }

  @Override
  public DiskFile create(Path path) throws IOException {
    return disk.create(path);
  }

  @Override
  public boolean exists(Path path) {
    return disk.exists(path);
  }

  @Override
  public boolean isDirectory(Path path) {
    return disk.isDirectory(path);
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    return disk.list(directory);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    disk.rename(from, to);
  }

  @Override
  public boolean delete(Path path) throws IOException {
    return disk.delete(path);
  }

  @Override
  public void makeDirectories(Path directory) throws IOException {
    disk.makeDirectories(directory);
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    disk.forceDirectory(directory);
  }

  @Override
  public Path realPath(Path path) throws IOException {
    return disk.realPath(path);
  }

  @Override
  public long sizeBytes(Path path) throws IOException {
    return disk.sizeBytes(path);
  }

  @Override
  public long modifiedMs(Path path) throws IOException {
    return disk.modifiedMs(path);
  }

  @Override
  public void setModifiedMs(Path path, long epochMs) throws IOException {
    disk.setModifiedMs(path, epochMs);
  }

  @Override
  public long freeBytes(Path path) throws IOException {
    return disk.freeBytes(path);
  }

  @Override
  public long totalBytes(Path path) throws IOException {
    return disk.totalBytes(path);
  }

  @Override
  public @Nullable Closeable tryLock(Path path) throws IOException {
    Closeable lock = disk.tryLock(path);
    if (lock != null) {
      locks.add(lock);
    }
    return lock;
  }
}
