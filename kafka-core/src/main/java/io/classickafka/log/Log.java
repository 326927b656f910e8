package io.classickafka.log;

import io.classickafka.protocol.ErrorCode;
import io.classickafka.seam.ByteSlice;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** The log of one partition. Owned by the partition's loop; the getters marked so by anyone. */
public final class Log {
  private static UnsupportedOperationException later() {
    return new UnsupportedOperationException();
  }

  /** Any thread. */
  public TopicPartition topicPartition() {
    throw later();
  }

  /** The topic id on disk, null when there is none yet. Any thread. */
  public @Nullable Uuid topicId() {
    throw later();
  }

  /** Writes the id to {@code partition.metadata} when there is none yet. */
  public ErrorCode assignTopicId(Uuid topicId) {
    throw later();
  }

  /** The directory the log lies in. Any thread. */
  public LogDir dir() {
    throw later();
  }

  public LogConfig config() {
    throw later();
  }

  /** Settings changed at run time; they apply from the next call on. */
  public void updateConfig(LogConfig config) {
    throw later();
  }

  /** First offset a client may read. Any thread. */
  public long logStartOffset() {
    throw later();
  }

  /** Offset the next record will take. Any thread. */
  public long logEndOffset() {
    throw later();
  }

  /** Everything below was forced to the device. Any thread. */
  public long recoveryPoint() {
    throw later();
  }

  /** As last told by the owner; after opening, as checkpointed. Any thread. */
  public long highWatermark() {
    throw later();
  }

  /** Told by the replica; clamped to log start and log end. It is checkpointed by LogDirs. */
  public void updateHighWatermark(long highWatermark) {
    throw later();
  }

  /** Exclusive end for read-committed; never above the high watermark. */
  public long lastStableOffset() {
    throw later();
  }

  public long sizeBytes() {
    throw later();
  }

  /**
   * Appends what a producer sent, giving it offsets. Borrows the records; patches their headers.
   */
  public AppendResult appendAsLeader(
      ByteSlice records, int leaderEpoch, Origin origin, long nowMs, AppendWorkspace workspace) {
    throw later();
  }

  /** Appends what was fetched from the leader, as it is. A cut-off last batch is left out. */
  public AppendResult appendAsFollower(ByteSlice records, long nowMs) {
    throw later();
  }

  /**
   * @param upperOffset exclusive: no batch that starts at or above it is returned
   * @param minOneBatch return the first batch whole even when it is larger than maxBytes
   * @param withAborted list the aborted transactions (read-committed)
   */
  public ReadResult read(
      long fetchOffset, int maxBytes, long upperOffset, boolean minOneBatch, boolean withAborted) {
    throw later();
  }

  /** Removes everything from the offset on, forced before this returns. */
  public ErrorCode truncateTo(long offset, long nowMs) {
    throw later();
  }

  /** Removes everything; the next record will take this offset. Forced before this returns. */
  public ErrorCode truncateFullyAndStartAt(long offset, long nowMs) {
    throw later();
  }

  /** This broker became leader: the epoch starts at the log end. Forced before this returns. */
  public ErrorCode assignEpoch(int leaderEpoch) {
    throw later();
  }

  /** Epoch of the latest entry, or {@link EpochEndOffset#UNKNOWN}. */
  public int latestEpoch() {
    throw later();
  }

  /** First offset of the latest epoch; -1 when there is none. */
  public long latestEpochStartOffset() {
    throw later();
  }

  public EpochEndOffset endOffsetForEpoch(int leaderEpoch) {
    throw later();
  }

  /** Epoch of the record at the offset, or {@link EpochEndOffset#UNKNOWN}. */
  public int epochForOffset(long offset) {
    throw later();
  }

  /**
   * Finds the first record at or after a timestamp, or the special position of {@link
   * TimestampOffset}, except LATEST. Null when there is none.
   */
  public @Nullable TimestampOffset offsetForTimestamp(long timestampMs) {
    throw later();
  }

  /** ListOffsets v0: at most {@code maxOffsets} segment starts not younger than it, descending. */
  public List<Long> offsetsBefore(long timestampMs, int maxOffsets, long nowMs) {
    throw later();
  }

  /** DeleteRecords, or a follower learning its leader's log start. Never lowers it. */
  public ErrorCode advanceLogStartOffset(long offset) {
    throw later();
  }

  /** Retention by log start, size and time. Returns the number of segments deleted. */
  public int deleteOldSegments(long nowMs) {
    throw later();
  }

  /** Forces everything appended so far, on this thread. */
  public ErrorCode flush(long nowMs) {
    throw later();
  }

  /** Forgets idempotent producers that were silent for long. */
  public void removeExpiredProducers(long nowMs, long expirationMs) {
    throw later();
  }
}
