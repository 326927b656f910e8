package io.classickafka.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.config.BrokerConfig;
import io.classickafka.seam.EventLoop;
import io.classickafka.seam.netty.NettyEventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ProcessLoopsTest {

  private static final long ENOUGH_MS = 20_000;

  /** Each loop is the last to have something to do. */
  @Test
  void whatIsQueuedOnAnyLoopIsDoneWhenTheLoopsHaveEnded() throws InterruptedException {
    for (int last = 0; last < 4; last++) {
      ProcessLoops loops =
          new ProcessLoops(BrokerConfig.parse(Map.of("zookeeper.connect", "none:2181")).orThrow());
      List<EventLoop> all = new ArrayList<>();
      all.add(loops.seam().coordinator());
      all.add(loops.seam().control());
      all.add(loops.seam().controller());
      all.add(loops.seam().partitions().get(0));
      EventLoop busy = all.remove(last);
      AtomicInteger done = new AtomicInteger();
      busy.execute(
          () -> {
            all.forEach(ProcessLoopsTest::awaitEnd);
            done.incrementAndGet();
          });
      busy.execute(done::incrementAndGet);
      loops.close(ENOUGH_MS);
      assertThat(done).as(busy.name()).hasValue(2);
    }
  }

  private static void awaitEnd(EventLoop loop) {
    try {
      if (loop instanceof NettyEventLoop plain) {
        plain.awaitTermination(ENOUGH_MS);
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
