package io.classickafka.log;

import io.classickafka.protocol.ErrorCode;
import io.classickafka.seam.ByteSlice;
import io.classickafka.seam.EventLoop;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The log of one partition. Owned by the partition's loop; the getters marked so are for anyone.
 *
 * <p>Invariant: logStartOffset <= highWatermark <= logEndOffset, and recoveryPoint <= logEndOffset.
 *
 * <p>When the disk fails the log directory goes offline; when what lies in this log cannot be right
 * only the log does. Either way every call then answers KAFKA_STORAGE_ERROR and touches nothing.
 */
public final class Log {

  private static final Logger LOG = LogManager.getLogger(Log.class);

  private final LogStore store;
  private final LogWriter writer;
  private final LogReader reader;
  private final LogRetention retention;
  private final LogCompaction compaction;

  private volatile @Nullable Uuid topicId;
  private volatile long logStartOffset;
  private volatile long logEndOffset;
  private volatile long highWatermark;

  /** The last stable offset when the high watermark last moved, which is when it moves itself. */
  private volatile long stableOffsetSeen;

  private volatile long firstSegmentOffset;
  private volatile boolean broken;

  /** What the checkpoints said when the log could not be opened: they go on saying it. */
  private LogLoader.@Nullable Checkpointed kept;

  private volatile boolean deleted;

  /** The log that took this one's place in another directory. */
  private volatile @Nullable Log successor;

  /** When everything was seen forced, or the last time flush.ms forced it. Wall clock. */
  private long allForcedMs;

  Log(
      LogStore store,
      @Nullable Uuid topicId,
      long logStartOffset,
      long logEndOffset,
      long highWatermark) {
    this.store = store;
    this.topicId = topicId;
    this.logStartOffset = logStartOffset;
    this.logEndOffset = logEndOffset;
    if (!store.segments.isEmpty()) {
      moveTo(logStartOffset, logEndOffset);
    }
    this.writer = new LogWriter(this, store);
    this.reader = new LogReader(this, store);
    this.retention = new LogRetention(this, store, reader);
    this.compaction = new LogCompaction(this, store);
    updateHighWatermark(highWatermark);
  }

  /** A log that could not be opened: known, offline, and in the checkpoints as it was. */
  static Log unusable(LogStore store, LogLoader.Checkpointed kept, IOException cause) {
    Log log = new Log(store, null, 0, 0, 0);
    log.kept = kept;
    log.failed("opening", cause);
    return log;
  }

  /** Any thread. */
  public TopicPartition topicPartition() {
    return store.partition;
  }

  /** The topic id on disk, null when there is none yet. Any thread. */
  public @Nullable Uuid topicId() {
    return topicId;
  }

  /** Writes the id to {@code partition.metadata} when there is none yet. */
  public ErrorCode assignTopicId(Uuid newId) {
    if (isOffline()) {
      return ErrorCode.KAFKA_STORAGE_ERROR;
    }
    Uuid known = topicId;
    if (known != null) {
      return known.equals(newId) ? ErrorCode.NONE : ErrorCode.INCONSISTENT_TOPIC_ID;
    }
    try {
      PartitionMetadata.write(store.disk(), store.directory(), newId);
      topicId = newId;
      return ErrorCode.NONE;
    } catch (IOException e) {
      return failed("writing the topic id", e);
    }
  }

  /** The directory the log lies in. Any thread. */
  public LogDir dir() {
    return store.dir;
  }

  /** Whether every call answers KAFKA_STORAGE_ERROR. Any thread. */
  public boolean isOffline() {
    return broken || deleted || store.dir.isOffline();
  }

  public LogConfig config() {
    return store.config;
  }

  /** Settings changed at run time; they apply from the next call on. */
  public void updateConfig(LogConfig config) {
    boolean compacted = store.config.compacts();
    store.config = config;
    requestDurability();
    try {
      compaction.configured(compacted);
    } catch (IOException e) {
      failed("aborting a cleaning", e);
    }
  }

