package io.classickafka.simulation;

import io.classickafka.disk.Disk;
import io.classickafka.disk.DiskFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@link MemoryDisk} as one process has it. Once that has ended every call fails. */
final class MountedDisk implements Disk {

  private final MemoryDisk disk;
  private final int life;

  MountedDisk(MemoryDisk disk, int life) {
    this.disk = disk;
    this.life = life;
  }

  private MemoryDisk alive() throws IOException {
    disk.checkLife(life);
    return disk;
  }

  private MemoryDisk changing() throws IOException {
    disk.beforeChange(life);
    return disk;
  }

  private boolean isAlive() {
    try {
      disk.checkLife(life);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public DiskFile open(Path path) throws IOException {
    return alive().open(path, life);
  }

  @Override
  public DiskFile openOrCreate(Path path) throws IOException {
    return alive().openOrCreate(path, life);
  }

  @Override
  public DiskFile create(Path path) throws IOException {
    return changing().create(path, life);
  }

  @Override
  public boolean exists(Path path) {
    return isAlive() && disk.exists(path);
  }

  @Override
  public boolean isDirectory(Path path) {
    return isAlive() && disk.isDirectory(path);
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    return alive().list(directory);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    changing().rename(from, to);
  }

  @Override
  public boolean delete(Path path) throws IOException {
    return changing().delete(path);
  }

  @Override
  public void makeDirectories(Path directory) throws IOException {
    changing().makeDirectories(directory);
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    changing().forceDirectory(directory);
  }

  @Override
  public Path realPath(Path path) throws IOException {
    return alive().realPath(path);
  }

  @Override
  public long sizeBytes(Path path) throws IOException {
    return alive().sizeBytes(path);
  }

  @Override
  public long modifiedMs(Path path) throws IOException {
    return alive().modifiedMs(path);
  }

  @Override
  public void setModifiedMs(Path path, long epochMs) throws IOException {
    alive().setModifiedMs(path, epochMs);
  }

  @Override
  public long freeBytes(Path path) throws IOException {
    return alive().freeBytes(path);
  }

  @Override
  public long totalBytes(Path path) throws IOException {
    return alive().totalBytes(path);
  }

  @Override
  public @Nullable Closeable tryLock(Path path) throws IOException {
    Closeable held = alive().tryLock(path);
    return held == null
        ? null
        : () -> {
          // A lock of the dead was freed when they died; the name may be another's by now.
          if (isAlive()) {
            held.close();
          }
        };
  }
}
