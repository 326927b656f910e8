package io.classickafka.log;

import io.classickafka.disk.Disk;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/** The first steps with one log directory: lock, identity, clean marker, checkpoints, names. */
final class LogDirOpening {

  private static final Logger LOG = LogManager.getLogger(LogDirOpening.class);

  final LogDir dir;
  final DirCheckpoints checkpoints;
  final List<String> live = new ArrayList<>();

  /** Added to also while logs are loaded, on several threads. */
  final List<String> deleted = Collections.synchronizedList(new ArrayList<>());

  final List<String> future = new ArrayList<>();

  private @Nullable Closeable lock;
  private @Nullable MetaProperties meta;
  private boolean clean;
  private Map<TopicPartition, Long> recoveryPoints = new LinkedHashMap<>();
  private Map<TopicPartition, Long> logStarts = new LinkedHashMap<>();
  private Map<TopicPartition, Long> highWatermarks = new LinkedHashMap<>();
  private Map<TopicPartition, Long> firstDirty = new LinkedHashMap<>();

  LogDirOpening(LogDir dir) {
    this.dir = dir;
    this.checkpoints = new DirCheckpoints(dir);
  }

  /**
   * Takes possession of the directory.
   *
   * @throws LogDirException when another process has it: the broker must not start
   * @throws IOException when it cannot be used: the broker may start without it
   */
  void open() throws IOException {
    Disk disk = dir.disk();
    make(disk);
    lock = disk.tryLock(dir.path().resolve(LogFiles.LOCK));
    if (lock == null) {
      throw new LogDirException(
          "log directory " + dir.path() + " is in use by another process (its .lock is held)",
          null);
    }
    meta = MetaProperties.read(disk, dir.path());
    clean = disk.delete(dir.path().resolve(LogFiles.CLEAN_SHUTDOWN));
    if (clean) {
      // Before anything is appended: a crash from here on must not look like a clean stop.
      disk.forceDirectory(dir.path());
    }
    readCheckpoints(disk);
    for (String name : disk.list(dir.path())) {
      if (disk.isDirectory(dir.path().resolve(name))) {
        sort(name);
      }
    }
  }

  /** A new directory's name is forced too: without it all that is forced inside would be lost. */
  private void make(Disk disk) throws IOException {
    List<Path> parents = new ArrayList<>();
    Path missing = dir.path().toAbsolutePath();
    while (missing.getParent() != null && !disk.exists(missing)) {
      missing = missing.getParent();
      parents.add(missing);
    }
    disk.makeDirectories(dir.path());
    for (Path parent : parents) {
      try {
        disk.forceDirectory(parent);
      } catch (AccessDeniedException e) {
        LOG.warn("name of a new log dir not forced, it may not be read dir={}", parent);
      }
    }
  }

  private void readCheckpoints(Disk disk) throws IOException {
    try {
      recoveryPoints = OffsetCheckpoint.RECOVERY_POINT.read(disk, dir.path());
    } catch (MalformedFileException e) {
      LOG.warn("all logs of the directory are recovered cause=\"{}\"", e.getMessage());
      clean = false;
    }
    try {
      logStarts = OffsetCheckpoint.LOG_START.read(disk, dir.path());
    } catch (MalformedFileException e) {
      LOG.warn("log starts are those of the first segments cause=\"{}\"", e.getMessage());
    }
    try {
      highWatermarks = OffsetCheckpoint.HIGH_WATERMARK.read(disk, dir.path());
    } catch (MalformedFileException e) {
      LOG.warn("high watermarks are learnt anew cause=\"{}\"", e.getMessage());
    }
    try {
      firstDirty = OffsetCheckpoint.CLEANER.read(disk, dir.path());
    } catch (MalformedFileException e) {
      LOG.warn("compacted logs are cleaned from their start cause=\"{}\"", e.getMessage());
    }
    checkpoints.found(OffsetCheckpoint.RECOVERY_POINT, recoveryPoints);
    checkpoints.found(OffsetCheckpoint.LOG_START, logStarts);
    checkpoints.found(OffsetCheckpoint.HIGH_WATERMARK, highWatermarks);
    checkpoints.found(OffsetCheckpoint.CLEANER, firstDirty);
  }

  private void sort(String name) {
    LogFiles.PartitionDir parsed = LogFiles.parseDir(name);
    if (name.equals("remote-log-index-cache") || name.equals("__cluster_metadata-0")) {
      return;
    }
    if (parsed == null) {
      LOG.warn("directory skipped, it is no partition's path={}", dir.path().resolve(name));
      return;
    }
    switch (parsed.kind()) {
      case LIVE -> live.add(name);
      case DELETE -> deleted.add(name);
      case FUTURE -> future.add(name);
      default -> LOG.warn("directory kept and not served path={}", dir.path().resolve(name));
    }
  }

  LogLoader.Checkpointed checkpointed(TopicPartition partition) {
    return new LogLoader.Checkpointed(
        clean,
        recoveryPoints.getOrDefault(partition, 0L),
        logStarts.getOrDefault(partition, 0L),
        highWatermarks.getOrDefault(partition, 0L),
        firstDirty(partition));
  }

  /** First offset of a log that was not cleaned yet. */
  long firstDirty(TopicPartition partition) {
    return firstDirty.getOrDefault(partition, LogCompaction.NEVER);
  }

  boolean isClean() {
    return clean;
  }

  @Nullable MetaProperties meta() {
    return meta;
  }

  /** Gives the directory up. */
  void unlock() {
    Closeable held = lock;
    lock = null;
    if (held != null) {
      try {
        held.close();
      } catch (IOException e) {
        LOG.warn("lock not given up dir={}", dir, e);
      }
    }
  }

  /** The last thing that is written at a clean stop. */
  void writeCleanMarker(long brokerEpoch) throws IOException {
    String json = "{\"version\":0,\"brokerEpoch\":" + brokerEpoch + "}";
    Disk disk = dir.disk();
    disk.replace(
        dir.path().resolve(LogFiles.CLEAN_SHUTDOWN), json.getBytes(StandardCharsets.UTF_8));
  }

  Path path(String name) {
    return dir.path().resolve(name);
  }
}
