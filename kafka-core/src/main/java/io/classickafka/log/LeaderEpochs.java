package io.classickafka.log;

import io.classickafka.disk.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where each leader epoch of a log starts, kept in {@code leader-epoch-checkpoint}.
 *
 * <p>Invariant: epochs and start offsets both rise strictly from entry to entry. A leader's epoch
 * is on disk before its first batch is in the log; a follower's is right after the batches that
 * bring it, in which a start after an unclean stop finds it again. Trimming is written along with
 * it or with the next flush, since what was trimmed is found again from the log's bounds.
 *
 * <p>An epoch without a batch is known to nobody but its leader, who is told an epoch again before
 * it leads again. So it need not survive the process, only be there while the process leads: a
 * follower may ask where it ends (KAFKA-15608).
 */
final class LeaderEpochs {

  static final String FILE_NAME = "leader-epoch-checkpoint";

  private final Disk disk;
  private final Path path;
  private final TreeMap<Integer, Long> starts = new TreeMap<>();
  private boolean dirty;

  /** The latest entry has no batch yet, and is perhaps not in the file. */
  private boolean announced;

  private LeaderEpochs(Disk disk, Path path) {
    this.disk = disk;
    this.path = path;
  }

  /**
   * Reads the file of a partition directory; none or an empty one has no entries. Of entries that
   * do not rise the later ones win, as they would have when they were assigned.
   *
   * @throws MalformedFileException when it is not a checkpoint
   */
  static LeaderEpochs open(Disk disk, Path partitionDir) throws IOException {
    LeaderEpochs epochs = empty(disk, partitionDir);
    List<String[]> entries = CheckpointText.read(disk, epochs.path, 2);
    if (entries != null) {
      for (String[] entry : entries) {
        long epoch = CheckpointText.number(epochs.path, entry[0]);
        long start = CheckpointText.number(epochs.path, entry[1]);
        if (epoch < 0 || epoch > Integer.MAX_VALUE || start < 0) {
          throw new MalformedFileException(epochs.path, "entry " + epoch + " " + start);
        }
        epochs.insert((int) epoch, start);
      }
      epochs.dirty = epochs.starts.size() != entries.size();
    }
    return epochs;
  }

  /** No entries, whatever the file says; the file stays as it is until the next write. */
  static LeaderEpochs empty(Disk disk, Path partitionDir) {
    return new LeaderEpochs(disk, partitionDir.resolve(FILE_NAME));
  }

  /**
   * Notes that an epoch starts at an offset, unless that is known. Entries that contradict it go.
   *
   * @return whether anything changed; it is not on disk before {@link #flush}
   */
  boolean assign(int epoch, long startOffset) {
    if (epoch < 0 || startOffset < 0) {
      throw new IllegalArgumentException("epoch=" + epoch + " startOffset=" + startOffset);
    }
    Map.Entry<Integer, Long> latest = starts.lastEntry();
    if (latest != null && latest.getKey() == epoch && startOffset >= latest.getValue()) {
      return false;
    }
    insert(epoch, startOffset);
    dirty = true;
    return true;
  }

  /** This broker leads from here on, and has appended nothing so far. Nothing to be written. */
  void announce(int epoch, long startOffset) {
    boolean before = dirty;
    if (assign(epoch, startOffset)) {
      announced = true;
      dirty = before;
    }
  }

  /** A batch of an epoch is about to be appended; its epoch is on disk when this returns. */
  void begin(int epoch, long startOffset) throws IOException {
    if (assign(epoch, startOffset) || announced) {
      dirty = true;
      flush();
    }
  }

  private void insert(int epoch, long startOffset) {
    Map.Entry<Integer, Long> last = starts.lastEntry();
    while (last != null && (last.getKey() >= epoch || last.getValue() >= startOffset)) {
      starts.pollLastEntry();
      last = starts.lastEntry();
    }
    starts.put(epoch, startOffset);
  }

  int latestEpoch() {
    return starts.isEmpty() ? EpochEndOffset.UNKNOWN : starts.lastKey();
  }

  /** Start of the latest epoch, or -1. */
  long latestStartOffset() {
    Map.Entry<Integer, Long> latest = starts.lastEntry();
    return latest == null ? EpochEndOffset.UNKNOWN : latest.getValue();
  }

  /** The end of an epoch, as a follower or consumer asks for it. */
  EpochEndOffset endOffsetFor(int epoch, long logEndOffset) {
    if (epoch == EpochEndOffset.UNKNOWN || starts.isEmpty()) {
      return EpochEndOffset.UNDEFINED;
    }
    if (epoch == starts.lastKey()) {
      return new EpochEndOffset(epoch, logEndOffset);
    }
    Map.Entry<Integer, Long> higher = starts.higherEntry(epoch);
    if (higher == null) {
      return EpochEndOffset.UNDEFINED;
    }
    Map.Entry<Integer, Long> floor = starts.floorEntry(epoch);
    return new EpochEndOffset(floor == null ? epoch : floor.getKey(), higher.getValue());
  }

  /** Epoch of the record at an offset, or UNKNOWN below the first entry. */
  int epochFor(long offset) {
    for (Map.Entry<Integer, Long> entry : starts.descendingMap().entrySet()) {
      if (entry.getValue() <= offset) {
        return entry.getKey();
      }
    }
    return EpochEndOffset.UNKNOWN;
  }

  /** The epoch before this one, or UNKNOWN. */
  int epochBefore(int epoch) {
    Integer lower = starts.lowerKey(epoch);
    return lower == null ? EpochEndOffset.UNKNOWN : lower;
  }

  /** The log was cut: entries that start at or above the offset go. */
  void truncateFromEnd(long endOffset) {
    Map.Entry<Integer, Long> last = starts.lastEntry();
    while (last != null && last.getValue() >= endOffset) {
      starts.pollLastEntry();
      dirty = true;
      last = starts.lastEntry();
    }
  }

  /** The log start moved: the last entry at or below it now starts there, those before it go. */
  void truncateFromStart(long startOffset) {
    Map.Entry<Integer, Long> kept = null;
    for (Map.Entry<Integer, Long> entry : starts.entrySet()) {
      if (entry.getValue() <= startOffset) {
        kept = entry;
      }
    }
    if (kept == null) {
      return;
    }
    int epoch = kept.getKey();
    dirty |= starts.firstKey() < epoch || kept.getValue() != startOffset;
    starts.headMap(epoch).clear();
    starts.put(epoch, startOffset);
  }

  /** Has the same entries as another log's from now on. */
  void takeOver(LeaderEpochs other) {
    starts.clear();
    starts.putAll(other.starts);
    dirty = true;
  }

  void clear() {
    dirty |= !starts.isEmpty();
    starts.clear();
  }

  /** Writes and forces the entries if those with batches changed since the last time. */
  void flush() throws IOException {
    if (dirty) {
      List<String> entries = new ArrayList<>(starts.size());
      starts.forEach((epoch, start) -> entries.add(epoch + " " + start));
      CheckpointText.write(disk, path, entries);
      dirty = false;
      announced = false;
    }
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    starts.forEach(
        (epoch, start) ->
            text.append(text.length() == 0 ? "" : " ").append(epoch).append('@').append(start));
    return text.toString();
  }
}