  /** The loop that makes the calls from now on: where the cleaner asks. Any thread. */
  public void ownedBy(EventLoop owner) {
    compaction.ownedBy(owner);
  }

  /**
   * What was appended below this offset counts: as an acknowledgement to a producer, for the high
   * watermark, and as a follower's fetch offset, which must not be above it. The log end, or with
   * {@code durability=flush} how far the log was forced. Never above the log end.
   */
  public long durableOffset() {
    return store.config.countsForcedOnly()
        ? Math.min(store.forcePoint.offset(), logEndOffset)
        : logEndOffset;
  }

  /**
   * Calls a listener from now on whenever {@link #durableOffset} may have risen other than by an
   * append or a setting, and sees to it that what is in the log now becomes durable.
   *
   * @param listener called on any thread; to be left as soon as possible
   */
  public void onDurable(Runnable listener) {
    store.forces.onForced(listener);
    requestDurability();
  }

  private void requestDurability() {
    if (isOffline() || !store.config.countsForcedOnly() || durableOffset() >= logEndOffset) {
      return;
    }
    try {
      store.forces.request(logEndOffset, ForceReason.DURABILITY);
    } catch (IOException e) {
      failed("forcing", e);
    }
  }

  /** First offset a client may read. Any thread. */
  public long logStartOffset() {
    return logStartOffset;
  }

  /** Offset the next record will take. Any thread. */
  public long logEndOffset() {
    return logEndOffset;
  }

  /** Everything below was forced to the device. Any thread. */
  public long recoveryPoint() {
    return store.forcePoint.offset();
  }

  /** As last told by the owner; after opening, as checkpointed. Any thread. */
  public long highWatermark() {
    return highWatermark;
  }

  /** Told by the replica; clamped to log start and log end. It is checkpointed by LogDirs. */
  public void updateHighWatermark(long newHighWatermark) {
    highWatermark = Math.max(logStartOffset, Math.min(newHighWatermark, logEndOffset));
    store.producers.onHighWatermark(highWatermark);
    stableOffsetSeen = lastStableOffset();
  }

  /** How far open transactions hold read-committed readers back. Any thread. */
  public long lastStableOffsetLag() {
    return Math.max(0, highWatermark - stableOffsetSeen);
  }

  /** Exclusive end for read-committed; never above the high watermark. */
  public long lastStableOffset() {
    long unstable = store.producers.firstUnstableOffset();
    return unstable < highWatermark ? Math.max(unstable, logStartOffset) : highWatermark;
  }

  /** Any thread, which may see the size of a moment ago. */
  public long sizeBytes() {
    return store.segments.sizeBytes();
  }

  /** Any thread. */
  public int segmentCount() {
    return store.segments.size();
  }

  /**
   * Appends what a producer sent, giving it offsets. Borrows the records and patches their headers
   * in place.
   */
  public AppendResult appendAsLeader(
      ByteSlice records, int leaderEpoch, Origin origin, long nowMs, AppendWorkspace workspace) {
    return writer.appendAsLeader(records, leaderEpoch, origin, nowMs, workspace);
  }

  /** Appends in order what several clients sent, with as few writes as may be. */
  public void appendAsLeader(
      AppendGroup group, int leaderEpoch, long nowMs, AppendWorkspace workspace) {
    writer.appendAsLeader(group, leaderEpoch, nowMs, workspace);
  }

  /** Appends what was fetched from the leader, as it is. A cut-off last batch is left out. */
  public AppendResult appendAsFollower(ByteSlice records, long nowMs) {
    return writer.appendAsFollower(records, nowMs);
  }

  /**
   * Reads from the batch that holds an offset to the end of its segment at most.
   *
   * @param upperOffset exclusive: no batch that ends at or above it is returned
   * @param minOneBatch return the first batch whole even when it is larger than maxBytes
   * @param withAborted list the aborted transactions (read-committed)
   */
  public ReadResult read(
      long fetchOffset, int maxBytes, long upperOffset, boolean minOneBatch, boolean withAborted) {
    return reader.read(fetchOffset, maxBytes, upperOffset, minOneBatch, withAborted);
  }

