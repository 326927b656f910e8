package io.classickafka.log;

import io.classickafka.record.Compression;
import io.classickafka.record.RecordRules;
import io.classickafka.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * The topic settings a log goes by, with the broker's defaults filled in. Immutable.
 *
 * @param segmentBytes {@code segment.bytes}
 * @param segmentMs {@code segment.ms}
 * @param segmentJitterMs {@code segment.jitter.ms}
 * @param segmentIndexBytes {@code segment.index.bytes}
 * @param indexIntervalBytes {@code index.interval.bytes}
 * @param maxMessageBytes {@code max.message.bytes}, of a whole batch
 * @param retentionBytes {@code retention.bytes}, negative for no limit
 * @param retentionMs {@code retention.ms}, negative for no limit
 * @param deletes {@code cleanup.policy} has delete
 * @param compacts {@code cleanup.policy} has compact
 * @param minCompactionLagMs {@code min.compaction.lag.ms}
 * @param maxCompactionLagMs {@code max.compaction.lag.ms}
 * @param minCleanableRatio {@code min.cleanable.dirty.ratio}
 * @param deleteRetentionMs {@code delete.retention.ms}
 * @param fileDeleteDelayMs {@code file.delete.delay.ms}
 * @param durability {@code durability}
 * @param flushMessages {@code flush.messages}
 * @param flushMs {@code flush.ms}
 * @param timestampType {@code message.timestamp.type}
 * @param timestampBeforeMaxMs {@code message.timestamp.before.max.ms}
 * @param timestampAfterMaxMs {@code message.timestamp.after.max.ms}
 * @param compression {@code compression.type}; null for {@code producer}: the batch keeps its codec
 * @param compressionLevel the configured level of {@code compression}; not used when that is null
 */
