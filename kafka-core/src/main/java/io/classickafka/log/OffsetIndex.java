package io.classickafka.log;

import io.classickafka.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** {@code .index}: relative offset int32, position int32; offsets rise strictly. */
final class OffsetIndex extends IndexFile {

  static final int ENTRY_SIZE = 8;
  private static final int POSITION = 4;

  OffsetIndex(Disk disk, Path directory, long baseOffset, int maxBytes) {
    this(disk, directory, LogFiles.OFFSET_INDEX, baseOffset, maxBytes);
  }

  /** An index under another name than the one that counts. */
  OffsetIndex(Disk disk, Path directory, String suffix, long baseOffset, int maxBytes) {
    super(disk, directory, suffix, baseOffset, ENTRY_SIZE, maxBytes);
  }

  @Override
  long key(ByteBuffer bytes, int at) {
    return bytes.getInt(at);
  }

  @Override
  boolean isValid(ByteBuffer bytes, int at, int previous, long segmentSize) {
    int offset = bytes.getInt(at);
    int position = bytes.getInt(at + POSITION);
    if (offset < 0 || position < 0 || position >= segmentSize) {
      return false;
    }
    return previous < 0
        || (offset > bytes.getInt(previous) && position > bytes.getInt(previous + POSITION));
  }

  boolean isFull() {
    return count() >= maxEntries();
  }

  void append(long offset, int position) throws IOException {
    int at = grow();
    tail().putInt(at, (int) (offset - baseOffset)).putInt(at + POSITION, position);
    grown(at);
  }

  /** Position of the last indexed append at or below the offset; 0 when there is none. */
  int positionFor(long offset) throws IOException {
    int entry = floor(Math.min(offset - baseOffset, Integer.MAX_VALUE));
    return entry < 0 ? 0 : pageOf(entry).getInt(at(entry) + POSITION);
  }

  /** Position of the last entry; 0 when there is none. */
  int lastPosition() throws IOException {
    return count() == 0 ? 0 : pageOf(count() - 1).getInt(at(count() - 1) + POSITION);
  }

  /** The last entry on disk, unchecked, without reading the others: offset and position. */
  long @Nullable [] peekLast() throws IOException {
    ByteBuffer entry = readLastOnDisk();
    return entry == null ? null : new long[] {baseOffset + entry.getInt(0), entry.getInt(POSITION)};
  }

  /** Offset of the first entry whose position is at or above this one; -1 when there is none. */
  long offsetAtOrAfterPosition(int position) throws IOException {
    int from = 0;
    int to = count();
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (pageOf(middle).getInt(at(middle) + POSITION) >= position) {
        to = middle;
      } else {
        from = middle + 1;
      }
    }
    return from == count() ? -1 : baseOffset + pageOf(from).getInt(at(from));
  }

  /** Drops the entries at and above an offset. */
  void truncateTo(long offset) throws IOException {
    keep(floor(Math.min(offset - 1 - baseOffset, Integer.MAX_VALUE)) + 1);
  }
}
