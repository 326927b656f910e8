package io.classickafka.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A file system. Thread-safe; every call may block on the device. */
public interface Disk {

  /** Opens a file that exists for reading and writing. */
  DiskFile open(Path path) throws IOException;

  /** Opens a file for reading and writing, made empty if it did not exist. */
  DiskFile openOrCreate(Path path) throws IOException;

  /** Opens a file for reading and writing that must not exist yet. */
  DiskFile create(Path path) throws IOException;

  /** Whether there is a file or directory of that name, following symbolic links. */
  boolean exists(Path path);

  /** Whether the path is a directory, following symbolic links. */
  boolean isDirectory(Path path);

  /** The names in a directory, sorted, without the directory's own path. */
  List<String> list(Path directory) throws IOException;

  /** Renames a file or directory, atomically replacing a file of the new name. Not forced. */
  void rename(Path from, Path to) throws IOException;

  /**
   * Deletes a file or an empty directory. Slices of it that are held stay readable.
   *
   * @return false when there was none
   */
  boolean delete(Path path) throws IOException;

  /** Makes a directory and its missing parents; no effect when it exists. Not forced. */
  void makeDirectories(Path directory) throws IOException;

  /** Makes the names in a directory durable: creations, renames and deletions. */
  void forceDirectory(Path directory) throws IOException;

  /** The path with links resolved: two names of one directory become equal. */
  Path realPath(Path path) throws IOException;

  /** Length of a file in bytes. */
  long sizeBytes(Path path) throws IOException;

  /** Last modification in epoch milliseconds. */
  long modifiedMs(Path path) throws IOException;

  /** Sets the last modification, in epoch milliseconds. */
  void setModifiedMs(Path path, long epochMs) throws IOException;

  /** Size in bytes of the file system that holds the path. */
  long totalBytes(Path path) throws IOException;

  /** Bytes this process may still write to the file system that holds the path. */
  long freeBytes(Path path) throws IOException;

  /**
   * How many of the bytes that were written or read last are most likely still in memory, so that
   * to read them again does not wait; 0 when nothing is known.
   */
  default long residentBytes() {
    return 0;
  }

  /**
   * Takes the exclusive lock of a file, made if missing.
   *
   * @return the lock, to be closed; null when another process holds it, or this one
   */
  @Nullable Closeable tryLock(Path path) throws IOException;

  /**
   * Reads a whole small file.
   *
   * @throws IOException also when it is longer than {@code maxBytes}
   */
  default byte[] readAll(Path path, int maxBytes) throws IOException {
    try (DiskFile file = open(path)) {
      long size = file.sizeBytes();
      if (size > maxBytes) {
        throw new IOException(path + " has " + size + " bytes, more than the limit " + maxBytes);
      }
      ByteBuffer bytes = ByteBuffer.allocate((int) size);
      file.readFully(bytes, 0);
      return bytes.array();
    }
  }

  /**
   * Replaces a small file so that after a crash either the old or the new content is there: writes
   * {@code <name>.tmp}, forces it, renames it and forces the directory.
   */
  default void replace(Path path, byte[] content) throws IOException {
    Path temporary = path.resolveSibling(path.getFileName() + ".tmp");
    try (DiskFile file = openOrCreate(temporary)) {
      file.truncate(0);
      file.append(ByteBuffer.wrap(content));
      file.force();
    }
    rename(temporary, path);
    Path directory = path.getParent();
    if (directory != null) {
      forceDirectory(directory);
    }
  }
}
