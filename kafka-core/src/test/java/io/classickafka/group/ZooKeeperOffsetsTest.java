package io.classickafka.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.coordination.CoordinationClient;
import io.classickafka.coordination.Op;
import io.classickafka.group.ZooKeeperOffsets.Found;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.simulation.SimulatedEnsemble;
import io.classickafka.simulation.VirtualTime;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ZooKeeperOffsetsTest {

  private static final TopicPartition T3 = new TopicPartition("t", 3);

  private final VirtualTime time = new VirtualTime(1);
  private final SimulatedEnsemble ensemble = new SimulatedEnsemble(time);
  private final List<Object> answers = new ArrayList<>();
  private ZooKeeperOffsets offsets;

  @BeforeEach
  void connect() {
    CoordinationClient client = ensemble.connect().on(time.loop("control"));
    client.write(List.of(new Op.Create("/consumers", null, Op.Lifetime.PERSISTENT)), result -> {});
    offsets = new ZooKeeperOffsets(client);
  }

  @Test
  void anOffsetIsANodeUnderItsGroupTopicAndPartition() {
    offsets.commit("g", T3, 42, answers::add);
    time.advance(1_000);
    offsets.commit("g", T3, 43, answers::add);
    time.advance(1_000);
    offsets.fetch("g", T3, answers::add);
    offsets.fetch("g", new TopicPartition("t", 4), answers::add);
    time.advance(1_000);
    assertThat(answers)
        .containsExactly(
            ErrorCode.NONE,
            ErrorCode.NONE,
            new Found(ErrorCode.NONE, 43),
            new Found(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, -1));
    assertThat(ensemble.writes()).anyMatch(write -> write.contains("/consumers/g/offsets/t/3 43"));
  }

  @Test
  void namesThatAreNoNodesAreRefused() {
    assertThat(List.of("g", "a.b", "...", "ü")).allMatch(ZooKeeperOffsets::isStorable);
    assertThat(List.of("", ".", "..", "a/b", "../x", "/", "a\u0000", "\u007f", "\ud800"))
        .noneMatch(ZooKeeperOffsets::isStorable);
  }
}