  /** Whether a read from an offset may have to wait for the disk: then read it off the loop. */
  public boolean isCold(long fetchOffset) {
    return reader.isCold(fetchOffset);
  }

  /**
   * As {@link #read}, on the background pool; of the same moment throughout. What is found is read
   * ahead, so that it can be sent without waiting for the disk, and is a few megabytes at most.
   *
   * @param owner this log's loop
   * @param onResult called once, on the owner, maybe before this returns
   */
  public void readCold(
      long fetchOffset,
      int maxBytes,
      long upperOffset,
      boolean minOneBatch,
      boolean withAborted,
      Executor owner,
      Consumer<ReadResult> onResult) {
    reader.readCold(fetchOffset, maxBytes, upperOffset, minOneBatch, withAborted, owner, onResult);
  }

  /** Removes everything from the offset on, forced before this returns. */
  public ErrorCode truncateTo(long offset, long nowMs) {
    if (isOffline()) {
      return ErrorCode.KAFKA_STORAGE_ERROR;
    }
    try {
      if (offset >= logEndOffset) {
        store.epochs.truncateFromEnd(offset);
        store.epochs.flush();
        return ErrorCode.NONE;
      }
      LOG.info(
          "log truncated partition={} toOffset={} logEndOffset={}",
          topicPartition(),
          offset,
          logEndOffset);
      if (store.segments.first().baseOffset > offset) {
        return truncateFullyAndStartAt(offset, nowMs);
      }
      compaction.beforeTruncation(offset);
      long newEnd = store.endBelow(offset);
      if (!lowerTo(newEnd)) {
        return ErrorCode.KAFKA_STORAGE_ERROR;
      }
      store.truncateTo(offset, newEnd, logStartOffset, nowMs);
      Long end = store.segments.active().readNextOffset();
      if (end == null) {
        throw new CorruptLogException(store.segments.active().path() + " is cut inside a batch");
      }
      moveTo(Math.min(end, logStartOffset), end);
      updateHighWatermark(highWatermark);
      requestDurability();
      compaction.afterTruncation();
      return ErrorCode.NONE;
    } catch (IOException e) {
      return failed("truncating to " + offset, e);
    }
  }

  /** Removes everything; the next record will take this offset. Forced before this returns. */
  public ErrorCode truncateFullyAndStartAt(long offset, long nowMs) {
    if (isOffline()) {
      return ErrorCode.KAFKA_STORAGE_ERROR;
    }
    try {
      compaction.beforeRestart(offset);
      if (!lowerTo(offset)) {
        return ErrorCode.KAFKA_STORAGE_ERROR;
      }
      store.restartAt(offset, nowMs);
      moveTo(offset, offset);
      highWatermark = offset;
      compaction.afterTruncation();
      return ErrorCode.NONE;
    } catch (IOException e) {
      return failed("truncating fully at " + offset, e);
    }
  }

  /** This broker became leader: the epoch starts at the log end. On disk with its first batch. */
  public ErrorCode assignEpoch(int leaderEpoch) {
    if (isOffline()) {
      return ErrorCode.KAFKA_STORAGE_ERROR;
    }
    store.epochs.announce(leaderEpoch, logEndOffset);
    return ErrorCode.NONE;
  }

  /** Epoch of the latest entry, or {@link EpochEndOffset#UNKNOWN}. */
  public int latestEpoch() {
    return store.epochs.latestEpoch();
  }

  /** First offset of the latest epoch; -1 when there is none. */
  public long latestEpochStartOffset() {
    return store.epochs.latestStartOffset();
  }

  /** Where an epoch ends in this log, as a follower or consumer asks for it. */
  public EpochEndOffset endOffsetForEpoch(int leaderEpoch) {
    return store.epochs.endOffsetFor(leaderEpoch, logEndOffset);
  }

  /** Epoch of the record at the offset, or {@link EpochEndOffset#UNKNOWN}. */
  public int epochForOffset(long offset) {
    return store.epochs.epochFor(offset);
  }

