package io.classickafka.controller;

import io.classickafka.coordination.CoordinationClient;
import io.classickafka.coordination.NodeStat;
import io.classickafka.coordination.Op;
import io.classickafka.coordination.ReadResult;
import io.classickafka.coordination.Status;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.zk.MalformedZnodeException;
import io.classickafka.zk.ProducerIdBlock;
import io.classickafka.zk.ZkPaths;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Hands out blocks of producer ids, one request at a time. The block is written before it is given
 * away; when the answer to the write is lost, the block is given up and the next one taken.
 *
 * <p>Owned by the controller's loop; lives as long as one term of office.
 */
final class ProducerIds {

  private static final Logger LOG = LogManager.getLogger(ProducerIds.class);

  private static final int WAITING_MAX = 10_000;

  private final CoordinationClient client;
  private final Op fence;
  private final ArrayDeque<Wanted> waiting = new ArrayDeque<>();
  private boolean busy;

  private record Wanted(int broker, Consumer<io.classickafka.controller.ProducerIdBlock> reply) {}

  ProducerIds(CoordinationClient client, Op fence) {
    this.client = client;
    this.fence = fence;
  }

  void allocate(int broker, Consumer<io.classickafka.controller.ProducerIdBlock> reply) {
    if (waiting.size() >= WAITING_MAX) {
      reply.accept(failed(ErrorCode.REQUEST_TIMED_OUT));
      return;
    }
    waiting.add(new Wanted(broker, reply));
    next();
  }

  /** The term has ended. */
  void close() {
    busy = true;
    for (Wanted wanted = waiting.poll(); wanted != null; wanted = waiting.poll()) {
      wanted.reply.accept(failed(ErrorCode.NOT_CONTROLLER));
    }
  }

  private void next() {
    if (!busy && !waiting.isEmpty()) {
      busy = true;
      client.read(ZkPaths.PRODUCER_ID_BLOCK, null, this::onRead);
    }
  }

  private void onRead(ReadResult result) {
    Wanted wanted = waiting.peek();
    NodeStat stat = result.stat();
    if (wanted == null) {
      return;
    }
    if (result.status() != Status.OK || stat == null) {
      LOG.error("cannot read path={} status={}", ZkPaths.PRODUCER_ID_BLOCK, result.status());
      answer(failed(ErrorCode.UNKNOWN_SERVER_ERROR));
      return;
    }
    try {
      ProducerIdBlock former =
          ProducerIdBlock.decode(ZkPaths.PRODUCER_ID_BLOCK, result.data()).orElse(null);
      Optional<ProducerIdBlock> block = ProducerIdBlock.next(former, wanted.broker);
      if (block.isPresent()) {
        write(block.get(), stat.version());
      } else {
        LOG.error("producer ids are used up path={}", ZkPaths.PRODUCER_ID_BLOCK);
        answer(failed(ErrorCode.UNKNOWN_SERVER_ERROR));
      }
    } catch (MalformedZnodeException e) {
      LOG.error("node not readable path={} reason={}", e.path(), e.reason());
      answer(failed(ErrorCode.UNKNOWN_SERVER_ERROR));
    }
  }

  private void write(ProducerIdBlock block, int version) {
    client.write(
        List.of(fence, new Op.SetData(ZkPaths.PRODUCER_ID_BLOCK, block.encode(), version)),
        result -> {
          if (waiting.isEmpty()) {
            return;
          }
          if (result.status() == Status.OK) {
            answer(
                new io.classickafka.controller.ProducerIdBlock(
                    ErrorCode.NONE, block.firstId(), ProducerIdBlock.SIZE));
          } else if (result.refused(1, Status.BAD_VERSION)
              || result.status() == Status.CONNECTION_LOSS) {
            client.read(ZkPaths.PRODUCER_ID_BLOCK, null, this::onRead);
          } else {
            answer(failed(ErrorCode.NOT_CONTROLLER));
          }
        });
  }

  private void answer(io.classickafka.controller.ProducerIdBlock block) {
    Wanted wanted = waiting.poll();
    busy = false;
    if (wanted != null) {
      wanted.reply.accept(block);
    }
    next();
  }

  private static io.classickafka.controller.ProducerIdBlock failed(ErrorCode error) {
    return new io.classickafka.controller.ProducerIdBlock(error, 0, 0);
  }
}
