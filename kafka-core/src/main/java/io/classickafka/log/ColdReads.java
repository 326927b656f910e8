package io.classickafka.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Reads of one log directory that may have to wait for the disk: few at a time on the pool, the
 * others in the order they came. They read through copies of segments, of which the last ones used
 * are kept with their file handle and what was read of their indexes. Thread-safe: the counts are
 * atomic, the copies are under a lock that no loop takes and that is not held while the disk works.
 *
 * <p>Waiting reads are bounded by those who ask: a fetch has one for each of its partitions.
 */
final class ColdReads implements SegmentAccess {

  private static final Logger LOG = LogManager.getLogger(ColdReads.class);

  /** Of one directory, so that a disk that stalls leaves pool threads for the others. */
  static final int IN_FLIGHT = 4;

  /** Copies kept for the next read, each with one open file. */
  static final int KEPT_COPIES = 32;

  private final Executor pool;
  private final AtomicInteger running = new AtomicInteger();
  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
  private final Map<Segment, Segment> idle = new LinkedHashMap<>();

  ColdReads(Executor pool) {
    this.pool = pool;
  }

  /** Runs a read when it is its turn. Never on the caller's thread unless the pool does so. */
  void run(Runnable read) {
    waiting.add(read);
    startNext();
  }

  private void startNext() {
    while (!waiting.isEmpty()) {
      int now = running.get();
      if (now >= IN_FLIGHT) {
        return;
      }
      if (running.compareAndSet(now, now + 1)) {
        try {
          pool.execute(this::work);
        } catch (RejectedExecutionException e) {
          // The broker stops: whoever waits for the read is stopping too.
          running.decrementAndGet();
          LOG.debug("cold read dropped at shutdown");
          return;
        }
      }
    }
  }

  private void work() {
    try {
      Runnable read = waiting.poll();
      if (read != null) {
        read.run();
      }
    } finally {
      running.decrementAndGet();
      startNext();
    }
  }

  @Override
  public Segment use(LogView view, int index) throws IOException {
    Segment segment = view.segments().get(index);
    Segment kept;
    synchronized (idle) {
      kept = idle.remove(segment);
    }
    int size = view.sizeBytes(index);
    if (kept != null && kept.generation() != view.generation()) {
      // The log was cut since: the file may be shorter, and the offsets elsewhere in it.
      kept.close();
      kept = null;
    }
    if (kept == null) {
      return segment.copy(size, view.generation());
    }
    kept.grow(size);
    return kept;
  }

  @Override
  public void done(Segment segment, Segment used) throws IOException {
    List<Segment> dropped = new ArrayList<>();
    synchronized (idle) {
      Segment other = idle.put(segment, used);
      if (other != null) {
        dropped.add(other);
      }
      Iterator<Map.Entry<Segment, Segment>> oldest = idle.entrySet().iterator();
      while (oldest.hasNext()) {
        Map.Entry<Segment, Segment> entry = oldest.next();
        if (entry.getKey().isGone() || idle.size() > KEPT_COPIES) {
          oldest.remove();
          dropped.add(entry.getValue());
        }
      }
    }
    for (Segment copy : dropped) {
      copy.close();
    }
  }

  /** Gives up the copies of segments that are no more. */
  void forgetGone() {
    try {
      pool.execute(this::dropGone);
    } catch (RejectedExecutionException e) {
      LOG.debug("copies not dropped at shutdown");
    }
  }

  private void dropGone() {
    List<Segment> dropped = new ArrayList<>();
    synchronized (idle) {
      idle.entrySet().removeIf(entry -> entry.getKey().isGone() && dropped.add(entry.getValue()));
    }
    dropped.forEach(ColdReads::closeQuietly);
  }

  private static void closeQuietly(Segment copy) {
    try {
      copy.close();
    } catch (IOException e) {
      LOG.warn("file not closed path={}", copy.path(), e);
    }
  }
}
