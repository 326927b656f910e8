package io.classickafka.log;

import io.classickafka.seam.ByteSlice;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Batches that have their offsets and are not in the file yet, in order: the next write takes them
 * all. Of one loop, for one append or group of appends after the other.
 */
final class UnwrittenBatches {

  private final List<ByteSlice> batches = new ArrayList<>();
  private int sizeBytes;
  private long nextOffset;
  private int item;
  private int firstItem;

  /** Begins with an append, or a group of appends, to one log. Returns this. */
  UnwrittenBatches start() {
    clear();
    item = 0;
    firstItem = Integer.MAX_VALUE;
    return this;
  }

  /** What is added now belongs to an append of a group. */
  void startItem(int index) {
    item = index;
  }

  void add(ByteSlice batch, long lastOffset) {
    if (batches.isEmpty()) {
      firstItem = item;
    }
    batches.add(batch);
    sizeBytes += batch.sizeBytes();
    nextOffset = lastOffset + 1;
  }

  boolean isEmpty() {
    return batches.isEmpty();
  }

  int count() {
    return batches.size();
  }

  ByteSlice get(int index) {
    return batches.get(index);
  }

  /** The append of the group that the first of them, or of those last written, belongs to. */
  int firstItem() {
    return firstItem;
  }

  int sizeBytes() {
    return sizeBytes;
  }

  /** Of the batch that follows; only while there are some. */
  long nextOffset() {
    return nextOffset;
  }

  /** Views of the batches, to be written. */
  ByteBuffer[] views() {
    ByteBuffer[] views = new ByteBuffer[batches.size()];
    for (int i = 0; i < views.length; i++) {
      views[i] = batches.get(i).duplicate();
    }
    return views;
  }

  void clear() {
    batches.clear();
    sizeBytes = 0;
  }
}
