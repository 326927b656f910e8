package io.classickafka.replica;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.Meter;
import io.classickafka.log.Origin;
import io.classickafka.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the figures of replicas say, in the sense of Apache's broker. */
class ReplicaMetricsTest {

  private static final TopicPartition ORDERS = new TopicPartition("orders", 0);

  private ReplicaWorld world;

  @BeforeEach
  void open() {
    world = new ReplicaWorld();
  }

  @AfterEach
  void close() {
    world.close();
  }

  private LeaderState moving(int leader, int epoch, List<Integer> adding, List<Integer> removing) {
    LeaderState still = world.state(ORDERS, leader, epoch, List.of(leader));
    return new LeaderState(
        still.topicId(),
        1,
        leader,
        epoch,
        still.isr(),
        epoch,
        still.replicas(),
        adding,
        removing,
        true);
  }

  private Object gauge(String bean) {
    return Objects.requireNonNull(world.metrics.dropwizard().getGauges().get(bean)).getValue();
  }

  private Object reassigning() {
    return gauge("kafka.server:type=ReplicaManager,name=ReassigningPartitions");
  }

  private Object waitingDeletions() {
    return gauge(
        "kafka.server:type=DelayedOperationPurgatory,name=PurgatorySize,"
            + "delayedOperation=DeleteRecords");
  }

  private long bytes(String bean) {
    Meter meter =
        world
            .metrics
            .dropwizard()
            .getMeters()
            .get("kafka.server:type=BrokerTopicMetrics,name=" + bean);
    return Objects.requireNonNull(meter).getCount();
  }

  @Test
  void theLeaderCountsAPartitionWhoseReplicasAreAddedOrRemoved() {
    world.assign(ORDERS, moving(1, 1, List.of(), List.of()));
    assertThat(reassigning()).isEqualTo(0);
    world.assign(ORDERS, moving(1, 2, List.of(3), List.of()));
    assertThat(reassigning()).isEqualTo(1);
    assertThat(world.sessions.isBeingAdded("orders", 0, 3)).isTrue();
    assertThat(world.sessions.isBeingAdded("orders", 0, 2)).isFalse();
    world.assign(ORDERS, moving(1, 3, List.of(), List.of(2)));
    assertThat(reassigning()).isEqualTo(1);
    world.assign(ORDERS, moving(2, 4, List.of(3), List.of()));
    assertThat(reassigning()).as("led elsewhere").isEqualTo(0);
  }

  @Test
  void whatAReplicaCopiesCountsAsMovedWhileItIsBeingAdded() {
    world.assign(ORDERS, moving(2, 1, List.of(3), List.of()));
    copy();
    assertThat(bytes("ReassignmentBytesInPerSec")).isZero();
    world.assign(ORDERS, moving(2, 2, List.of(1), List.of()));
    long before = bytes("ReplicationBytesInPerSec");
    copy();
    assertThat(bytes("ReassignmentBytesInPerSec"))
        .isPositive()
        .isEqualTo(bytes("ReplicationBytesInPerSec") - before);
  }

  private void copy() {
    Partition partition = world.partition(ORDERS);
    var records = ReplicaWorld.batch(1);
    records.view().putLong(0, partition.log().logEndOffset());
    partition.loop().execute(() -> partition.appendFetched(records));
    world.simulation.runUntilIdle();
  }

  @Test
  void deletionsOfRecordsAreCountedWhileTheyWaitForReplicas() {
    Partition partition = world.lead(ORDERS, 1, List.of(1));
    world.append(partition, 3, false);
    List<ErrorCode> outcomes = new ArrayList<>();
    partition
        .loop()
        .execute(() -> partition.deleteRecords(-1, 1_000, done -> outcomes.add(done.error())));
    world.simulation.runUntilIdle();
    assertThat(outcomes).isEmpty();
    assertThat(waitingDeletions()).isEqualTo(1);
    world.simulation.advance(1_000);
    assertThat(outcomes).containsExactly(ErrorCode.REQUEST_TIMED_OUT);
    assertThat(waitingDeletions()).isEqualTo(0);
  }

  @Test
  void whatACoordinatorAppendsIsARequestToProduceToItsTopic() {
    Partition partition = world.leadAlone(ORDERS);
    partition
        .loop()
        .execute(() -> partition.append(ReplicaWorld.batch(1), Origin.COORDINATOR, true));
    world.simulation.runUntilIdle();
    assertThat(bytes("TotalProduceRequestsPerSec,topic=orders")).isEqualTo(1);
    world.append(partition, 1, false);
    assertThat(bytes("TotalProduceRequestsPerSec,topic=orders")).isEqualTo(1);
  }
}
