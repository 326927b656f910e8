package io.classickafka.log;

import java.util.Arrays;

/**
 * Which end of a log was written so lately that it lies in memory: reads there do not wait for the
 * disk. At least half of {@link #BYTES} once that much was appended, and all since when the broker
 * has put no more than a part of the memory into the page cache; nothing right after opening. Owned
 * by the log.
 */
final class HotTail {

  /** A few fetches' worth for readers that keep up; what is further back is read off the loop. */
  static final int BYTES = 8 << 20;

  private static final int MAX_MARKS = 64;

  private static final long[] NONE = {};

  private final PageCacheUse cache;
  private long from;
  private long middle;
  private int bytesAfterMiddle;

  /**
   * Ends that the log had, oldest first, and how much the broker had put into the page cache then.
   * What was appended after one came later into the cache.
   */
  private long[] ends = NONE;

  private long[] uses = NONE;
  private int marks;

  /** Bytes between two marks: when there are too many, every second one goes. */
  private long spacing = BYTES / 2;

  private long bytesAfterMark;

  HotTail(PageCacheUse cache) {
    this.cache = cache;
  }

  /** The log ends here, and nothing of it was written lately. */
  void restart(long logEndOffset) {
    from = logEndOffset;
    middle = logEndOffset;
    bytesAfterMiddle = 0;
    marks = 0;
    spacing = BYTES / 2;
    bytesAfterMark = 0;
  }

  void appended(int bytes, long logEndOffset) {
    cache.add(bytes);
    bytesAfterMiddle += bytes;
    if (bytesAfterMiddle >= BYTES / 2) {
      from = middle;
      middle = logEndOffset;
      bytesAfterMiddle = 0;
    }
    bytesAfterMark += bytes;
    if (bytesAfterMark >= spacing) {
      bytesAfterMark = 0;
      mark(logEndOffset);
    }
  }

  private void mark(long logEndOffset) {
    forgetCold();
    if (marks == MAX_MARKS) {
      // The younger of two neighbours stays: it promises less.
      marks /= 2;
      for (int i = 0; i < marks; i++) {
        ends[i] = ends[2 * i + 1];
        uses[i] = uses[2 * i + 1];
      }
      spacing *= 2;
    }
    if (marks == ends.length) {
      int capacity = Math.min(MAX_MARKS, Math.max(4, 2 * marks));
      ends = Arrays.copyOf(ends, capacity);
      uses = Arrays.copyOf(uses, capacity);
    }
    ends[marks] = logEndOffset;
    uses[marks] = cache.bytes();
    marks++;
  }

  private void forgetCold() {
    long residentFrom = cache.residentFrom();
    int cold = 0;
    while (cold < marks && uses[cold] < residentFrom) {
      cold++;
    }
    if (cold > 0) {
      marks -= cold;
      System.arraycopy(ends, cold, ends, 0, marks);
      System.arraycopy(uses, cold, uses, 0, marks);
    }
  }

  void truncated(long logEndOffset) {
    from = Math.min(from, logEndOffset);
    middle = Math.min(middle, logEndOffset);
    while (marks > 0 && ends[marks - 1] > logEndOffset) {
      marks--;
    }
  }

  boolean holds(long offset) {
    if (offset >= from) {
      return true;
    }
    forgetCold();
    return marks > 0 && offset >= ends[0];
  }
}