  /**
   * Finds the first record at or after a timestamp, or the special position of {@link
   * TimestampOffset}, except LATEST. Null when there is none. The caller compares what is found
   * with what its client may read.
   */
  public @Nullable TimestampOffset offsetForTimestamp(long timestampMs) {
    return reader.offsetForTimestamp(timestampMs);
  }

  /**
   * The same on the background pool. Called back once, on the owner; with {@link
   * TimestampOffset#UNREADABLE} when it could not be found out.
   */
  public void offsetForTimestamp(
      long timestampMs, Executor owner, Consumer<@Nullable TimestampOffset> onFound) {
    reader.offsetForTimestamp(timestampMs, owner, onFound);
  }

  /** {@link #offsetsBefore} on the background pool. Called back once, on the owner. */
  public void offsetsBefore(
      long timestampMs, int maxOffsets, long nowMs, Executor owner, Consumer<List<Long>> onFound) {
    reader.offsetsBefore(timestampMs, maxOffsets, nowMs, owner, onFound);
  }

  /** ListOffsets v0: at most {@code maxOffsets} segment starts not younger than it, descending. */
  public List<Long> offsetsBefore(long timestampMs, int maxOffsets, long nowMs) {
    return reader.offsetsBefore(timestampMs, maxOffsets, nowMs);
  }

  /** DeleteRecords, or a follower learning its leader's log start. Never lowers it. */
  public ErrorCode advanceLogStartOffset(long offset) {
    if (isOffline()) {
      return ErrorCode.KAFKA_STORAGE_ERROR;
    }
    if (offset > highWatermark) {
      return ErrorCode.OFFSET_OUT_OF_RANGE;
    }
    if (offset > logStartOffset) {
      logStartOffset = offset;
      store.epochs.truncateFromStart(offset);
    }
    return ErrorCode.NONE;
  }

  /**
   * Looks up, on the background pool, how old the segments are that retention has to know of; then
   * calls back once, on the owner: {@link #deleteOldSegments} has nothing to read now.
   */
  public void learnAges(long nowMs, Executor owner, Runnable then) {
    retention.learnAges(nowMs, owner, then);
  }

  /** Retention by log start, size and time. Returns the number of segments deleted. */
  public int deleteOldSegments(long nowMs) {
    return isOffline() ? 0 : retention.deleteOldSegments(nowMs);
  }

  /** Forces everything appended so far, on this thread. */
  public ErrorCode flush() {
    if (isOffline()) {
      return ErrorCode.KAFKA_STORAGE_ERROR;
    }
    try {
      store.epochs.flush();
      store.force(logEndOffset, ForceReason.INTERVAL);
      return ErrorCode.NONE;
    } catch (IOException e) {
      return failed("forcing", e);
    }
  }

  /**
   * Has what was appended forced in the background once {@code flush.ms} has passed since
   * everything was forced.
   */
  public ErrorCode flushIfDue(long nowMs) {
    if (recoveryPoint() >= logEndOffset) {
      allForcedMs = nowMs;
      return ErrorCode.NONE;
    }
    if (nowMs - allForcedMs < store.config.flushMs()) {
      return ErrorCode.NONE;
    }
    if (isOffline()) {
      return ErrorCode.KAFKA_STORAGE_ERROR;
    }
    allForcedMs = nowMs;
    try {
      store.forces.request(logEndOffset, ForceReason.INTERVAL);
      return ErrorCode.NONE;
    } catch (IOException e) {
      return failed("forcing", e);
    }
  }

  /** Forgets idempotent producers that were silent for long. Returns their number. */
  public int removeExpiredProducers(long nowMs, long expirationMs) {
    return store.producers.removeExpired(nowMs, expirationMs);
  }

  /** Idempotent producers that are known. Any thread, which may see the count of a moment ago. */
  public int producerCount() {
    return store.producers.producers().size();
  }

  // For the log's own classes.

