package io.classickafka.log;

import io.classickafka.seam.EventLoop;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** How far the opening of a directory's logs has come, told every few seconds. Thread-safe. */
final class RecoveryProgress {

  private static final Logger LOG = LogManager.getLogger(RecoveryProgress.class);
  private static final long EVERY_MS = 2_000;

  private final LogDir dir;
  private final int total;
  private final EventLoop clock;
  private final long startedMs;
  private final AtomicLong done = new AtomicLong();
  private final AtomicLong recoveredBytes = new AtomicLong();
  private final AtomicLong toldMs;

  RecoveryProgress(LogDir dir, int total, EventLoop clock) {
    this.dir = dir;
    this.total = total;
    this.clock = clock;
    this.startedMs = clock.monotonicMs();
    this.toldMs = new AtomicLong(startedMs);
  }

  /** More of a log's records was read and checked. */
  void onBytes(long walked) {
    recoveredBytes.addAndGet(walked);
    tell(done.get());
  }

  /** One more log is open. */
  void onLog() {
    tell(done.incrementAndGet());
  }

  private void tell(long logs) {
    long nowMs = clock.monotonicMs();
    long lastMs = toldMs.get();
    boolean last = logs == total;
    if (last || (nowMs - lastMs >= EVERY_MS && toldMs.compareAndSet(lastMs, nowMs))) {
      LOG.info(
          "logs loaded dir={} done={} of={} recoveredBytes={} elapsedMs={}",
          dir,
          logs,
          total,
          recoveredBytes,
          nowMs - startedMs);
    }
  }
}
