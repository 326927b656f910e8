package io.classickafka.log;

import io.classickafka.disk.Disk;
import io.classickafka.disk.DiskFile;
import io.classickafka.protocol.ErrorCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Logs that are to take the place of others, in another directory of the broker (KIP-113): {@code
 * <topic>-<partition>.<unique id>-future} until then. Any thread may look one up; each belongs to
 * whoever copies into it.
 *
 * <p>The replacement is one rename, that of the old directory to the name under which it will be
 * deleted, with the unique id of the new one. A start that finds the two and nothing live finishes
 * what a crash cut short; before that rename the old log counts, and the copy goes on.
 */
public final class FutureLogs {

  private static final Logger LOG = LogManager.getLogger(FutureLogs.class);

  private final LogDirs logDirs;
  private final LogDirsConfig config;
  private final Background background;
  private final ConcurrentSkipListMap<TopicPartition, Log> logs;
  private final PreferredDirs preferred = new PreferredDirs();

  FutureLogs(
      LogDirs logDirs,
      LogDirsConfig config,
      Background background,
      ConcurrentSkipListMap<TopicPartition, Log> found) {
    this.logDirs = logDirs;
    this.config = config;
    this.background = background;
    this.logs = found;
  }

  /** The log that is to take the place of a partition's, null when there is none. */
  public @Nullable Log get(TopicPartition partition) {
    return logs.get(partition);
  }

  /** All of them, by topic and partition. */
  public List<Log> all() {
    return List.copyOf(logs.values());
  }

  /** Whether a partition's name is short enough for a move. */
  public static boolean mayMove(TopicPartition partition) {
    return LogFiles.mayMove(partition);
  }

  /** Where a partition's log is to be made, should this broker get a replica. */
  public void prefer(TopicPartition partition, LogDir dir) {
    preferred.put(partition, dir);
  }

  /** The wish for a partition, which is fulfilled with that; null for none. */
  @Nullable LogDir preferred(TopicPartition partition) {
    return preferred.take(partition);
  }

  /**
   * Makes an empty log that is to take the place of another. Blocks on the disk.
   *
   * @return null when the directory failed
   */
  public @Nullable Log create(Log current, LogConfig logConfig, LogDir dir) {
    TopicPartition partition = current.topicPartition();
    Disk disk = dir.disk();
    Path directory = dir.path().resolve(LogFiles.futureDir(partition, logDirs.unique()));
    try {
      disk.makeDirectories(directory);
      LogStore store = store(partition, logConfig, dir, directory);
      Log log =
          new LogLoader(store, LogLoader.Checkpointed.NEW, disk.modifiedMs(directory), walked -> {})
              .load();
      Uuid topicId = current.topicId();
      if (topicId != null) {
        log.assignTopicId(topicId);
      }
      disk.forceDirectory(dir.path());
      logs.put(partition, log);
      // The checkpoints may still name what was here before.
      dir.shortened(log);
      LOG.info("future log created partition={} dir={}", partition, dir);
      return log.isOffline() ? null : log;
    } catch (IOException e) {
      dir.fail("creating a future log of " + partition, e);
      return null;
    }
  }

  private LogStore store(
      TopicPartition partition, LogConfig logConfig, LogDir dir, Path directory) {
    return new LogStore(partition, dir, directory, logConfig, background, config);
  }

  /** Gives up one of the logs. By who copies into it. */
  public void delete(Log future) {
    if (logs.remove(future.topicPartition(), future)) {
      deleteForgotten(future);
    }
  }

  /** The files of one that {@link #forget} took out of sight. By who copied into it, at the end. */
  public void deleteForgotten(Log future) {
    LogDir dir = future.dir();
    if (dir.isOffline()) {
      return;
    }
    Path renamed = dir.path().resolve(LogFiles.deletedName(future.directory()));
    try {
      future.delete(renamed);
      dir.disk().forceDirectory(dir.path());
      logDirs.deleteLater(dir, renamed);
      LOG.info("future log deleted partition={} dir={}", future.topicPartition(), dir);
    } catch (IOException e) {
      dir.fail("deleting a future log of " + future.topicPartition(), e);
    }
  }

  /** One of the logs cannot be used any more; what lies on the disk stays. */
  public void forget(Log future) {
    logs.remove(future.topicPartition(), future);
  }

  /**
   * Puts a log in the place of another one that ends at the same offset. By the owner of both, who
   * must use neither afterwards.
   *
   * @return the log to go on with; null when one of the directories failed
   */
  public @Nullable Log replace(Log current, Log future, LogConfig logConfig, long nowMs) {
    if (current.logEndOffset() != future.logEndOffset()) {
      throw new IllegalStateException(current + " is not to be replaced by " + future);
    }
    LogDir from = current.dir();
    LogDir to = future.dir();
    if (!seal(current, future)) {
      return null;
    }
    Path renamed = from.path().resolve(LogFiles.deletedName(future.directory()));
    try {
      current.delete(renamed);
      from.disk().forceDirectory(from.path());
    } catch (IOException e) {
      from.fail("replacing " + current.topicPartition(), e);
      return null;
    }
    try {
      Log installed = install(current, future, logConfig, nowMs);
      current.movedTo(installed);
      logDirs.installed(current, installed);
      logs.remove(current.topicPartition(), future);
      logDirs.deleteLater(from, renamed);
      LOG.info("log moved partition={} from={} to={}", current.topicPartition(), from, to);
      return installed;
    } catch (IOException e) {
      to.fail("moving " + current.topicPartition() + " into it", e);
      return null;
    }
  }

  /** Everything the old log has is durable in the new one, also what is not in its records. */
  private boolean seal(Log current, Log future) {
    LogDir dir = future.dir();
    Path snapshot = ProducerReplay.snapshotPath(future.directory(), current.logEndOffset());
    try {
      Uuid topicId = current.topicId();
      if (topicId != null && future.assignTopicId(topicId) != ErrorCode.NONE) {
        return false;
      }
      future.takeOver(current);
      if (!future.close()) {
        return false;
      }
      ProducerSnapshot.write(dir.disk(), snapshot, current.producers());
      try (DiskFile file = dir.disk().open(snapshot)) {
        file.force();
      }
      dir.disk().forceDirectory(future.directory());
      logDirs.writeCheckpoints(dir);
      return !dir.isOffline();
    } catch (IOException e) {
      dir.fail("completing the future log of " + current.topicPartition(), e);
      return false;
    }
  }

  /** The sealed log becomes the partition's, now that the old one is out of the way. */
  private Log install(Log current, Log future, LogConfig logConfig, long nowMs) throws IOException {
    LogDir dir = future.dir();
    Path live = dir.path().resolve(LogFiles.liveDir(future.topicPartition()));
    dir.disk().rename(future.directory(), live);
    dir.disk().forceDirectory(dir.path());
    LogLoader.Checkpointed sealed =
        new LogLoader.Checkpointed(
            true,
            future.logEndOffset(),
            future.logStartOffset(),
            current.highWatermark(),
            LogCompaction.NEVER);
    LogStore store = store(future.topicPartition(), logConfig, dir, live);
    return new LogLoader(store, sealed, nowMs, walked -> {}).inPlaceOf(current.producers()).load();
  }
}
