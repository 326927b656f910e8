package io.classickafka.log;

import io.classickafka.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Something that is written on the pool when somebody asks: once for all who asked before it
 * begins. Thread-safe.
 */
final class SharedWrite {

  private static final Logger LOG = LogManager.getLogger(SharedWrite.class);

  private final Executor pool;
  private final Supplier<ErrorCode> write;
  private final Queue<Consumer<ErrorCode>> waiting = new ConcurrentLinkedQueue<>();

  /** Whether the pool will come to those who wait. */
  private final AtomicBoolean due = new AtomicBoolean();

  /**
   * Nothing is written yet.
   *
   * @param write says what is so when it begins, and whether that is on the device when it returns
   */
  SharedWrite(Executor pool, Supplier<ErrorCode> write) {
    this.pool = pool;
    this.write = write;
  }

  /**
   * Has what is so now written.
   *
   * @param onDone called once, on any thread, with what came of it
   */
  void ask(Consumer<ErrorCode> onDone) {
    waiting.add(onDone);
    if (!due.compareAndSet(false, true)) {
      return;
    }
    boolean asked = false;
    try {
      pool.execute(this::run);
      asked = true;
    } catch (RejectedExecutionException e) {
      // At a stop it is written once more, when nobody is left to be told.
      LOG.debug("write dropped at shutdown");
    } finally {
      if (!asked) {
        due.set(false);
      }
    }
  }

  private void run() {
    due.set(false);
    List<Consumer<ErrorCode>> these = new ArrayList<>();
    for (Consumer<ErrorCode> each = waiting.poll(); each != null; each = waiting.poll()) {
      these.add(each);
    }
    ErrorCode outcome = ErrorCode.UNKNOWN_SERVER_ERROR;
    try {
      outcome = write.get();
    } finally {
      for (Consumer<ErrorCode> each : these) {
        each.accept(outcome);
      }
    }
  }
}
