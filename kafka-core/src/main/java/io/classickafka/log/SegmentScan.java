package io.classickafka.log;

import io.classickafka.disk.DiskFile;
import io.classickafka.record.RecordBatch;
import io.classickafka.record.RecordFault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/**
 * Walks the batches of a segment file by their headers, reading a window at a time. One thread,
 * reusable within it.
 */
final class SegmentScan {

  /** For finding one batch between two index entries. */
  static final int LOOKUP_WINDOW = 4096;

  /** For walking a whole segment. */
  static final int SCAN_WINDOW = 256 * 1024;

  /** Of a batch that is read as a whole to have its checksum compared. */
  private static final int WHOLE_BYTES = 16 << 20;

  private final DiskFile file;
  private final long end;
  private final RecordBatch batch = new RecordBatch();
  private ByteBuffer window;
  private long windowStart;
  private long position;
  private long next;
  private RecordFault fault = RecordFault.NONE;

  /** Walks from a batch's first byte to {@code end}, exclusive. */
  SegmentScan(DiskFile file, long from, long end, int windowBytes) {
    this.file = file;
    this.end = end;
    this.next = from;
    this.windowStart = from;
    this.window = ByteBuffer.allocate(windowBytes).limit(0);
  }

  /** Moves to the next batch that ends before the end. False at the end, or where a fault is. */
  boolean next() throws IOException {
    position = next;
    if (fault != RecordFault.NONE || position == end) {
      return false;
    }
    int header = (int) Math.min(end - position, RecordBatch.HEADER_SIZE);
    int at = load(header);
    if (header < RecordBatch.PREFIX_SIZE) {
      fault = RecordFault.CUT_OFF;
      return false;
    }
    batch.wrap(window, at);
    int length = batch.length();
    byte magic = batch.magic();
    if (magic < RecordBatch.MAGIC_0 || magic > RecordBatch.MAGIC_2) {
      fault = RecordFault.MAGIC;
    } else if (length < smallestLength(magic)) {
      fault = RecordFault.LENGTH;
    } else if (length > end - position - RecordBatch.OVERHEAD) {
      fault = RecordFault.CUT_OFF;
    }
    if (fault != RecordFault.NONE) {
      return false;
    }
    next = position + batch.sizeBytes();
    return true;
  }

  private static int smallestLength(byte magic) {
    return switch (magic) {
      case RecordBatch.MAGIC_0 -> 14;
      case RecordBatch.MAGIC_1 -> 22;
      default -> RecordBatch.HEADER_SIZE - RecordBatch.OVERHEAD;
    };
  }

  /** Has the bytes from the position on in the window; returns where they start there. */
  private int load(int size) throws IOException {
    long at = position - windowStart;
    if (at + size <= window.limit()) {
      return (int) at;
    }
    if (size > window.capacity()) {
      window = ByteBuffer.allocate(size);
    }
    window.clear().limit((int) Math.min(window.capacity(), end - position));
    windowStart = position;
    file.readFully(window, position);
    return 0;
  }

  /** The header of the batch moved to. Only the header is sure to be in the buffer. */
  RecordBatch batch() {
    return batch;
  }

  /** The batch moved to, all of it. Its length is known to lie inside the file. */
  RecordBatch wholeBatch() throws IOException {
    int at = load(batch.sizeBytes());
    return batch.wrap(window, at);
  }

  /**
   * Whether the checksum of the batch moved to is right. What is longer than any batch should be is
   * read in parts: its length may be what is wrong.
   */
  boolean isValidCrc() throws IOException {
    if (batch.sizeBytes() <= WHOLE_BYTES) {
      return wholeBatch().isValidCrc();
    }
    Checksum checksum = batch.magic() < RecordBatch.MAGIC_2 ? new CRC32() : new CRC32C();
    long at = position + batch.checkedFrom();
    ByteBuffer part = ByteBuffer.allocate(SCAN_WINDOW);
    while (at < next) {
      part.clear().limit((int) Math.min(part.capacity(), next - at));
      file.readFully(part, at);
      at += part.limit();
      checksum.update(part.flip());
    }
    return checksum.getValue() == batch.crc();
  }

  /** Where the batch moved to starts in the file; where the walk ended, when it did. */
  int position() {
    return (int) position;
  }

  /** Why the walk ended before the end. */
  RecordFault fault() {
    return fault;
  }
}
