package io.classickafka.replica;

import static io.classickafka.replica.ReplicaCluster.ALL;
import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.config.InterBrokerVersion;
import io.classickafka.log.Durability;
import io.classickafka.log.LogConfig;
import io.classickafka.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/**
 * Three brokers under random writes, elections, cuts of links, stops and starts. A broker that is
 * cut off hears of no election and goes on as it was. The seed is the number of the repetition.
 */
class FailoverSimulationTest {

  private static final int STEPS = 120;

  private record Write(String value, List<ErrorCode> outcome) {}

  private final List<Write> writes = new ArrayList<>();
  private final long[] highest = new long[4];
  private int cutOff;

  @RepeatedTest(30)
  void whatIsAcknowledgedSurvivesAndAllAgreeInTheEnd(RepetitionInfo repetition) {
    int seed = repetition.getCurrentRepetition();
    SplittableRandom random = new SplittableRandom(seed);
    Durability durability = seed % 3 == 0 ? Durability.FLUSH : Durability.PAGE_CACHE;
    InterBrokerVersion dialect =
        InterBrokerVersion.of(seed % 5 == 0 ? "2.7-IV0" : InterBrokerVersion.LATEST.name());
    LogConfig log = LogConfig.DEFAULTS.toBuilder().durability(durability).build();
    try (ReplicaCluster cluster =
        new ReplicaCluster(seed, dialect, new PartitionSettings(log, 2, true))) {
      cluster.latencyMaxMs = 1 + random.nextInt(200);
      cluster.elect(1, 1);
      for (int step = 0; step < STEPS; step++) {
        act(cluster, random);
        check(cluster, step);
      }
      restore(cluster);
      settle(cluster);
    }
  }

  private void act(ReplicaCluster cluster, SplittableRandom random) {
    switch (random.nextInt(12)) {
      case 0, 1, 2, 3, 4 -> {
        for (int i = random.nextInt(3); i >= 0; i--) {
          produce(cluster, random);
        }
      }
      case 5, 6, 7 -> cluster.advance(random.nextInt(2_000));
      case 8 -> cluster.advance(random.nextInt(60_000));
      case 9 -> elect(cluster, random);
      case 10 -> {
        if (cutOff == 0) {
          cutOff = 1 + random.nextInt(3);
          cluster.cutOff(cutOff);
        } else {
          restore(cluster);
        }
      }
      default -> bounce(cluster, random);
    }
  }

  /** To whoever believes to lead, which may be more than one broker. */
  private void produce(ReplicaCluster cluster, SplittableRandom random) {
    int broker = 1 + random.nextInt(3);
    if (cluster.nodes.containsKey(broker) && cluster.partition(broker).leads()) {
      String value = "v" + writes.size();
      writes.add(new Write(value, cluster.produce(broker, "<" + value + ">")));
    }
  }

  private void elect(ReplicaCluster cluster, SplittableRandom random) {
    List<Integer> eligible = new ArrayList<>(cluster.decided().isr());
    eligible.removeIf(id -> !cluster.nodes.containsKey(id) || id == cutOff);
    if (!eligible.isEmpty()) {
      cluster.elect(eligible.get(random.nextInt(eligible.size())), 1, cutOff);
    }
  }

  private void bounce(ReplicaCluster cluster, SplittableRandom random) {
    int broker = 1 + random.nextInt(3);
    List<Integer> left = new ArrayList<>(cluster.decided().isr());
    left.remove(Integer.valueOf(broker));
    left.removeIf(id -> id == cutOff);
    if (left.isEmpty() || broker == cutOff) {
      return;
    }
    List<Integer> isr = new ArrayList<>(cluster.decided().isr());
    isr.remove(Integer.valueOf(broker));
    cluster.stop(broker);
    highest[broker] = 0;
    cluster.shrinkTo(isr);
    int leader = cluster.decided().leader();
    cluster.elect(isr.contains(leader) && leader != cutOff ? leader : left.get(0), 1, cutOff);
    cluster.advance(random.nextInt(5_000));
    cluster.start(broker);
    cluster.command(broker);
    cluster.simulation.runUntilIdle();
  }

  private void restore(ReplicaCluster cluster) {
    cutOff = 0;
    cluster.heal();
    ALL.forEach(cluster::command);
    cluster.simulation.runUntilIdle();
  }

  private void check(ReplicaCluster cluster, int step) {
    cluster.nodes.forEach(
        (id, node) -> {
          long highWatermark = cluster.log(id).highWatermark();
          assertThat(highWatermark)
              .as("high watermark of broker %d falls, step %d", id, step)
              .isGreaterThanOrEqualTo(highest[id]);
          highest[id] = highWatermark;
        });
    for (Write write : writes) {
      if (write.outcome().contains(ErrorCode.NONE)) {
        int leader = cluster.decided().leader();
        if (leader != cutOff) {
          assertThat(cluster.holds(leader, write.value()))
              .as("%s at leader %d, step %d", write.value(), leader, step)
              .isTrue();
        }
      }
    }
  }

  private void settle(ReplicaCluster cluster) {
    cluster.latencyMaxMs = 5;
    int leader = cluster.decided().leader();
    cluster.advance(60_000);
    Write last = new Write("last", cluster.produce(leader, "<last>"));
    cluster.advance(3_000);
    assertThat(last.outcome()).containsExactly(ErrorCode.NONE);
    assertThat(cluster.decided().isr()).containsExactlyInAnyOrderElementsOf(ALL);
    cluster.assertIdentical();
    assertThat(writes).allSatisfy(write -> assertThat(write.outcome()).hasSize(1));
  }
}
