package io.classickafka.transaction;

import io.classickafka.controller.ProducerIdBlock;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.seam.EventLoop;
import java.util.ArrayDeque;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Gives out producer ids, each once in the life of the cluster, from blocks that the controller
 * reserves. The next block is asked for before the present one is used up. Callable from any
 * thread; its state belongs to one loop.
 */
public final class ProducerIds {

  private static final Logger LOG = LogManager.getLogger(ProducerIds.class);

  private static final long RETRY_DELAY_MS = 50;

  /** The part of a block after which the next one is asked for. */
  private static final double PREFETCH_AFTER = 0.9;

  /** Requests that may wait for the next block. */
  private static final int WAITING_MAX = 1_000;

  /** Who wants an id. */
  public interface Receiver {

    /**
     * Called once, on the loop of the ids.
     *
     * @param producerId meaningful without error only
     */
    void accept(ErrorCode error, long producerId);
  }

  private final EventLoop loop;
  private final ProducerIdBlocks controller;

  // Of the loop.
  private final ArrayDeque<Receiver> waiting = new ArrayDeque<>();
  private @Nullable ProducerIdBlock block;
  private @Nullable ProducerIdBlock following;
  private long used;
  private boolean asking;

  /** No ids yet; the first request asks for a block. */
  public ProducerIds(EventLoop loop, ProducerIdBlocks controller) {
    this.loop = loop;
    this.controller = controller;
  }

  /**
   * Gives the next id. While there is none the request waits for one answer of the controller; if
   * that is no block, the client is told to come again.
   */
  public void next(Receiver receiver) {
    loop.executeOrRun(
        () -> {
          if (waiting.size() >= WAITING_MAX) {
            receiver.accept(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS, -1);
            return;
          }
          waiting.add(receiver);
          serve();
        });
  }

  private void serve() {
    while (!waiting.isEmpty()) {
      ProducerIdBlock present = present();
      if (present == null) {
        break;
      }
      waiting.remove().accept(ErrorCode.NONE, present.start() + used++);
    }
    ProducerIdBlock present = block;
    boolean running = present != null && used < PREFETCH_AFTER * present.count();
    if (following == null && !asking && !running) {
      ask();
    }
  }

  private @Nullable ProducerIdBlock present() {
    ProducerIdBlock present = block;
    if (present == null || used == present.count()) {
      block = following;
      following = null;
      used = 0;
    }
    return block;
  }

  private void ask() {
    asking = true;
    controller.reserve(answer -> loop.executeOrRun(() -> onAnswer(answer)));
  }

  private void onAnswer(ProducerIdBlock answer) {
    asking = false;
    if (answer.error() == ErrorCode.NONE && answer.count() > 0) {
      following = answer;
      LOG.info("producer ids reserved start={} count={}", answer.start(), answer.count());
      serve();
      return;
    }
    LOG.warn("producer ids not reserved error={}", answer.error());
    while (!waiting.isEmpty()) {
      waiting.remove().accept(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS, -1);
    }
    asking = true;
    loop.schedule(
        RETRY_DELAY_MS,
        () -> {
          asking = false;
          serve();
        });
  }
}
