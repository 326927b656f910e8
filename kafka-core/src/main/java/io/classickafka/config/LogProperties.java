package io.classickafka.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where and how records are stored, and for how long. Most are the defaults of topic properties.
 */
interface LogProperties {

  PropertyTable LOG_TABLE = new PropertyTable("Log");

  Property<String> LOG_DIR =
      LOG_TABLE
          .ofString("log.dir", "/tmp/kafka-logs")
          .doc("The folder that holds the logs, when log.dirs is unset.");

  Property<Integer> LOG_ROLL_HOURS =
      LOG_TABLE
          .ofInt("log.roll.hours", 168)
          .atLeast(1)
          .doc("The same in hours, when log.roll.ms is unset.");

  Property<Integer> LOG_ROLL_JITTER_HOURS =
      LOG_TABLE
          .ofInt("log.roll.jitter.hours", 0)
          .atLeast(0)
          .doc("The same in hours, when log.roll.jitter.ms is unset.");

  Property<Integer> LOG_RETENTION_HOURS =
      LOG_TABLE
          .ofInt("log.retention.hours", 168)
          .doc("The same in hours, when log.retention.minutes is unset too.");

  Property<Integer> LOG_RETENTION_MINUTES =
      LOG_TABLE
          .ofIntFallingBack("log.retention.minutes")
          .fallingBackOn(LOG_RETENTION_HOURS, 60)
          .doc("The same in minutes, when log.retention.ms is unset.");

  Property<Long> LOG_FLUSH_SCHEDULER_INTERVAL_MS =
      LOG_TABLE
          .ofLong("log.flush.scheduler.interval.ms", Long.MAX_VALUE)
          .doc("How often the broker looks for logs to force to disk.");

  Property<@Nullable String> LOG_DIRS =
      LOG_TABLE
          .ofString("log.dirs")
          .doc("Folders that hold the logs, separated by commas; log.dir when unset.");

  Property<Integer> LOG_SEGMENT_BYTES =
      LOG_TABLE
          .ofInt("log.segment.bytes", 1_073_741_824)
          .atLeast(14)
          .clusterWide()
          .doc("Size at which a segment is closed and the next begins.");

  Property<Long> LOG_ROLL_MS =
      LOG_TABLE
          .ofLong("log.roll.ms")
          .clusterWide()
          .fallingBackOn(LOG_ROLL_HOURS, 3_600_000)
          .doc("Age at which a segment is closed even when it is not full.");

  Property<Long> LOG_ROLL_JITTER_MS =
      LOG_TABLE
          .ofLong("log.roll.jitter.ms")
          .clusterWide()
          .fallingBackOn(LOG_ROLL_JITTER_HOURS, 3_600_000)
          .doc(
              "Most that is taken off log.roll.ms at random, so that segments do not"
                  + " roll all at once.");

  Property<Long> LOG_RETENTION_MS =
      LOG_TABLE
          .ofLong("log.retention.ms")
          .clusterWide()
          .fallingBackOn(LOG_RETENTION_MINUTES, 60_000)
          .fallingBackOn(LOG_RETENTION_HOURS, 3_600_000)
          .doc("Age at which a closed segment is deleted; -1 keeps it.");

  Property<Long> LOG_RETENTION_BYTES =
      LOG_TABLE
          .ofLong("log.retention.bytes", -1L)
          .clusterWide()
          .doc(
              "Size of a partition's log beyond which its oldest segments are deleted;"
                  + " -1 sets no limit.");

  Property<Long> LOG_RETENTION_CHECK_INTERVAL_MS =
      LOG_TABLE
          .ofLong("log.retention.check.interval.ms", 300_000L)
          .atLeast(1)
          .doc("How often the broker looks for segments to delete.");

  Property<Long> LOG_SEGMENT_DELETE_DELAY_MS =
      LOG_TABLE
          .ofLong("log.segment.delete.delay.ms", 60_000L)
          .atLeast(0)
          .clusterWide()
          .doc("How long a deleted segment's files stay on disk, renamed.");

  Property<List<String>> LOG_CLEANUP_POLICY =
      LOG_TABLE
          .ofList("log.cleanup.policy", "delete")
          .oneOf("compact", "delete")
          .clusterWide()
          .doc(
              "What happens to old records: delete, compact (keep the last of each"
                  + " key), or both.");

  Property<Integer> LOG_INDEX_INTERVAL_BYTES =
      LOG_TABLE
          .ofInt("log.index.interval.bytes", 4096)
          .atLeast(0)
          .clusterWide()
          .doc("Bytes of records between two entries of the offset index.");

  Property<Integer> LOG_INDEX_SIZE_MAX_BYTES =
      LOG_TABLE
          .ofInt("log.index.size.max.bytes", 10_485_760)
          .atLeast(4)
          .clusterWide()
          .doc("Size at which an index is full and the segment is closed.");

