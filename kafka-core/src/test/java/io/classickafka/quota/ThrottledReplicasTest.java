package io.classickafka.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What the lists of throttled replicas say of one broker. */
class ThrottledReplicasTest {

  @Test
  void namesThePartitionsOfThisBroker() {
    ThrottledReplicas of = ThrottledReplicas.of(List.of("0:1", " 2:1", "1:2", "3:11"), 1);
    assertThat(of.contains(0)).isTrue();
    assertThat(of.contains(2)).isTrue();
    assertThat(of.contains(1)).isFalse();
    assertThat(of.contains(3)).isFalse();
  }

  @Test
  void aStarNamesEveryPartition() {
    assertThat(ThrottledReplicas.of(List.of("*"), 1).contains(77)).isTrue();
  }

  @Test
  void whatIsNoPairNamesNothing() {
    assertThat(ThrottledReplicas.of(List.of(), 1)).isEqualTo(ThrottledReplicas.NONE);
    assertThat(ThrottledReplicas.of(List.of("", "x:1", "1", "99999999999:1", "1:1:1"), 1))
        .isEqualTo(ThrottledReplicas.NONE);
  }
}
