package io.classickafka.controller;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ReplicaPlacementTest {

  /**
   * The table that Kafka's documentation of the scheme gives for ten partitions and five brokers.
   */
  @Test
  void followersShiftWithEveryRound() {
    List<List<Integer>> placed = ReplicaPlacement.place(racks(5, 0), 10, 3, 0, 0, 0);
    assertThat(placed)
        .containsExactly(
            List.of(0, 1, 2),
            List.of(1, 2, 3),
            List.of(2, 3, 4),
            List.of(3, 4, 0),
            List.of(4, 0, 1),
            List.of(0, 2, 3),
            List.of(1, 3, 4),
            List.of(2, 4, 0),
            List.of(3, 0, 1),
            List.of(4, 1, 2));
  }

  @Property(tries = 200)
  void replicasAreDifferentBrokersAndSpreadOverRacks(
      @ForAll @IntRange(min = 1, max = 9) int brokers,
      @ForAll @IntRange(max = 4) int rackCount,
      @ForAll @IntRange(min = 1, max = 9) int wanted,
      @ForAll @IntRange(max = 20) int start,
      @ForAll @IntRange(max = 20) int shift) {
    SortedMap<Integer, String> racks = racks(brokers, rackCount);
    int replicas = Math.min(brokers, wanted);
    int existing = new TreeSet<>(racks.values()).size();
    List<List<Integer>> placed = ReplicaPlacement.place(racks, 30, replicas, 7, start, shift);
    assertThat(placed).hasSize(30);
    for (List<Integer> partition : placed) {
      assertThat(new TreeSet<>(partition)).hasSize(replicas);
      List<String> used = new ArrayList<>();
      partition.forEach(id -> used.add(racks.getOrDefault(id, "")));
      assertThat(new TreeSet<>(used)).hasSize(Math.min(existing, replicas));
    }
  }

  private static SortedMap<Integer, String> racks(int brokers, int rackCount) {
    SortedMap<Integer, String> racks = new TreeMap<>();
    for (int id = 0; id < brokers; id++) {
      racks.put(id, rackCount == 0 ? "" : "r" + id % rackCount);
    }
    return racks;
  }
}
