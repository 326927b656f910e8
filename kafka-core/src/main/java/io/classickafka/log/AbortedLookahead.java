package io.classickafka.log;

import io.classickafka.disk.Disk;
import io.classickafka.log.clean.TransactionCarry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads the indexes of aborted transactions as far ahead of a walk as it needs: an entry lies with
 * the marker, which may be segments behind what it aborts. Each index is read once. Owned by one
 * cleaning.
 */
final class AbortedLookahead {

  private final Disk disk;
  private final Path directory;
  private final List<Long> bases;
  private final long firstOffset;
  private int next;
  private long stableOffset = -1;

  /**
   * A look-ahead for a walk.
   *
   * @param bases of all segments, the active one last
   * @param firstOffset where the walk starts
   */
  AbortedLookahead(Disk disk, Path directory, List<Long> bases, long firstOffset) {
    this.disk = disk;
    this.directory = directory;
    this.bases = bases;
    this.firstOffset = firstOffset;
    while (next + 1 < bases.size() && bases.get(next + 1) <= firstOffset) {
      next++;
    }
  }

  /** Tells of every aborted transaction that has a batch below an offset. */
  void upTo(long offset, TransactionCarry transactions) throws IOException {
    while (stableOffset < offset && next < bases.size()) {
      long base = bases.get(next);
      Path path = directory.resolve(LogFiles.name(base, LogFiles.TXN_INDEX));
      new TransactionIndex(disk, path, base)
          .forEach(
              aborted -> {
                if (aborted.lastOffset() >= firstOffset) {
                  transactions.add(aborted);
                }
                stableOffset = Math.max(stableOffset, aborted.lastStableOffset());
              });
      next++;
    }
  }
}
