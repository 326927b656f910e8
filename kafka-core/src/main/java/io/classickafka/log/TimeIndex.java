package io.classickafka.log;

import io.classickafka.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * {@code .timeindex}: timestamp int64, relative offset int32. An entry says that no record up to
 * its offset has a larger timestamp. Timestamps rise strictly, offsets do not fall.
 */
final class TimeIndex extends IndexFile {

  static final int ENTRY_SIZE = 12;
  private static final int OFFSET = 8;

  TimeIndex(Disk disk, Path directory, long baseOffset, int maxBytes) {
    this(disk, directory, LogFiles.TIME_INDEX, baseOffset, maxBytes);
  }

  /** An index under another name than the one that counts. */
  TimeIndex(Disk disk, Path directory, String suffix, long baseOffset, int maxBytes) {
    super(disk, directory, suffix, baseOffset, ENTRY_SIZE, maxBytes);
  }

  @Override
  long key(ByteBuffer bytes, int at) {
    return bytes.getLong(at);
  }

  @Override
  boolean isValid(ByteBuffer bytes, int at, int previous, long segmentSize) {
    int offset = bytes.getInt(at + OFFSET);
    if (offset < 0) {
      return false;
    }
    return previous < 0
        || (bytes.getLong(at) > bytes.getLong(previous)
            && offset >= bytes.getInt(previous + OFFSET));
  }

  /** One entry is kept free for the last one, made when the segment is rolled or closed. */
  boolean isFull() {
    return count() >= maxEntries() - 1;
  }

  /** Adds an entry if its timestamp is larger than the last one's. */
  void maybeAppend(long timestampMs, long offset) throws IOException {
    if (timestampMs > lastTimestampMs()) {
      int at = grow();
      tail().putLong(at, timestampMs).putInt(at + OFFSET, (int) (offset - baseOffset));
      grown(at);
    }
  }

  /** Timestamp of the last entry, or -1. */
  long lastTimestampMs() throws IOException {
    return count() == 0 ? -1 : pageOf(count() - 1).getLong(at(count() - 1));
  }

  /** Offset of the last entry, or the base offset. */
  long lastOffset() throws IOException {
    return count() == 0
        ? baseOffset
        : baseOffset + pageOf(count() - 1).getInt(at(count() - 1) + OFFSET);
  }

  /** Offset up to which every record is older than the timestamp, or the base offset. */
  long offsetBefore(long timestampMs) throws IOException {
    int entry = floor(timestampMs);
    return entry < 0 ? baseOffset : baseOffset + pageOf(entry).getInt(at(entry) + OFFSET);
  }

  /** Drops the entries at and above an offset. */
  void truncateTo(long offset) throws IOException {
    int kept = count();
    while (kept > 0 && baseOffset + pageOf(kept - 1).getInt(at(kept - 1) + OFFSET) >= offset) {
      kept--;
    }
    keep(kept);
  }
}
