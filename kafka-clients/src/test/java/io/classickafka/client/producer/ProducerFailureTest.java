package io.classickafka.client.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.client.cluster.ScriptedCluster.Open;
import io.classickafka.protocol.ErrorCode;
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
}
