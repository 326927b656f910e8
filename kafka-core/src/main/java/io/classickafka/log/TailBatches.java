package io.classickafka.log;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where the last batches that were appended to a segment lie, so that reads at its end need not
 * look into the file. Owned by the segment's log; nothing is allocated before the first batch.
 */
final class TailBatches {

  /** Enough for a reader that keeps up, even when producers send one record at a time. */
  static final int CAPACITY = 64;

  private static final int FIRST_CAPACITY = 8;

  private long[] lastOffsets = {};
  private int[] positions = {};

  /** Index of the oldest batch, and how many there are. */
  private int first;

  private int count;

  /** Last offset of the batch before the oldest; reads at or below it are not answered here. */
  private long below;

  /** Where the youngest batch ends. */
  private int end;

  /** A batch's place in its segment's file. */
  record Place(int position, int sizeBytes) {}

  /** Takes a batch that was appended or found at the end of what is known. */
  void add(int position, int sizeBytes, long lastOffset) {
    if (position != end) {
      clear();
    }
    if (count == 0) {
      // What comes before a batch is known only at the start of the file.
      below = position == 0 ? Long.MIN_VALUE : lastOffset;
    }
    if (count == lastOffsets.length) {
      makeRoom();
    }
    int at = (first + count) % lastOffsets.length;
    lastOffsets[at] = lastOffset;
    positions[at] = position;
    count++;
    end = position + sizeBytes;
  }

  private void makeRoom() {
    if (count == CAPACITY) {
      below = lastOffsets[first];
      first = (first + 1) % CAPACITY;
      count--;
      return;
    }
    // Not yet full, so the oldest is still at index 0.
    int capacity = Math.max(FIRST_CAPACITY, 2 * count);
    lastOffsets = Arrays.copyOf(lastOffsets, capacity);
    positions = Arrays.copyOf(positions, capacity);
  }

  /** The first batch that ends at or above an offset; null when that is not known here. */
  @Nullable Place find(long offset) {
    if (count == 0 || offset <= below || offset > lastOffset(count - 1)) {
      return null;
    }
    int low = 0;
    int high = count - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (lastOffset(middle) >= offset) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    int position = position(low);
    int next = low + 1 == count ? end : position(low + 1);
    return new Place(position, next - position);
  }

  private long lastOffset(int index) {
    return lastOffsets[(first + index) % lastOffsets.length];
  }

  private int position(int index) {
    return positions[(first + index) % positions.length];
  }

  /** Nothing is known any more: the file was cut, or is left alone. */
  void clear() {
    lastOffsets = new long[0];
    positions = new int[0];
    first = 0;
    count = 0;
    end = 0;
  }
}
