package io.classickafka.log;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Writes the checkpoints of the log directories: one at a time, and none after the end. Thread-safe
 * by a lock of its own, which is held while the disk works: every method may block.
 */
final class Checkpoints {

  private final List<LogDirOpening> openings;

  /** Shows every log there is now. */
  private final Consumer<Consumer<Log>> logs;

  /** They say what they say for good: the directories may be another process's. */
  private boolean closed;

  Checkpoints(List<LogDirOpening> openings, Consumer<Consumer<Log>> logs) {
    this.openings = openings;
    this.logs = logs;
  }

  /**
   * Takes back what the checkpoints of a directory say too high of a log. The loop of a log that
   * was cut waits for it, but only then: what was checkpointed is seldom cut off.
   */
  synchronized void lower(LogDirOpening opening, Log log) {
    TopicPartition partition = log.topicPartition();
    DirCheckpoints written = opening.checkpoints;
    if (closed || log.isOffline()) {
      return;
    }
    if (written.mayExceed(OffsetCheckpoint.RECOVERY_POINT, partition, log.recoveryPoint())) {
      write(opening, OffsetCheckpoint.RECOVERY_POINT);
    }
    if (written.mayExceed(OffsetCheckpoint.LOG_START, partition, log.logStartOffset())) {
      write(opening, OffsetCheckpoint.LOG_START);
    }
    if (written.mayExceed(OffsetCheckpoint.HIGH_WATERMARK, partition, log.highWatermark())) {
      write(opening, OffsetCheckpoint.HIGH_WATERMARK);
    }
    if (written.mayExceed(OffsetCheckpoint.CLEANER, partition, log.compaction().firstDirty())) {
      write(opening, OffsetCheckpoint.CLEANER);
    }
  }

  /** Has the recovery points say how far a log was forced, if they say less. */
  synchronized void raise(LogDirOpening opening, Log log) {
    boolean told =
        opening.checkpoints.isAtLeast(
            OffsetCheckpoint.RECOVERY_POINT, log.topicPartition(), log.recoveryPoint());
    if (!closed && !log.isOffline() && !told) {
      write(opening, OffsetCheckpoint.RECOVERY_POINT);
    }
  }

  /**
   * Has those of a directory name a partition no more, of which no log lies there now: what a new
   * one lacks would look like a loss.
   */
  synchronized void forget(LogDir dir, TopicPartition partition) {
    for (LogDirOpening opening : openings) {
      for (OffsetCheckpoint checkpoint : OffsetCheckpoint.values()) {
        long harmless = checkpoint == OffsetCheckpoint.CLEANER ? LogCompaction.NEVER : 0;
        if (opening.dir == dir
            && !closed
            && !dir.isOffline()
            && opening.checkpoints.mayExceed(checkpoint, partition, harmless)) {
          write(opening, checkpoint);
        }
      }
    }
  }

  /** Writes these of one directory. */
  synchronized void write(LogDir dir, OffsetCheckpoint... which) {
    for (LogDirOpening opening : openings) {
      if (opening.dir == dir && !closed && !dir.isOffline()) {
        for (OffsetCheckpoint checkpoint : which) {
          write(opening, checkpoint);
        }
      }
    }
  }

  /** Writes one checkpoint of each directory. */
  synchronized void write(OffsetCheckpoint checkpoint) {
    for (LogDirOpening opening : openings) {
      if (!closed && !opening.dir.isOffline()) {
        write(opening, checkpoint);
      }
    }
  }

  /** Writes these for the last time. */
  synchronized void end(OffsetCheckpoint... last) {
    for (OffsetCheckpoint checkpoint : last) {
      write(checkpoint);
    }
    closed = true;
  }

  private void write(LogDirOpening opening, OffsetCheckpoint checkpoint) {
    LogDir dir = opening.dir;
    try {
      opening.checkpoints.write(
          checkpoint,
          () -> {
            Map<TopicPartition, Long> offsets = new LinkedHashMap<>();
            logs.accept(log -> note(checkpoint, dir, log, offsets));
            return offsets;
          });
    } catch (IOException e) {
      dir.fail("writing " + checkpoint.fileName(), e);
    }
  }

  private static void note(
      OffsetCheckpoint checkpoint, LogDir dir, Log log, Map<TopicPartition, Long> offsets) {
    if (log.dir() == dir && log.isCheckpointed(checkpoint)) {
      offsets.put(log.topicPartition(), log.checkpoint(checkpoint));
    }
  }
}
