package io.classickafka.log;

import com.codahale.metrics.Timer;
import io.classickafka.disk.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
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

  private final Disk disk;
  private final Path path;
  private final Consumer<LogDir> onOffline;
  private final AtomicBoolean offline = new AtomicBoolean();
  private volatile @Nullable Timer forces;

  LogDir(Disk disk, Path path, Consumer<LogDir> onOffline) {
    this.disk = disk;
    this.path = path;
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

  /**
   * Takes the directory out of use. The caller must not touch its files again.
   *
   * @param doing what failed, as words and key=value
   */
  void fail(String doing, IOException cause) {
    if (offline.compareAndSet(false, true)) {
      LOG.error("log dir offline dir={} doing=\"{}\"", path, doing, cause);
      onOffline.accept(this);
    } else {
      LOG.warn("log dir is offline already dir={} doing=\"{}\" cause={}", path, doing, cause);
    }
  }

  /** Something that forces files of a log. */
  interface Force {
    void run() throws IOException;
  }

  /** Counts forces from now on. */
  void timeForces(Timer timer) {
    forces = timer;
  }

  /** Forces files of a log, and counts that when it succeeds. */
  void force(Force force) throws IOException {
    Timer timer = forces;
    if (timer == null) {
      force.run();
      return;
    }
    Timer.Context running = timer.time();
    force.run();
    running.stop();
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
