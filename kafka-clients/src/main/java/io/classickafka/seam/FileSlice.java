package io.classickafka.seam;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * A run of bytes in a file, counted: it stays readable when the file is deleted or replaced while
 * the slice is held.
 */
public non-sealed interface FileSlice extends Payload {

  /** What {@link #load} reads at a time where it has to copy. */
  int LOAD_BYTES = 128 * 1024;

  /** Position of the first byte in the file. */
  long position();

  /**
   * Reads bytes at an offset within the slice until {@code target} is full or the slice ends.
   *
   * @param offset from the start of the slice, 0 to {@link #sizeBytes}
   * @return the number of bytes read
   * @throws IOException when the file cannot be read, or is shorter than the slice says
   */
  int read(int offset, ByteBuffer target) throws IOException;

  /**
   * Has its bytes in memory, so that whoever reads or sends it next need not wait for the disk.
   * Blocks.
   *
   * @throws IOException as {@link #read}
   */
  default void load() throws IOException {
    ByteBuffer scratch = ByteBuffer.allocate(Math.min(LOAD_BYTES, sizeBytes()));
    for (int at = 0; at < sizeBytes(); ) {
      scratch.clear();
      int read = read(at, scratch);
      if (read <= 0) {
        return;
      }
      at += read;
    }
  }

  /** The open file, for {@code sendfile}; null where there is none (simulation). */
  @Nullable FileChannel channel();

  /**
   * Told by a transport that sending the bytes from an offset on failed, where it cannot know
   * whether that was the file or the socket. While the caller holds a count; must not block.
   */
  default void onSendFailed(int offset, IOException cause) {}

  /** A part of this slice, sharing its count: not retained. */
  FileSlice slice(int offset, int size);

  @Override
  FileSlice retain();
}
