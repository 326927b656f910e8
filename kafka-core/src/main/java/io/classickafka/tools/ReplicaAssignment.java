package io.classickafka.tools;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** Replicas placed by hand: {@code 0:1,1:2} is brokers 0 and 1, then brokers 1 and 2. */
final class ReplicaAssignment {

  private ReplicaAssignment() {}

  /** Broker ids by partition, the preferred leader first. */
  static Map<Integer, List<Integer>> parse(String text) throws UsageFailure {
    Map<Integer, List<Integer>> assignment = new LinkedHashMap<>();
    for (String partition : text.split(",", -1)) {
      List<Integer> brokers = new ArrayList<>();
      for (String broker : partition.split(":", -1)) {
        try {
          brokers.add(Integer.parseInt(broker.strip()));
        } catch (NumberFormatException e) {
          throw new UsageFailure(
              "--replica-assignment takes broker ids like 0:1,1:2, not '" + text + "'");
        }
      }
      if (new LinkedHashSet<>(brokers).size() < brokers.size()) {
        throw new UsageFailure("a broker is named twice for one partition: '" + partition + "'");
      }
      if (!assignment.isEmpty() && brokers.size() != assignment.values().iterator().next().size()) {
        throw new UsageFailure(
            "partition " + assignment.size() + " has another number of replicas than the others");
      }
      assignment.put(assignment.size(), List.copyOf(brokers));
    }
    return assignment;
  }
}
