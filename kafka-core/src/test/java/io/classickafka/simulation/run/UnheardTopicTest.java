package io.classickafka.simulation.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.coordination.Op;
import io.classickafka.server.BrokerInside;
import io.classickafka.simulation.world.Seeds;
import io.classickafka.simulation.world.World;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A controller that dies with the states of a new topic written, and nobody told of it. */
class UnheardTopicTest {

  private static final String SECOND_TOPIC = "payments";
  private static final String STATE = "/brokers/topics/payments/partitions/0/state";
  private static final long PATIENCE_MS = 60_000;

  private final QuietLogs quiet = new QuietLogs();
  private final World world = new World(new Seeds(1));
  private final Cluster cluster = new Cluster(world, RunSettings.twoBrokers());

  @AfterEach
  void logsAsBefore() {
    quiet.end();
  }

  @Test
  void theNextControllerBringsTheTopicToLife() {
    cluster.begin();
    SimulatedBroker controller =
        cluster.broker(BrokerInside.metadata(cluster.broker(0).broker()).controllerId());
    cluster.zooKeeper.watchWrites(
        (session, ops, after) -> {
          if (creates(ops)) {
            // Before the answer to the write is with it.
            world.afterMs(0, controller::kill);
          }
        });
    cluster.create(SECOND_TOPIC);
    assertThat(controller.isAlive()).isFalse();
    BooleanSupplier elected =
        () -> String.valueOf(cluster.zooKeeper.tree().text(STATE)).contains("\"leader_epoch\":1");
    assertThat(world.runUntil(PATIENCE_MS, "another leader elected", elected)).isTrue();
    controller.start();
    writeAll();
  }

  private static boolean creates(List<Op> ops) {
    return ops.stream().anyMatch(op -> op instanceof Op.Create && op.path().equals(STATE));
  }

  private void writeAll() {
    SimulatedProducer producer =
        new SimulatedProducer(
            world,
            cluster.network,
            1,
            cluster.clientSettings("p"),
            SECOND_TOPIC,
            cluster.settings.partitions(),
            cluster.checks.all(),
            cluster.counts);
    for (int partition = 0; partition < cluster.settings.partitions(); partition++) {
      producer.sendOne(partition);
    }
    assertThat(world.runUntil(PATIENCE_MS, "written", () -> producer.underWay() == 0)).isTrue();
    assertThat(cluster.counts.sendFailures).isZero();
  }
}
