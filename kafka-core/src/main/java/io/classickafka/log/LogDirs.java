package io.classickafka.log;

import io.classickafka.disk.Disk;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.seam.EventLoop;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** All log directories of a broker and the logs in them. Thread-safe. */
public final class LogDirs {
  private static UnsupportedOperationException later() {
    return new UnsupportedOperationException();
  }

  /**
   * Locks, reads and recovers the directories on the pool.
   *
   * @param configs the settings of a topic
   * @param onOffline told on any thread when a directory fails after this
   * @return completed on a pool thread; fails with LogDirException, whose message is for a person
   */
  public static CompletableFuture<LogDirs> open(
      Disk disk,
      LogDirsConfig config,
      Function<String, LogConfig> configs,
      EventLoop timer,
      Executor pool,
      Consumer<LogDir> onOffline) {
    throw later();
  }

  /** In the order configured, those that failed included. */
  public List<LogDir> dirs() {
    throw later();
  }

  /** By topic and partition, those in failed directories included. */
  public List<Log> logs() {
    throw later();
  }

  public @Nullable Log log(TopicPartition partition) {
    throw later();
  }

  /** The log of a partition, made in the directory with the fewest logs if there is none. */
  public CreateResult getOrCreate(
      TopicPartition partition, @Nullable Uuid topicId, LogConfig config, boolean isNew) {
    throw later();
  }

  /** What {@link #getOrCreate} made. */
  public record CreateResult(@Nullable Log log, ErrorCode error) {}

  /** Renames the partition's directory and deletes it later. On the partition's loop. */
  public ErrorCode delete(TopicPartition partition) {
    throw later();
  }

  public void writeRecoveryPoints() {
    throw later();
  }

  public void writeHighWatermarks() {
    throw later();
  }

  public void writeLogStartOffsets() {
    throw later();
  }

  /** Forces and closes every log, writes checkpoints and the clean marker, frees the locks. */
  public void close(long brokerEpoch) {
    throw later();
  }
}
