package io.classickafka.disk;

import io.classickafka.seam.FileSlice;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * An open file. Appends and truncation are for one owner; positional reads and slices may be used
 * from any thread at the same time.
 */
public interface DiskFile extends Closeable {

  /**
   * Writes the remaining bytes of the buffers in order at the end of the file, with as few system
   * calls as it takes. The buffers' positions move to their limits.
   *
   * @throws IOException when not every byte was written; how many were is unknown
   */
  void append(ByteBuffer... buffers) throws IOException;

  /** Writes all remaining bytes at a position. */
  void write(ByteBuffer bytes, long position) throws IOException;

  /**
   * Reads bytes at a position until {@code target} is full or the file ends.
   *
   * @return the number of bytes read, 0 at the end of the file
   */
  int read(ByteBuffer target, long position) throws IOException;

  /** Fills the remaining bytes of {@code target} from a position, or fails. */
  default void readFully(ByteBuffer target, long position) throws IOException {
    int wanted = target.remaining();
    int got = read(target, position);
    if (got < wanted) {
      throw new EOFException("file ends after " + got + " of " + wanted + " bytes at " + position);
    }
  }

  /** Makes the content and the length durable. Never to be repeated after it failed. */
  void force() throws IOException;

  /** Cuts the file to a length not above its present one. Not forced. */
  void truncate(long sizeBytes) throws IOException;

  /** Length in bytes. */
  long sizeBytes() throws IOException;

  /**
   * A run of the file, counted once for the caller: the file stays open, and readable, until it is
   * released, whatever happens to this handle or to the file's name.
   */
  FileSlice slice(long position, int sizeBytes);

  /**
   * A second handle on the same open file, for reading and forcing from another thread, counted for
   * itself. A write error that the first handle has not been told of yet is told to whichever
   * forces first.
   */
  DiskFile share() throws IOException;

  /** Gives up this handle. The file itself is closed when the last slice is released too. */
  @Override
  void close() throws IOException;
}