  Property<Boolean> LOG_PREALLOCATE =
      LOG_TABLE
          .ofBoolean("log.preallocate", false)
          .clusterWide()
          .notYet(Reasons.PREALLOCATION)
          .doc("Reserves the whole segment file when it is made.");

  Property<String> LOG_MESSAGE_TIMESTAMP_TYPE =
      LOG_TABLE
          .ofString("log.message.timestamp.type", "CreateTime")
          .oneOf("CreateTime", "LogAppendTime")
          .clusterWide()
          .doc(
              "Whether a record's time is the producer's (CreateTime) or the broker's"
                  + " (LogAppendTime).");

  Property<Long> LOG_MESSAGE_TIMESTAMP_BEFORE_MAX_MS =
      LOG_TABLE
          .ofLong("log.message.timestamp.before.max.ms", Long.MAX_VALUE)
          .atLeast(0)
          .clusterWide()
          .doc("How far a record's time may lie in the past.");

  Property<Long> LOG_MESSAGE_TIMESTAMP_AFTER_MAX_MS =
      LOG_TABLE
          .ofLong("log.message.timestamp.after.max.ms", Long.MAX_VALUE)
          .atLeast(0)
          .clusterWide()
          .doc("How far a record's time may lie in the future.");

  Property<Long> LOG_MESSAGE_TIMESTAMP_DIFFERENCE_MAX_MS =
      LOG_TABLE
          .ofLong("log.message.timestamp.difference.max.ms", Long.MAX_VALUE)
          .atLeast(0)
          .clusterWide()
          .doc(
              "Both limits at once; deprecated, and counts only while the two others"
                  + " are unset.");

  Property<String> LOG_MESSAGE_FORMAT_VERSION =
      LOG_TABLE
          .ofString("log.message.format.version", "3.0-IV1")
          .accepting(Constraint.release())
          .ignored(
              "records are stored in the format of 3.0, as Apache 3.x does with an"
                  + " inter-broker protocol of 3.0 or later")
          .doc("The record format of older brokers; deprecated.");

  Property<Boolean> LOG_MESSAGE_DOWNCONVERSION_ENABLE =
      LOG_TABLE
          .ofBoolean("log.message.downconversion.enable", true)
          .clusterWide()
          .doc("Converts records for consumers that only read an older format.");

  Property<String> LOG_DURABILITY =
      LOG_TABLE
          .ofString("log.durability", "page-cache")
          .oneOf("page-cache", "flush")
          .clusterWide()
          .own(Reasons.DURABILITY)
          .doc(
              "When an append counts: once the operating system has it, or once it was"
                  + " forced to disk.");

  Property<Long> LOG_FLUSH_INTERVAL_MESSAGES =
      LOG_TABLE
          .ofLong("log.flush.interval.messages", Long.MAX_VALUE)
          .atLeast(1)
          .clusterWide()
          .mapped(Reasons.FLUSH_MESSAGES)
          .doc("Forces a partition's log to disk after this many records.");

  Property<Long> LOG_FLUSH_INTERVAL_MS =
      LOG_TABLE
          .ofLong("log.flush.interval.ms")
          .clusterWide()
          .fallingBackOn(LOG_FLUSH_SCHEDULER_INTERVAL_MS)
          .doc(
              "Forces a partition's log to disk after this long, as often as"
                  + " log.flush.scheduler.interval.ms has the broker look.");

  Property<Integer> LOG_FLUSH_OFFSET_CHECKPOINT_INTERVAL_MS =
      LOG_TABLE
          .ofInt("log.flush.offset.checkpoint.interval.ms", 60_000)
          .atLeast(0)
          .doc("How often the recovery points are written down.");

  Property<Integer> LOG_FLUSH_START_OFFSET_CHECKPOINT_INTERVAL_MS =
      LOG_TABLE
          .ofInt("log.flush.start.offset.checkpoint.interval.ms", 60_000)
          .atLeast(0)
          .doc("How often the log start offsets are written down.");

  Property<Long> LOG_DIR_FAILURE_TIMEOUT_MS =
      LOG_TABLE
          .ofLong("log.dir.failure.timeout.ms", 30_000L)
          .atLeast(1)
          .ignored(Reasons.KRAFT)
          .doc("How long a broker waits to tell the controller about a failed log" + " directory.");

  Property<Long> LOG_INITIAL_TASK_DELAY_MS =
      LOG_TABLE
          .ofLong("log.initial.task.delay.ms", 30_000L)
          .atLeast(0)
          .internal()
          .doc("Pause after a start before retention and flushing begin.");

  Property<Integer> MESSAGE_MAX_BYTES =
      LOG_TABLE
          .ofInt("message.max.bytes", 1_048_588)
          .atLeast(0)
          .clusterWide()
          .doc("Largest record batch the broker accepts.");

