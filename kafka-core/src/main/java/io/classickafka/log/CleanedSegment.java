package io.classickafka.log;

import io.classickafka.disk.Disk;
import io.classickafka.disk.DiskFile;
import io.classickafka.log.clean.AbortedTransaction;
import io.classickafka.log.clean.UncleanableException;
import io.classickafka.record.RecordBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * What a cleaning writes in place of a group of segments: the files of one segment, under names
 * that a start deletes. Written by one task of the pool at a time; once it is sealed the log's
 * owner renames the files.
 */
final class CleanedSegment {

  /** Of every segment, in the order in which they take their places. */
  static final List<String> SUFFIXES =
      List.of(LogFiles.LOG, LogFiles.OFFSET_INDEX, LogFiles.TIME_INDEX, LogFiles.TXN_INDEX);

  final long baseOffset;

  private final Disk disk;
  private final Path directory;
  private final int indexIntervalBytes;
  private final DiskFile file;
  private final OffsetIndex offsetIndex;
  private final TimeIndex timeIndex;
  private final TransactionIndex transactionIndex;
  private final ByteBuffer buffer;

  private long sizeBytes;
  private int bytesSinceIndexEntry;
  private long maxTimestampMs = RecordBatch.NO_TIMESTAMP;
  private long maxTimestampOffset;
  private boolean closed;

  /**
   * Makes the files, empty.
   *
   * @param buffer for what is not written yet; the segment's until it is sealed or discarded
   */
  CleanedSegment(Disk disk, Path directory, long baseOffset, LogConfig config, ByteBuffer buffer)
      throws IOException {
    this.disk = disk;
    this.directory = directory;
    this.baseOffset = baseOffset;
    this.indexIntervalBytes = config.indexIntervalBytes();
    this.buffer = buffer.clear();
    this.maxTimestampOffset = baseOffset;
    int indexBytes = config.segmentIndexBytes();
    for (String suffix : SUFFIXES) {
      disk.delete(path(suffix));
    }
    offsetIndex =
        new OffsetIndex(disk, directory, cleaned(LogFiles.OFFSET_INDEX), baseOffset, indexBytes);
    timeIndex =
        new TimeIndex(disk, directory, cleaned(LogFiles.TIME_INDEX), baseOffset, indexBytes);
    transactionIndex = new TransactionIndex(disk, path(LogFiles.TXN_INDEX), baseOffset);
    file = disk.create(path(LogFiles.LOG));
  }

  private Path path(String suffix) {
    return directory.resolve(LogFiles.name(baseOffset, cleaned(suffix)));
  }

  private static String cleaned(String suffix) {
    return suffix + LogFiles.CLEANED;
  }

  long sizeBytes() {
    return sizeBytes;
  }

  /** Adds batches, which are one append: the bytes from position to limit. */
  void append(ByteBuffer bytes, long lastOffset, long batchMaxTimestampMs) throws IOException {
    int size = bytes.remaining();
    if (sizeBytes + size > Integer.MAX_VALUE || lastOffset - baseOffset > Integer.MAX_VALUE) {
      throw new UncleanableException("segment " + baseOffset + " would be too long");
    }
    index((int) sizeBytes, size, lastOffset, batchMaxTimestampMs);
    if (size > buffer.remaining()) {
      flush();
    }
    if (size > buffer.remaining()) {
      file.append(bytes);
    } else {
      buffer.put(bytes);
    }
    sizeBytes += size;
  }

  private void index(int position, int size, long lastOffset, long batchMaxTimestampMs)
      throws IOException {
    if (batchMaxTimestampMs > maxTimestampMs) {
      maxTimestampMs = batchMaxTimestampMs;
      maxTimestampOffset = lastOffset;
    }
    if (bytesSinceIndexEntry > indexIntervalBytes && !offsetIndex.isFull()) {
      offsetIndex.append(lastOffset, position);
      if (!timeIndex.isFull()) {
        timeIndex.maybeAppend(maxTimestampMs, maxTimestampOffset);
      }
      bytesSinceIndexEntry = 0;
    }
    bytesSinceIndexEntry += size;
  }

  /** Names an aborted transaction in the index: its marker is in the segment. */
  void append(AbortedTransaction aborted) throws IOException {
    transactionIndex.append(
        new ProducerState.Completed(
            aborted.producerId(), aborted.firstOffset(), aborted.lastOffset(), true),
        aborted.lastStableOffset());
  }

  private void flush() throws IOException {
    if (buffer.position() > 0) {
      file.append(buffer.flip());
    }
    buffer.clear();
  }

  /**
   * Writes what is missing and forces everything. The modification time of the last source stays:
   * retention without record timestamps goes by it, and so do the tombstones of old formats.
   */
  void seal(long modifiedMs) throws IOException {
    flush();
    timeIndex.maybeAppend(maxTimestampMs, maxTimestampOffset);
    offsetIndex.flush();
    timeIndex.flush();
    for (String suffix : SUFFIXES) {
      if (disk.exists(path(suffix))) {
        disk.setModifiedMs(path(suffix), modifiedMs);
      }
    }
    file.force();
    offsetIndex.force();
    timeIndex.force();
    transactionIndex.force();
    close();
  }

  private void close() throws IOException {
    if (!closed) {
      closed = true;
      file.close();
    }
  }

  /** Closes and deletes the files; those that were renamed are no longer its. */
  void discard() throws IOException {
    close();
    for (String suffix : SUFFIXES) {
      disk.delete(path(suffix));
    }
  }
}
