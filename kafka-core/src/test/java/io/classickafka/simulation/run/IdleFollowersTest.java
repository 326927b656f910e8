package io.classickafka.simulation.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.simulation.world.Seeds;
import io.classickafka.simulation.world.World;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole brokers whose fetchers wait for leaders that have nothing to say. */
class IdleFollowersTest {

  private static final String SECOND_TOPIC = "payments";
  private static final long PATIENCE_MS = 30_000;

  private final QuietLogs quiet = new QuietLogs();

  @AfterEach
  void logsAsBefore() {
    quiet.end();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 700, 1_400, 2_100, 2_800, 3_500, 4_200})
  void aWriteToANewTopicDoesNotWaitForIdleFetches(long phaseMs) {
    World world = new World(new Seeds(1));
    Cluster cluster = new Cluster(world, RunSettings.twoBrokers());
    cluster.begin();
    writeAll(cluster, Cluster.TOPIC, 0);
    world.run(20_000 + phaseMs);
    long fromMs = world.nowMs();
    cluster.create(SECOND_TOPIC);
    writeAll(cluster, SECOND_TOPIC, 1);
    assertThat(world.nowMs() - fromMs).isLessThan(1_000);
  }

  /** Writes to each partition of a topic and returns once all brokers have it. */
  private static void writeAll(Cluster cluster, String topic, int number) {
    SimulatedProducer producer =
        new SimulatedProducer(
            cluster.world,
            cluster.network,
            number,
            cluster.clientSettings("p" + number),
            topic,
            cluster.settings.partitions(),
            cluster.checks.all(),
            cluster.counts);
    for (int partition = 0; partition < cluster.settings.partitions(); partition++) {
      producer.sendOne(partition);
    }
    BooleanSupplier written = () -> producer.underWay() == 0;
    assertThat(cluster.world.runUntil(PATIENCE_MS, "written", written)).isTrue();
    assertThat(cluster.counts.sendFailures).isZero();
  }
}
