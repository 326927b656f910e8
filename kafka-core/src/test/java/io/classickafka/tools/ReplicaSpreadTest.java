package io.classickafka.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ReplicaSpreadTest {

  private static NavigableMap<Integer, String> brokers(int count, int rackCount) {
    NavigableMap<Integer, String> racks = new TreeMap<>();
    for (int id = 0; id < count; id++) {
      racks.put(id, "rack-" + id % rackCount);
    }
    return racks;
  }

  @Test
  void leadersAndReplicasAreAsManyOnEachBroker() throws ToolFailure {
    for (int count = 1; count <= 6; count++) {
      for (int replicas = 1; replicas <= count; replicas++) {
        int[] leaders = new int[count];
        int[] all = new int[count];
        for (List<Integer> partition :
            new ReplicaSpread(brokers(count, count)).of("topic", 3 * count, replicas)) {
          leaders[partition.get(0)]++;
          partition.forEach(id -> all[id]++);
          assertThat(new LinkedHashSet<>(partition)).hasSize(replicas);
        }
        assertThat(leaders).containsOnly(3);
        assertThat(all).containsOnly(3 * replicas);
      }
    }
  }

  @Test
  void replicasLieInAsManyRacksAsThereAre() throws ToolFailure {
    NavigableMap<Integer, String> racks = brokers(7, 3);
    for (List<Integer> partition : new ReplicaSpread(racks).of("topic", 21, 3)) {
      assertThat(partition.stream().map(racks::get).distinct()).as("%s", partition).hasSize(3);
    }
    for (List<Integer> partition : new ReplicaSpread(racks).of("topic", 21, 5)) {
      assertThat(partition.stream().map(racks::get).distinct()).as("%s", partition).hasSize(3);
      assertThat(new LinkedHashSet<>(partition)).hasSize(5);
    }
  }

  @Test
  void theSameQuestionHasTheSameAnswerAndTopicsStartApart() throws ToolFailure {
    ReplicaSpread spread = new ReplicaSpread(brokers(3, 3));
    assertThat(spread.of("a", 6, 2)).isEqualTo(new ReplicaSpread(brokers(3, 3)).of("a", 6, 2));
    assertThat(spread.of("a", 1, 1)).isNotEqualTo(spread.of("b", 1, 1));
  }

  @Test
  void moreReplicasThanBrokersAreRefused() {
    assertThatThrownBy(() -> new ReplicaSpread(brokers(2, 2)).of("t", 1, 3))
        .hasMessage("Replication factor: 3 of topic t larger than available brokers: 2.");
  }
}