public record LogConfig(
    int segmentBytes,
    long segmentMs,
    long segmentJitterMs,
    int segmentIndexBytes,
    int indexIntervalBytes,
    int maxMessageBytes,
    long retentionBytes,
    long retentionMs,
    boolean deletes,
    boolean compacts,
    long minCompactionLagMs,
    long maxCompactionLagMs,
    double minCleanableRatio,
    long deleteRetentionMs,
    long fileDeleteDelayMs,
    Durability durability,
    long flushMessages,
    long flushMs,
    TimestampType timestampType,
    long timestampBeforeMaxMs,
    long timestampAfterMaxMs,
    @Nullable Compression compression,
    int compressionLevel) {

  private static final long DAY_MS = 24L * 60 * 60 * 1000;

  /** Apache's defaults. */
  public static final LogConfig DEFAULTS = new Builder().build();

  /** What records from clients must be like. */
  RecordRules recordRules() {
    return RecordRules.of(
        compacts, timestampType, timestampBeforeMaxMs, timestampAfterMaxMs, maxMessageBytes);
  }

  /** A builder that starts with these values. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.segmentBytes = segmentBytes;
    builder.segmentMs = segmentMs;
    builder.segmentJitterMs = segmentJitterMs;
    builder.segmentIndexBytes = segmentIndexBytes;
    builder.indexIntervalBytes = indexIntervalBytes;
    builder.maxMessageBytes = maxMessageBytes;
    builder.retentionBytes = retentionBytes;
    builder.retentionMs = retentionMs;
    builder.deletes = deletes;
    builder.compacts = compacts;
    builder.minCompactionLagMs = minCompactionLagMs;
    builder.maxCompactionLagMs = maxCompactionLagMs;
    builder.minCleanableRatio = minCleanableRatio;
    builder.deleteRetentionMs = deleteRetentionMs;
    builder.fileDeleteDelayMs = fileDeleteDelayMs;
    builder.durability = durability;
    builder.flushMessages = flushMessages;
    builder.flushMs = flushMs;
    builder.timestampType = timestampType;
    builder.timestampBeforeMaxMs = timestampBeforeMaxMs;
    builder.timestampAfterMaxMs = timestampAfterMaxMs;
    builder.compression = compression;
    builder.compressionLevel = compressionLevel;
    return builder;
  }

  /**
   * Whether an append counts only once it was forced. Also asked for by {@code flush.messages=1},
   * with which Apache's broker forces every append before it answers.
   */
  public boolean countsForcedOnly() {
    return durability == Durability.FLUSH || flushMessages <= 1;
  }

  /** How long a segment may take records before it is rolled. */
  long maxSegmentMs() {
    return compacts ? Math.min(maxCompactionLagMs, segmentMs) : segmentMs;
  }

  /** The settings by name; each has Apache's default. */
  public static final class Builder {
    private int segmentBytes = 1 << 30;
    private long segmentMs = 7 * DAY_MS;
    private long segmentJitterMs;
    private int segmentIndexBytes = 10 * 1024 * 1024;
    private int indexIntervalBytes = 4096;
    private int maxMessageBytes = 1024 * 1024 + 12;
    private long retentionBytes = -1;
    private long retentionMs = 7 * DAY_MS;
    private boolean deletes = true;
    private boolean compacts;
    private long minCompactionLagMs;
    private long maxCompactionLagMs = Long.MAX_VALUE;
    private double minCleanableRatio = 0.5;
    private long deleteRetentionMs = DAY_MS;
    private long fileDeleteDelayMs = 60_000;
    private Durability durability = Durability.PAGE_CACHE;
    private long flushMessages = Long.MAX_VALUE;
    private long flushMs = Long.MAX_VALUE;
    private TimestampType timestampType = TimestampType.CREATE_TIME;
    private long timestampBeforeMaxMs = Long.MAX_VALUE;
    private long timestampAfterMaxMs = Long.MAX_VALUE;
    private @Nullable Compression compression;
    private int compressionLevel;

    public Builder segmentBytes(int value) {
      segmentBytes = value;
      return this;
    }

    public Builder segmentMs(long value) {
      segmentMs = value;
      return this;
    }

    public Builder segmentJitterMs(long value) {
      segmentJitterMs = value;
      return this;
    }

    public Builder segmentIndexBytes(int value) {
      segmentIndexBytes = value;
      return this;
    }

    public Builder indexIntervalBytes(int value) {
      indexIntervalBytes = value;
      return this;
    }

    public Builder maxMessageBytes(int value) {
      maxMessageBytes = value;
      return this;
    }

    public Builder retentionBytes(long value) {
      retentionBytes = value;
      return this;
    }

    public Builder retentionMs(long value) {
      retentionMs = value;
      return this;
    }

    public Builder deletes(boolean value) {
      deletes = value;
      return this;
    }

    public Builder compacts(boolean value) {
      compacts = value;
      return this;
    }

    public Builder minCompactionLagMs(long value) {
      minCompactionLagMs = value;
      return this;
    }

    public Builder minCleanableRatio(double value) {
      minCleanableRatio = value;
      return this;
    }

    public Builder deleteRetentionMs(long value) {
      deleteRetentionMs = value;
      return this;
    }

    public Builder maxCompactionLagMs(long value) {
      maxCompactionLagMs = value;
      return this;
    }

    public Builder fileDeleteDelayMs(long value) {
      fileDeleteDelayMs = value;
      return this;
    }

    public Builder durability(Durability value) {
      durability = value;
      return this;
    }

    public Builder flushMessages(long value) {
      flushMessages = value;
      return this;
    }

    public Builder flushMs(long value) {
      flushMs = value;
      return this;
    }

    public Builder timestampType(TimestampType value) {
      timestampType = value;
      return this;
    }

    public Builder timestampBeforeMaxMs(long value) {
      timestampBeforeMaxMs = value;
      return this;
    }

    public Builder timestampAfterMaxMs(long value) {
      timestampAfterMaxMs = value;
      return this;
    }

    public Builder compression(@Nullable Compression value) {
      compression = value;
      return this;
    }

    public Builder compressionLevel(int value) {
      compressionLevel = value;
      return this;
    }

    public LogConfig build() {
      return new LogConfig(
          segmentBytes,
          segmentMs,
          segmentJitterMs,
          segmentIndexBytes,
          indexIntervalBytes,
          maxMessageBytes,
          retentionBytes,
          retentionMs,
          deletes,
          compacts,
          minCompactionLagMs,
          maxCompactionLagMs,
          minCleanableRatio,
          deleteRetentionMs,
          fileDeleteDelayMs,
          durability,
          flushMessages,
          flushMs,
          timestampType,
          timestampBeforeMaxMs,
          timestampAfterMaxMs,
          compression,
          compressionLevel);
    }
  }
}
