package io.classickafka.tools;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A proposal for the replicas of a topic. Leaders go round the brokers, starting where the topic's
 * name says: topics start at different brokers, and the same question has the same answer. The
 * other replicas follow at a distance that grows with each round, in as many racks as there are.
 */
final class ReplicaSpread {

  private final List<Integer> ring;
  private final Map<Integer, String> racks;

  /**
   * A spread over some brokers.
   *
   * @param racks the rack of each broker by id, a rack of its own where none matters
   */
  ReplicaSpread(SortedMap<Integer, String> racks) {
    this.racks = racks;
    this.ring = ring(racks);
  }

  // One broker of each rack in turn, so that neighbours are in different racks.
  private static List<Integer> ring(SortedMap<Integer, String> racks) {
    SortedMap<String, List<Integer>> byRack = new TreeMap<>();
    racks.forEach(
        (broker, rack) -> byRack.computeIfAbsent(rack, name -> new ArrayList<>()).add(broker));
    List<Integer> ring = new ArrayList<>();
    for (int round = 0; ring.size() < racks.size(); round++) {
      for (List<Integer> brokers : byRack.values()) {
        if (round < brokers.size()) {
          ring.add(brokers.get(round));
        }
      }
    }
    return ring;
  }

  /** The brokers of each partition, the preferred leader first. */
  List<List<Integer>> of(String topic, int partitions, int replicas) throws ToolFailure {
    if (replicas > ring.size()) {
      throw new ToolFailure(
          "Replication factor: "
              + replicas
              + " of topic "
              + topic
              + " larger than available brokers: "
              + ring.size()
              + ".");
    }
    int start = Math.floorMod(topic.hashCode(), ring.size());
    List<List<Integer>> assignment = new ArrayList<>();
    for (int partition = 0; partition < partitions; partition++) {
      assignment.add(partition(start + partition, partition / ring.size(), replicas));
    }
    return assignment;
  }

  private List<Integer> partition(int first, int shift, int replicas) {
    int others = ring.size() - 1;
    List<Integer> candidates = new ArrayList<>();
    for (int i = 0; i < others; i++) {
      candidates.add(ring.get((first + 1 + (shift + i) % others) % ring.size()));
    }
    List<Integer> chosen = new ArrayList<>();
    Map<String, Integer> usedByRack = new LinkedHashMap<>();
    Integer next = ring.get(first % ring.size());
    while (true) {
      chosen.add(next);
      candidates.remove(next);
      usedByRack.merge(rack(next), 1, Integer::sum);
      if (chosen.size() == replicas) {
        return chosen;
      }
      int fewest = Integer.MAX_VALUE;
      for (Integer candidate : candidates) {
        int used = usedByRack.getOrDefault(rack(candidate), 0);
        if (used < fewest) {
          fewest = used;
          next = candidate;
        }
      }
    }
  }

  private String rack(int broker) {
    return racks.getOrDefault(broker, "");
  }
}
