package io.classickafka.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.coordination.Op;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nodes that somebody has overwritten with what nobody understands. */
class GarbledNodesTest {

  private static final String STATE = "/brokers/topics/t/partitions/0/state";

  private final SimulatedCluster cluster = new SimulatedCluster();

  @BeforeEach
  void threeBrokersAndATopic() {
    for (int id = 1; id <= 3; id++) {
      cluster.start(id);
    }
    cluster.create(
        new NewTopic(
            "t",
            NewTopic.DEFAULT,
            NewTopic.DEFAULT,
            List.of(new NewTopic.Assignment(0, List.of(2, 3))),
            Collections.emptyMap()));
  }

  private void overwrite(String path, String text) {
    cluster.byHand(new Op.SetData(path, text.getBytes(StandardCharsets.UTF_8), Op.ANY_VERSION));
  }

  private String text(String path) {
    return Objects.requireNonNull(cluster.ensemble.tree().text(path));
  }

  @Test
  void brokerThatIsAliveKeepsItsLeaderships() {
    String registration = text("/brokers/ids/2");
    overwrite("/brokers/ids/2", "no json");
    assertThat(cluster.state("t", 0)).contains("\"leader\":2", "\"isr\":[2,3]");
    assertThat(cluster.broker(1).metadata.image().isAlive(2)).isTrue();

    // What becomes of others is seen meanwhile, and so is its own end.
    cluster.broker(3).kill();
    cluster.time.advance(1_000);
    assertThat(cluster.state("t", 0)).contains("\"leader\":2", "\"isr\":[2]");
    cluster.start(3);
    overwrite("/brokers/ids/2", registration);
    assertThat(cluster.broker(3).metadata.image().isAlive(2)).isTrue();
    overwrite("/brokers/ids/2", "no json");
    cluster.broker(2).kill();
    cluster.time.advance(1_000);
    assertThat(cluster.broker(3).metadata.image().isAlive(2)).isFalse();
  }

  @Test
  void stateInDoubtIsReadUntilItCanBeUnderstood() {
    String state = text(STATE);
    overwrite(STATE, "no json");
    cluster.broker(2).kill();
    cluster.time.advance(5_000);
    assertThat(text(STATE)).isEqualTo("no json");
    overwrite(STATE, state);
    cluster.time.advance(3_000);
    assertThat(cluster.state("t", 0)).contains("\"leader\":3", "\"isr\":[3]");
  }
}
