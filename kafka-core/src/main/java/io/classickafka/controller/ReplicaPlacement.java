package io.classickafka.controller;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Spreads the replicas of new partitions over brokers: leaders round robin from a start, the other
 * replicas at a shift that grows with each round, and no two in one rack while racks are left.
 * Pure.
 */
final class ReplicaPlacement {

  private ReplicaPlacement() {}

  /**
   * The replicas of each new partition, preferred leader first.
   *
   * @param racks each broker with its rack; all empty texts when there are no racks
   * @param firstPartition the number of the first new partition
   * @param start where in the list of brokers partition 0 begins
   * @param shift how far the second replica of partition 0 lies behind the first
   */
  static List<List<Integer>> place(
      SortedMap<Integer, String> racks,
      int partitions,
      int replicationFactor,
      int firstPartition,
      int start,
      int shift) {
    boolean rackAware = racks.values().stream().anyMatch(rack -> !rack.isEmpty());
    List<Integer> brokers = rackAware ? alternatingRacks(racks) : new ArrayList<>(racks.keySet());
    int rackCount = new TreeSet<>(racks.values()).size();
    List<List<Integer>> placed = new ArrayList<>(partitions);
    int count = brokers.size();
    int nextShift = shift;
    for (int i = 0; i < partitions; i++) {
      int partition = firstPartition + i;
      if (partition > 0 && partition % count == 0) {
        nextShift++;
      }
      int first = Math.floorMod(partition + start, count);
      placed.add(
          rackAware
              ? withRacks(brokers, racks, rackCount, replicationFactor, first, nextShift)
              : withoutRacks(brokers, replicationFactor, first, nextShift));
    }
    return placed;
  }

  private static List<Integer> withoutRacks(
      List<Integer> brokers, int replicationFactor, int first, int shift) {
    List<Integer> replicas = new ArrayList<>(replicationFactor);
    replicas.add(brokers.get(first));
    for (int j = 0; j < replicationFactor - 1; j++) {
      replicas.add(brokers.get(other(first, shift, j, brokers.size())));
    }
    return replicas;
  }

  private static List<Integer> withRacks(
      List<Integer> brokers,
      SortedMap<Integer, String> racks,
      int rackCount,
      int replicationFactor,
      int first,
      int shift) {
    int leader = brokers.get(first);
    List<Integer> replicas = new ArrayList<>(List.of(leader));
    TreeSet<String> usedRacks = new TreeSet<>(List.of(racks.getOrDefault(leader, "")));
    int tried = 0;
    while (replicas.size() < replicationFactor) {
      int spread = Math.max(shift, 1) * rackCount;
      int broker = brokers.get(other(first, spread, tried++, brokers.size()));
      String rack = racks.getOrDefault(broker, "");
      boolean newRack = !usedRacks.contains(rack) || usedRacks.size() == rackCount;
      boolean newBroker = !replicas.contains(broker);
      if (newRack && newBroker) {
        replicas.add(broker);
        usedRacks.add(rack);
      }
    }
    return replicas;
  }

  private static int other(int first, int shift, int index, int count) {
    return count == 1 ? first : (first + 1 + (int) (((long) shift + index) % (count - 1))) % count;
  }

  /** The brokers so that neighbours are in different racks as long as that is possible. */
  private static List<Integer> alternatingRacks(SortedMap<Integer, String> racks) {
    SortedMap<String, ArrayDeque<Integer>> byRack = new TreeMap<>();
    racks.forEach(
        (broker, rack) -> byRack.computeIfAbsent(rack, r -> new ArrayDeque<>()).add(broker));
    List<Integer> brokers = new ArrayList<>(racks.size());
    while (brokers.size() < racks.size()) {
      for (ArrayDeque<Integer> inRack : byRack.values()) {
        Integer next = inRack.poll();
        if (next != null) {
          brokers.add(next);
        }
      }
    }
    return brokers;
  }
}