  /** Whether the checkpoints have an entry of the log. Any thread. */
  boolean isCheckpointed(OffsetCheckpoint checkpoint) {
    if (deleted || store.dir.isOffline()) {
      return false;
    }
    if (checkpoint == OffsetCheckpoint.CLEANER) {
      return compaction.firstDirty() != LogCompaction.NEVER;
    }
    return checkpoint != OffsetCheckpoint.LOG_START
        || (kept == null ? logStartOffset > firstSegmentOffset : kept.logStartOffset() > 0);
  }

  /** What a checkpoint says of the log. Any thread. */
  long checkpoint(OffsetCheckpoint checkpoint) {
    LogLoader.Checkpointed before = kept;
    return switch (checkpoint) {
      case RECOVERY_POINT -> before == null ? recoveryPoint() : before.recoveryPoint();
      case HIGH_WATERMARK -> before == null ? highWatermark : before.highWatermark();
      case LOG_START -> before == null ? logStartOffset : before.logStartOffset();
      case CLEANER -> compaction.firstDirty();
    };
  }

  /**
   * Before records go, also those that were forced or committed: what promises them goes first, in
   * memory and in the checkpoints. A crash in between must not look like their loss, nor what comes
   * in their place like something forced. False when that failed.
   */
  boolean lowerTo(long offset) {
    store.forcePoint.truncate(offset);
    highWatermark = Math.min(highWatermark, offset);
    logStartOffset = Math.min(logStartOffset, offset);
    store.dir.shortened(this);
    return !isOffline();
  }

  void moveTo(long newLogStartOffset, long newLogEndOffset) {
    firstSegmentOffset = store.segments.first().baseOffset;
    logStartOffset = newLogStartOffset;
    logEndOffset = newLogEndOffset;
  }

  /** At shutdown, when the owner has stopped. False when it could not be closed cleanly. */
  boolean close() {
    if (isOffline()) {
      return false;
    }
    try {
      compaction.abort();
      store.close(logEndOffset);
      return true;
    } catch (IOException e) {
      failed("closing", e);
      return false;
    }
  }

  /** The partition is deleted: the directory is renamed, and every call refused from now on. */
  void delete(Path renamed) throws IOException {
    deleted = true;
    compaction.abort();
    store.renameDirectory(renamed);
  }

  /** Takes over what another log with the same end knows that is not in its records. */
  void takeOver(Log other) throws IOException {
    store.epochs.takeOver(other.store.epochs);
    store.epochs.flush();
    highWatermark = Math.max(logStartOffset, Math.min(other.highWatermark, logEndOffset));
    if (other.logStartOffset > logStartOffset) {
      logStartOffset = Math.min(other.logStartOffset, logEndOffset);
    }
  }

  /** Another log has taken this one's place, which is deleted. */
  void movedTo(Log other) {
    successor = other;
  }

  /** The log that took this one's place; null while none did. Any thread. */
  @Nullable Log successor() {
    return successor;
  }

  ProducerState producers() {
    return store.producers;
  }

  LogCompaction compaction() {
    return compaction;
  }

  Path directory() {
    return store.directory();
  }

  ErrorCode failed(String doing, IOException cause) {
    String remedy = LogRemedy.of(cause);
    if (deleted) {
      // Its files have other names: that they are not found says nothing of the disk.
      LOG.debug("deleted log touched partition={} doing=\"{}\"", topicPartition(), doing, cause);
    } else if (remedy == null) {
      store.dir.fail(doing + " partition=" + topicPartition(), cause);
    } else if (!broken) {
      broken = true;
      LOG.error(
          "log offline partition={} doing=\"{}\" logEndOffset={} cause=\"{}\" remedy=\"{}\"",
          topicPartition(),
          doing,
          logEndOffset,
          cause.getMessage(),
          remedy);
      store.dir.logFailed(this);
    }
    return ErrorCode.KAFKA_STORAGE_ERROR;
  }

  @Override
  public String toString() {
    return "Log(" + topicPartition() + " " + logStartOffset + ".." + logEndOffset + ")";
  }
}
