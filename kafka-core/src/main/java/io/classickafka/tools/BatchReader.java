package io.classickafka.tools;

import io.classickafka.record.RecordBatch;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Reads the batches of a log file one by one, from wherever one starts. Read-only. */
final class BatchReader implements Closeable {

  /** The smallest value of the length field in any format. */
  private static final int SMALLEST_LENGTH = 14;

  private static final int LENGTH = 8;
  private static final int MAGIC = 16;

  private final Path file;
  private final FileChannel channel;
  private final RecordBatch batch = new RecordBatch();
  private ByteBuffer bytes = ByteBuffer.allocate(64 * 1024);
  private long end;
  private long position;
  private long next;

  BatchReader(Path file) throws IOException {
    this.file = file;
    this.channel = FileChannel.open(file, StandardOpenOption.READ);
    this.end = channel.size();
  }

  long sizeBytes() throws IOException {
    return channel.size();
  }

  /** Takes the file to end earlier. */
  void endAt(long limit) {
    end = Math.min(end, limit);
  }

  /** The next batch read is the one that starts here. */
  void seek(long start) {
    next = start;
  }

  /**
   * Moves to the next whole batch. False where the rest of the file cannot hold one.
   *
   * @throws ToolFailure where the bytes can be no batch
   */
  boolean next() throws IOException, ToolFailure {
    position = next;
    if (end - position < RecordBatch.PREFIX_SIZE) {
      return false;
    }
    read(RecordBatch.PREFIX_SIZE);
    int length = bytes.getInt(LENGTH);
    if (length < smallestLength(bytes.get(MAGIC))) {
      throw new ToolFailure(
          file + " at position " + position + ": no batch has a length of " + length);
    }
    if (length > end - position - RecordBatch.OVERHEAD) {
      return false;
    }
    read(RecordBatch.OVERHEAD + length);
    batch.wrap(bytes, 0);
    next = position + batch.sizeBytes();
    return true;
  }

  private static int smallestLength(byte magic) {
    return switch (magic) {
      case RecordBatch.MAGIC_0 -> SMALLEST_LENGTH;
      case RecordBatch.MAGIC_1 -> SMALLEST_LENGTH + Long.BYTES;
      default -> RecordBatch.HEADER_SIZE - RecordBatch.OVERHEAD;
    };
  }

  private void read(int size) throws IOException {
    if (bytes.capacity() < size) {
      bytes = ByteBuffer.allocate(size);
    }
    bytes.clear().limit(size);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, position + bytes.position()) < 0) {
        throw new EOFException(file + " became shorter while it was read");
      }
    }
    bytes.flip();
  }

  /** The batch moved to, all of it; valid until the next move. */
  RecordBatch batch() {
    return batch;
  }

  long position() {
    return position;
  }

  /** Where the batch behind the last one starts. */
  long nextPosition() {
    return next;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
