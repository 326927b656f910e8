package io.classickafka.client.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.client.cluster.ScriptedCluster.Open;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.record.Compression;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** What becomes of records when brokers move or hang, when memory is short, and at the end. */
class ProducerFailureTest extends ScriptedProducer {

  // The second broker answers what the first one, which hangs, does not.
  private void warmUpBoth() {
    cluster.lead(2);
    warmUp();
    cluster.lead(1);
    warmUp();
  }

  @Test
  void batchOnItsWayToABrokerThatMovedIsRepeatedThere() {
    warmUpBoth();
    send(large("a"));
    cluster.run();
    assertThat(cluster.take().peer().host).isEqualTo("broker");
    cluster.move("elsewhere");
    send(large("b"));
    cluster.pass(2_000);
    assertThat(outcomes).isEmpty();
    Open again = cluster.take();
    assertThat(again.peer().host).isEqualTo("elsewhere");
    assertThat(values(again)).containsExactly(large("a"));
    answer(again, ErrorCode.NONE, 1);
    cluster.pass(2_000);
    answer(cluster.take(), ErrorCode.NONE, 2);
    assertThat(outcomes).containsExactly(large("a") + "@1", large("b") + "@2");
  }

  @Test
  void withOneInFlightABatchWaitsForTheOneBeforeItAtAnotherBroker() {
    producer = producer(0, 300, 1, false);
    warmUpBoth();
    send(large("a"));
    cluster.run();
    Open hung = cluster.take();
    assertThat(hung.peer().host).isEqualTo("broker");
    cluster.lead(2);
    send(large("b"));
    cluster.pass(200);
    assertThat(cluster.open()).isEmpty();
    hung.peer().fail(null);
    cluster.pass(2_000);
    Open first = cluster.take();
    assertThat(first.peer().host).isEqualTo("other");
    assertThat(values(first)).containsExactly(large("a"));
    answer(first, ErrorCode.NONE, 1);
    cluster.run();
    assertThat(values(cluster.take())).containsExactly(large("b"));
  }

  @Test
  void connectionsThatCannotBeMadeTakeNoRetries() {
    producer =
        new ProducerCore(
            cluster.client, settings(0, 300, MEMORY_BYTES, 1, 1, false, Compression.NONE));
    send("first");
    cluster.run();
    Open open = cluster.take();
    answer(open, ErrorCode.NONE, 0);
    cluster.refusing = true;
    open.peer().fail(null);
    send("a");
    cluster.pass(20_000);
    assertThat(outcomes).containsExactly("first@0");
    cluster.refusing = false;
    cluster.pass(3_000);
    // The one retry there is.
    answer(cluster.take(), ErrorCode.NOT_ENOUGH_REPLICAS, -1);
    cluster.pass(3_000);
    answer(cluster.take(), ErrorCode.NOT_ENOUGH_REPLICAS, -1);
    assertThat(outcomes).containsExactly("first@0", "a NotEnoughReplicasException");
  }

  @Test
  void nothingLingersWhileAThreadWaitsForMemory() throws Exception {
    producer = producer(600_000, 16_384, 5, true);
    send("first");
    producer.flush();
    cluster.run();
    answer(cluster.take(), ErrorCode.NONE, 0);
    send("a");
    assertThat(producer.tryTakeMemory((int) producer.availableMemoryBytes())).isTrue();
    cluster.run();
    assertThat(cluster.open()).isEmpty();
    FutureTask<Boolean> waiting = new FutureTask<>(() -> producer.takeMemory(10, 60_000));
    new Thread(waiting).start();
    while (producer.tryTakeMemory(0)) {
      // Until somebody is in the queue for it.
      Thread.onSpinWait();
    }
    cluster.run();
    assertThat(cluster.open()).hasSize(1);
    // Another thread had its memory before.
    producer.send(new PendingRecord("t", 0, 5, null, new byte[1], List.of(), null));
    cluster.run();
    assertThat(cluster.open()).hasSize(2);
    answer(cluster.take(), ErrorCode.NONE, 1);
    assertThat(waiting.get()).isTrue();
  }
}
