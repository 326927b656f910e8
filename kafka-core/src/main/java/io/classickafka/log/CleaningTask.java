package io.classickafka.log;

import io.classickafka.disk.Disk;
import io.classickafka.log.clean.ActiveProducer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * What the owner of a log hands to the pool to have it cleaned: nothing in it changes, but that the
 * owner may abort it at any time. Thread-safe.
 */
final class CleaningTask {

  /**
   * A sealed segment.
   *
   * @param endOffset base of the next one, exclusive
   */
  record Source(long baseOffset, long endOffset, int sizeBytes) {}

  final TopicPartition partition;
  final LogDir dir;
  final Path directory;
  final LogConfig config;

  /** The segments below the first offset that must not be cleaned. */
  final List<Source> sources;

  /** Of all segments, the active one last. */
  final List<Long> bases;

  /** Below it everything was forced when the task was made. */
  final long forcedTo;

  private final ForcePoint forcePoint;
  private final int truncations;
  final long firstDirty;
  final Map<Long, ActiveProducer> producers;

  /** Wall clock. */
  final long nowMs;

  private volatile boolean aborted;

  CleaningTask(
      LogStore store,
      List<Source> sources,
      List<Long> bases,
      long firstDirty,
      Map<Long, ActiveProducer> producers,
      long nowMs) {
    this.partition = store.partition;
    this.dir = store.dir;
    this.directory = store.directory();
    this.config = store.config;
    this.sources = List.copyOf(sources);
    this.bases = List.copyOf(bases);
    this.forcePoint = store.forcePoint;
    this.truncations = forcePoint.truncations();
    this.forcedTo = forcePoint.offset();
    this.firstDirty = firstDirty;
    this.producers = producers;
    this.nowMs = nowMs;
  }

  Disk disk() {
    return dir.disk();
  }

  /** Everything below was forced, unless the log was cut meanwhile. */
  void forced(long offset) {
    forcePoint.forced(truncations, offset);
  }

  /** Before the owner touches what the task reads. */
  void abort() {
    aborted = true;
  }

  boolean isAborted() {
    return aborted || dir.isOffline();
  }
}
