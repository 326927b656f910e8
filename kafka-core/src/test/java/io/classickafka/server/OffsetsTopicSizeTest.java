package io.classickafka.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.coordination.CoordinationClient;
import io.classickafka.coordination.Op;
import io.classickafka.coordination.Op.Lifetime;
import io.classickafka.group.GroupCoordinator;
import io.classickafka.metadata.MetadataCache;
import io.classickafka.protocol.message.UpdateMetadataRequest;
import io.classickafka.protocol.message.UpdateMetadataRequest.UpdateMetadataPartitionState;
import io.classickafka.protocol.message.UpdateMetadataRequest.UpdateMetadataTopicState;
import io.classickafka.seam.EventLoop;
import io.classickafka.simulation.SimulatedEnsemble;
import io.classickafka.simulation.VirtualTime;
import io.classickafka.zk.PartitionAssignment;
import io.classickafka.zk.TopicAssignment;
import io.classickafka.zk.ZkUuid;
import java.util.List;
import java.util.TreeMap;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

/** The number of partitions that decides where a group belongs. */
class OffsetsTopicSizeTest {

  private static final String NODE = "/brokers/topics/__consumer_offsets";
  private static final int LED = 1;
  private static final int DELETED = -2;

  private final VirtualTime time = new VirtualTime(1);
  private final SimulatedEnsemble ensemble = new SimulatedEnsemble(time);
  private final CoordinationClient tool = ensemble.connect().on(time.loop("tool"));
  private final EventLoop loop = time.loop("control");
  private final MetadataCache cache = new MetadataCache(loop);
  private final OffsetsTopicSize size = new OffsetsTopicSize(ensemble.connect().on(loop), loop);

  OffsetsTopicSizeTest() {
    cache.addListener(size);
    write(new Op.Create("/brokers", null, Lifetime.PERSISTENT));
    write(new Op.Create("/brokers/topics", null, Lifetime.PERSISTENT));
  }

  private void write(Op op) {
    tool.write(List.of(op), result -> {});
    time.advance(10);
  }

  private static byte[] node(int topicId, int partitions) {
    TreeMap<Integer, PartitionAssignment> assigned = new TreeMap<>();
    for (int i = 0; i < partitions; i++) {
      assigned.put(i, PartitionAssignment.of(List.of(1)));
    }
    return TopicAssignment.of(new ZkUuid(0, topicId), assigned).encode();
  }

  /** The controller tells of some partitions. */
  private void show(int topicId, int from, int to, int leader) {
    UpdateMetadataTopicState topic =
        new UpdateMetadataTopicState()
            .topicName(GroupCoordinator.TOPIC)
            .topicId(new Uuid(0, topicId));
    for (int i = from; i < to; i++) {
      topic
          .partitionStates()
          .add(new UpdateMetadataPartitionState().partitionIndex(i).leader(leader));
    }
    loop.execute(() -> cache.update(new UpdateMetadataRequest().topicStates(List.of(topic))));
    time.advance(10);
  }

  @Test
  void isThatOfTheTopicsNodeHoweverLittleIsShown() {
    assertThat(size.value()).isEqualTo(GroupCoordinator.UNKNOWN_COUNT);
    write(new Op.Create(NODE, node(1, 250), Lifetime.PERSISTENT));
    show(1, 0, 200, LED);
    assertThat(size.value()).isEqualTo(250);
    show(1, 200, 250, LED);
    assertThat(size.value()).isEqualTo(250);
  }

  @Test
  void standsWhenTheTopicsIdComesLateOrIsNotTold() {
    write(new Op.Create(NODE, node(1, 3), Lifetime.PERSISTENT));
    show(0, 0, 3, LED);
    assertThat(size.value()).isEqualTo(3);
    write(new Op.SetData(NODE, node(1, 5), Op.ANY_VERSION));
    show(1, 0, 3, LED);
    assertThat(size.value()).isEqualTo(3);
    show(0, 0, 3, LED);
    assertThat(size.value()).isEqualTo(3);
  }

  @Test
  void standsWhileTheTopicDoes() {
    write(new Op.Create(NODE, node(1, 3), Lifetime.PERSISTENT));
    show(1, 0, 3, LED);
    write(new Op.SetData(NODE, node(1, 5), Op.ANY_VERSION));
    show(1, 3, 5, LED);
    assertThat(size.value()).isEqualTo(3);
    show(1, 0, 5, DELETED);
    assertThat(size.value()).isEqualTo(GroupCoordinator.UNKNOWN_COUNT);
    show(2, 0, 1, LED);
    assertThat(size.value()).as("of the topic before").isEqualTo(GroupCoordinator.UNKNOWN_COUNT);
    write(new Op.SetData(NODE, node(2, 7), Op.ANY_VERSION));
    time.advance(1_000);
    assertThat(size.value()).isEqualTo(7);
  }

  @Test
  void isAskedForAgainUntilItCanBeRead() {
    show(1, 0, 3, LED);
    time.advance(5_000);
    assertThat(size.value()).isEqualTo(GroupCoordinator.UNKNOWN_COUNT);
    write(new Op.Create(NODE, node(1, 3), Lifetime.PERSISTENT));
    time.advance(1_000);
    assertThat(size.value()).isEqualTo(3);
  }
}
