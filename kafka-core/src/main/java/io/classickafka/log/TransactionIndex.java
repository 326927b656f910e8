package io.classickafka.log;

import io.classickafka.disk.Disk;
import io.classickafka.disk.DiskFile;
import io.classickafka.log.clean.AbortedTransaction;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * {@code .txnindex}: the aborted transactions whose marker lies in the segment, by marker offset.
 * Made with the first one. Nothing is kept in memory: it is read by those who ask.
 */
final class TransactionIndex {

  private static final int ENTRY_SIZE = 34;
  private static final int PRODUCER_ID = 2;
  private static final int FIRST_OFFSET = 10;
  private static final int LAST_OFFSET = 18;
  private static final int LAST_STABLE_OFFSET = 26;
  private static final int PAGE_ENTRIES = 256;

  private final Disk disk;
  private final Path path;
  private final long baseOffset;

  TransactionIndex(Disk disk, Path path, long baseOffset) {
    this.disk = disk;
    this.path = path;
    this.baseOffset = baseOffset;
  }

  void append(ProducerState.Completed aborted, long lastStableOffset) throws IOException {
    ByteBuffer entry = ByteBuffer.allocate(ENTRY_SIZE);
    entry.putLong(PRODUCER_ID, aborted.producerId());
    entry.putLong(FIRST_OFFSET, aborted.firstOffset());
    entry.putLong(LAST_OFFSET, aborted.lastOffset());
    entry.putLong(LAST_STABLE_OFFSET, lastStableOffset);
    try (DiskFile file = disk.openOrCreate(path)) {
      file.append(entry);
    }
  }

  /**
   * Adds the transactions that overlap a range.
   *
   * @return true when no later segment can hold more of them
   */
  boolean collect(long fetchOffset, long upperOffset, List<ReadResult.AbortedTransaction> aborted)
      throws IOException {
    if (!disk.exists(path)) {
      return false;
    }
    try (DiskFile file = disk.open(path)) {
      long entries = file.sizeBytes() / ENTRY_SIZE;
      ByteBuffer page = ByteBuffer.allocate(PAGE_ENTRIES * ENTRY_SIZE);
      for (long first = 0; first < entries; first += PAGE_ENTRIES) {
        int number = (int) Math.min(PAGE_ENTRIES, entries - first);
        page.clear().limit(number * ENTRY_SIZE);
        file.readFully(page, first * ENTRY_SIZE);
        for (int at = 0; at < number * ENTRY_SIZE; at += ENTRY_SIZE) {
          check(page, at);
          long firstOffset = page.getLong(at + FIRST_OFFSET);
          if (page.getLong(at + LAST_OFFSET) >= fetchOffset && firstOffset < upperOffset) {
            aborted.add(
                new ReadResult.AbortedTransaction(page.getLong(at + PRODUCER_ID), firstOffset));
          }
          if (page.getLong(at + LAST_STABLE_OFFSET) >= upperOffset) {
            return true;
          }
        }
      }
      return false;
    }
  }

  /** Reads all entries there are now, in order. */
  void forEach(Consumer<AbortedTransaction> reader) throws IOException {
    if (!disk.exists(path)) {
      return;
    }
    try (DiskFile file = disk.open(path)) {
      long entries = file.sizeBytes() / ENTRY_SIZE;
      ByteBuffer entry = ByteBuffer.allocate(ENTRY_SIZE);
      for (long number = 0; number < entries; number++) {
        entry.clear();
        file.readFully(entry, number * ENTRY_SIZE);
        check(entry, 0);
        reader.accept(
            new AbortedTransaction(
                entry.getLong(PRODUCER_ID),
                entry.getLong(FIRST_OFFSET),
                entry.getLong(LAST_OFFSET),
                entry.getLong(LAST_STABLE_OFFSET)));
      }
    }
  }

  private void check(ByteBuffer page, int at) throws IOException {
    if (page.getShort(at) != 0 || page.getLong(at + LAST_OFFSET) < baseOffset) {
      throw new MalformedFileException(path, "wrong entry");
    }
  }

  /** Whether every entry is one that this segment can have; true when there is no file. */
  boolean isSane() throws IOException {
    if (!disk.exists(path)) {
      return true;
    }
    try (DiskFile file = disk.open(path)) {
      if (file.sizeBytes() % ENTRY_SIZE != 0) {
        return false;
      }
      long last = baseOffset - 1;
      ByteBuffer entry = ByteBuffer.allocate(ENTRY_SIZE);
      for (long at = 0; at < file.sizeBytes(); at += ENTRY_SIZE) {
        entry.clear();
        file.readFully(entry, at);
        if (entry.getShort(0) != 0 || entry.getLong(LAST_OFFSET) <= last) {
          return false;
        }
        last = entry.getLong(LAST_OFFSET);
      }
      return true;
    }
  }

  /** Drops everything, whatever it is. */
  void reset() throws IOException {
    if (disk.exists(path)) {
      try (DiskFile file = disk.open(path)) {
        file.truncate(0);
      }
    }
  }

  /** Drops the transactions whose marker is at or above an offset. */
  void truncateTo(long offset) throws IOException {
    if (!disk.exists(path)) {
      return;
    }
    try (DiskFile file = disk.open(path)) {
      long kept = file.sizeBytes() / ENTRY_SIZE;
      ByteBuffer entry = ByteBuffer.allocate(ENTRY_SIZE);
      while (kept > 0) {
        entry.clear();
        file.readFully(entry, (kept - 1) * ENTRY_SIZE);
        if (entry.getLong(LAST_OFFSET) < offset) {
          break;
        }
        kept--;
      }
      file.truncate(kept * ENTRY_SIZE);
    }
  }

  void force() throws IOException {
    if (disk.exists(path)) {
      try (DiskFile file = disk.open(path)) {
        file.force();
      }
    }
  }
}
