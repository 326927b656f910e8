package io.classickafka.simulation;

import io.classickafka.disk.Disk;
import io.classickafka.disk.DiskFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A disk in memory, for one thread: nothing is ever lost, and nothing takes time. Knows how many
 * slices are held, so that a test can see whether all were given back.
 */
public final class MemoryDisk implements Disk {

  private static final long FREE_BYTES = 1L << 40;

  private final Map<Path, MemoryFile.Content> files = new TreeMap<>();
  private final TreeSet<Path> directories = new TreeSet<>();
  private final TreeSet<Path> locked = new TreeSet<>();
  private int heldSlices;
  private boolean sizesFail;

  /** Slices that somebody has not released. */
  public int heldSlices() {
    return heldSlices;
  }

  void onSlice(int difference) {
    heldSlices += difference;
  }

  @Override
  public DiskFile open(Path path) throws IOException {
    return new MemoryFile(this, path, content(path));
  }

  @Override
  public DiskFile openOrCreate(Path path) throws IOException {
    return files.containsKey(path) ? open(path) : create(path);
  }

  @Override
  public DiskFile create(Path path) throws IOException {
    if (exists(path)) {
      throw new FileAlreadyExistsException(path.toString());
    }
    Path directory = path.getParent();
    if (directory == null || !directories.contains(directory)) {
      throw new NoSuchFileException(path.toString());
    }
    MemoryFile.Content content = new MemoryFile.Content();
    files.put(path, content);
    return new MemoryFile(this, path, content);
  }

  private MemoryFile.Content content(Path path) throws IOException {
    MemoryFile.Content content = files.get(path);
    if (content == null) {
      throw new NoSuchFileException(path.toString());
    }
    return content;
  }

  @Override
  public boolean exists(Path path) {
    return files.containsKey(path) || directories.contains(path);
  }

  @Override
  public boolean isDirectory(Path path) {
    return directories.contains(path);
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    if (!directories.contains(directory)) {
      throw new NoSuchFileException(directory.toString());
    }
    TreeSet<String> names = new TreeSet<>();
    for (Path path : all()) {
      if (directory.equals(path.getParent())) {
        names.add(String.valueOf(path.getFileName()));
      }
    }
    return new ArrayList<>(names);
  }

  private List<Path> all() {
    List<Path> all = new ArrayList<>(files.keySet());
    all.addAll(directories);
    return all;
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    if (!exists(from)) {
      throw new NoSuchFileException(from.toString());
    }
    for (Path path : all()) {
      if (path.startsWith(from)) {
        Path renamed = path.equals(from) ? to : to.resolve(from.relativize(path));
        MemoryFile.Content content = files.remove(path);
        if (content != null) {
          files.put(renamed, content);
        } else {
          directories.remove(path);
          directories.add(renamed);
        }
      }
    }
  }

  @Override
  public boolean delete(Path path) throws IOException {
    if (directories.contains(path) && !list(path).isEmpty()) {
      throw new DirectoryNotEmptyException(path.toString());
    }
    return files.remove(path) != null || directories.remove(path);
  }

  @Override
  public void makeDirectories(Path directory) throws IOException {
    for (Path made = directory; made != null; made = made.getParent()) {
      directories.add(made);
    }
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    if (!directories.contains(directory)) {
      throw new NoSuchFileException(directory.toString());
    }
  }

  @Override
  public Path realPath(Path path) {
    return path;
  }

  @Override
  public long sizeBytes(Path path) throws IOException {
    return content(path).sizeBytes();
  }

  @Override
  public long modifiedMs(Path path) throws IOException {
    return isDirectory(path) ? 0 : content(path).modifiedMs;
  }

  @Override
  public void setModifiedMs(Path path, long epochMs) throws IOException {
    content(path).modifiedMs = epochMs;
  }

  /** Makes the question for the size of the file system fail from now on. */
  public void failOnSizes() {
    sizesFail = true;
  }

  @Override
  public long totalBytes(Path path) throws IOException {
    if (sizesFail) {
      throw new IOException("no size");
    }
    return 2 * FREE_BYTES;
  }

  @Override
  public long freeBytes(Path path) {
    return FREE_BYTES;
  }

  @Override
  public @Nullable Closeable tryLock(Path path) throws IOException {
    openOrCreate(path).close();
    return locked.add(path) ? () -> locked.remove(path) : null;
  }
}
