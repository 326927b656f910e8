package io.classickafka.log;

import com.codahale.metrics.Timer;
import io.classickafka.disk.Disk;
import io.classickafka.protocol.ErrorCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Consumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code log.dirs}. Thread-safe: its only state is whether it has failed, which it
 * does once and for good.
 */
public final class LogDir {

  private static final Logger LOG = LogManager.getLogger(LogDir.class);
  private static final ForceReason[] REASONS = ForceReason.values();

  private final Disk disk;
  private final Path path;
  private final Consumer<LogDir> onOffline;
  private final AtomicBoolean offline = new AtomicBoolean();
  private final ForceRounds rounds;
  private final ColdReads coldReads;
  private final PageCacheUse cacheUse;
  private final AtomicLongArray forces = new AtomicLongArray(REASONS.length);
  private volatile @Nullable Timer forceTimes;

  /** Whether the cleaner's checkpoint of this directory is about to be written. */
  final AtomicBoolean cleanerCheckpointDue = new AtomicBoolean();

  private final SharedWrite startsWrite;
  private volatile Runnable onStartsAsked = () -> {};
  private volatile Consumer<Log> onShortened = log -> {};
  private volatile Consumer<Log> onForced = log -> {};

  /** Told of a log that went offline by itself. */
  private volatile Consumer<Log> onLogFailed = log -> {};

  LogDir(Disk disk, Path path, Executor pool, PageCacheUse cacheUse, Consumer<LogDir> onOffline) {
    this.disk = disk;
    this.path = path;
    this.rounds = new ForceRounds(pool);
    this.coldReads = new ColdReads(pool);
    this.startsWrite = new SharedWrite(pool, this::writeStarts);
    this.cacheUse = cacheUse;
    this.onOffline = onOffline;
  }

  /** As configured. */
  public Path path() {
    return path;
  }

  /** Whether it failed. All its logs then answer KAFKA_STORAGE_ERROR. */
  public boolean isOffline() {
    return offline.get();
  }

  Disk disk() {
    return disk;
  }

  /** Of all directories of the broker together. */
  PageCacheUse cacheUse() {
    return cacheUse;
  }

  /** What is read of its logs off their owners' loops. */
  ColdReads coldReads() {
    return coldReads;
  }

  /** Bytes of the file system that a directory lies in; -1 when that is not known. */
  public record Room(long totalBytes, long usableBytes) {
    private static final Room UNKNOWN = new Room(-1, -1);
  }

  /** How much room there is. Blocks on the file system. */
  public Room room() {
    if (isOffline()) {
      return Room.UNKNOWN;
    }
    try {
      return new Room(disk.totalBytes(path), disk.freeBytes(path));
    } catch (IOException e) {
      fail("asking for its size", e);
      return Room.UNKNOWN;
    }
  }

  /**
   * Takes the directory out of use. The caller must not touch its files again.
   *
   * @param doing what failed, as words and key=value
   */
  void fail(String doing, Throwable cause) {
    if (offline.compareAndSet(false, true)) {
      try {
        LOG.error("log dir offline dir={} doing=\"{}\"", path, doing, cause);
      } finally {
        onOffline.accept(this);
      }
    } else {
      LOG.warn("log dir is offline already dir={} doing=\"{}\" cause={}", path, doing, cause);
    }
  }

  /**
   * Tells of logs from now on.
   *
   * @param onShortened a log ends or starts further down than it did; may block
   * @param onForced a log was forced further than checkpointed, and is about to lose what a start
   *     would look for above that; may block
   * @param onLogFailed a log went offline by itself
   * @param onStartsAsked where logs start is to be checkpointed; may block
   */
  void watch(
      Consumer<Log> onShortened,
      Consumer<Log> onForced,
      Consumer<Log> onLogFailed,
      Runnable onStartsAsked) {
    this.onStartsAsked = onStartsAsked;
    this.onShortened = onShortened;
    this.onForced = onForced;
    this.onLogFailed = onLogFailed;
  }

  /**
   * Has it checkpointed, in the background, where the directory's logs start now: with one write
   * for many who ask.
   *
   * @param onDone called once, on any thread
   */
  public void checkpointStarts(Consumer<ErrorCode> onDone) {
    startsWrite.ask(onDone);
  }

  private ErrorCode writeStarts() {
    onStartsAsked.run();
    return isOffline() ? ErrorCode.KAFKA_STORAGE_ERROR : ErrorCode.NONE;
  }

  void logFailed(Log log) {
    onLogFailed.accept(log);
  }

  /** Something that forces files of a log. */
  interface Force {
    void run() throws IOException;
  }

  /** Measures forces from now on. */
  void timeForces(Timer timer) {
    forceTimes = timer;
  }

  /** Lets a log's forces run on the pool, together with those of others. */
  void forceSoon(LogForces of) {
    rounds.add(of);
  }

  /**
   * Forces files of a log, and counts that when it succeeds.
   *
   * @param reasons bits of {@link ForceReason}
   */
  void force(int reasons, Force force) throws IOException {
    Timer timer = forceTimes;
    if (timer == null) {
      force.run();
    } else {
      Timer.Context running = timer.time();
      force.run();
      running.stop();
    }
    for (int i = 0; i < REASONS.length; i++) {
      if ((reasons & REASONS[i].bit()) != 0) {
        forces.incrementAndGet(i);
      }
    }
  }

  /** How often something was forced for a reason since the start. */
  long forces(ForceReason reason) {
    return forces.get(reason.ordinal());
  }

  /** The counts of {@link #forces}, those that are not zero, for a log line. */
  String forceCounts() {
    StringBuilder text = new StringBuilder();
    for (ForceReason reason : REASONS) {
      long count = forces(reason);
      if (count > 0) {
        text.append(' ').append(reason.label()).append('=').append(count);
      }
    }
    return text.toString();
  }

  /**
   * A log ends or starts further down than it did: checkpoints must not go on saying otherwise.
   * Before anything is appended to it.
   */
  void shortened(Log log) {
    onShortened.accept(log);
  }

  /** The recovery point is to be checkpointed before this returns, unless it is. */
  void forced(Log log) {
    onForced.accept(log);
  }

  /** Throws when the directory has failed: so that no operation begins on it. */
  void checkOnline() throws IOException {
    if (offline.get()) {
      throw new IOException("log dir is offline: " + path);
    }
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