  Property<String> COMPRESSION_TYPE =
      LOG_TABLE
          .ofString("compression.type", "producer")
          .oneOf("uncompressed", "zstd", "lz4", "snappy", "gzip", "producer")
          .clusterWide()
          .doc(
              "The codec in which batches are stored; producer keeps what the producer"
                  + " chose.");

  Property<Integer> COMPRESSION_GZIP_LEVEL =
      LOG_TABLE
          .ofInt("compression.gzip.level", -1)
          .accepting(Constraint.gzipLevel())
          .clusterWide()
          .doc("Level of gzip when the broker compresses; -1 is the library's default.");

  Property<Integer> COMPRESSION_LZ4_LEVEL =
      LOG_TABLE
          .ofInt("compression.lz4.level", 9)
          .between(1, 17)
          .clusterWide()
          .doc("Level of lz4 when the broker compresses.");

  Property<Integer> COMPRESSION_ZSTD_LEVEL =
      LOG_TABLE
          .ofInt("compression.zstd.level", 3)
          .between(-131_072, 22)
          .clusterWide()
          .doc("Level of zstd when the broker compresses.");

  Property<Boolean> LOG_CLEANER_ENABLE =
      LOG_TABLE
          .ofBoolean("log.cleaner.enable", true)
          .doc("Runs the cleaner, which compacted topics need.");

  Property<Integer> LOG_CLEANER_THREADS =
      LOG_TABLE
          .ofInt("log.cleaner.threads", 1)
          .atLeast(0)
          .clusterWide()
          .doc("How many logs are cleaned at a time.");

  Property<Long> LOG_CLEANER_BACKOFF_MS =
      LOG_TABLE
          .ofLong("log.cleaner.backoff.ms", 15_000L)
          .atLeast(0)
          .clusterWide()
          .doc("Pause when there is nothing to clean.");

  Property<Long> LOG_CLEANER_DEDUPE_BUFFER_SIZE =
      LOG_TABLE
          .ofLong("log.cleaner.dedupe.buffer.size", 134_217_728L)
          .clusterWide()
          .mapped(Reasons.DEDUPE)
          .doc("Memory for the keys of a cleaning, all threads together.");

  Property<Long> LOG_CLEANER_DELETE_RETENTION_MS =
      LOG_TABLE
          .ofLong("log.cleaner.delete.retention.ms", 86_400_000L)
          .atLeast(0)
          .clusterWide()
          .doc("How long the mark of a deleted key stays in a compacted log.");

  Property<Double> LOG_CLEANER_IO_BUFFER_LOAD_FACTOR =
      LOG_TABLE
          .ofDouble("log.cleaner.io.buffer.load.factor", 0.9)
          .clusterWide()
          .doc("How full that memory may get.");

  Property<Integer> LOG_CLEANER_IO_BUFFER_SIZE =
      LOG_TABLE
          .ofInt("log.cleaner.io.buffer.size", 524_288)
          .atLeast(0)
          .clusterWide()
          .doc("Read and write buffers of the cleaner, all threads together.");

  Property<Double> LOG_CLEANER_IO_MAX_BYTES_PER_SECOND =
      LOG_TABLE
          .ofDouble("log.cleaner.io.max.bytes.per.second", Double.MAX_VALUE)
          .clusterWide()
          .doc("Most bytes the cleaner reads and writes a second.");

  Property<Long> LOG_CLEANER_MAX_COMPACTION_LAG_MS =
      LOG_TABLE
          .ofLong("log.cleaner.max.compaction.lag.ms", Long.MAX_VALUE)
          .atLeast(1)
          .clusterWide()
          .doc("Age at which a record must have been looked at by the cleaner.");

  Property<Double> LOG_CLEANER_MIN_CLEANABLE_RATIO =
      LOG_TABLE
          .ofDouble("log.cleaner.min.cleanable.ratio", 0.5)
          .between(0, 1)
          .clusterWide()
          .doc("Share of a log that must be uncleaned before it is cleaned.");

  Property<Long> LOG_CLEANER_MIN_COMPACTION_LAG_MS =
      LOG_TABLE
          .ofLong("log.cleaner.min.compaction.lag.ms", 0L)
          .atLeast(0)
          .clusterWide()
          .doc("Age before which a record is not compacted away.");

  Property<Integer> PRODUCER_ID_EXPIRATION_MS =
      LOG_TABLE
          .ofInt("producer.id.expiration.ms", 86_400_000)
          .atLeast(1)
          .clusterWide()
          .doc("How long a partition remembers an idempotent producer that writes" + " nothing.");

  Property<Integer> PRODUCER_ID_EXPIRATION_CHECK_INTERVAL_MS =
      LOG_TABLE
          .ofInt("producer.id.expiration.check.interval.ms", 600_000)
          .atLeast(1)
          .internal()
          .doc("How often it looks for producers to forget.");
}
