package io.classickafka.simulation.check;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/**
 * C1, C4: what a producer was told is stored was committed by then, under that offset, and is there
 * at the end in every replica; and a reader is given what was committed and nothing else.
 */
public final class AckedSurvives implements Check {

  private final Map<TopicPartition, Map<Long, String>> committed = new LinkedHashMap<>();
  private final Map<TopicPartition, Map<Long, String>> acked = new LinkedHashMap<>();

  private static Map<Long, String> of(
      Map<TopicPartition, Map<Long, String>> all, TopicPartition partition) {
    return all.computeIfAbsent(partition, key -> new TreeMap<>());
  }

  @Override
  public void onBelowHighWatermark(ReplicaState state, List<BatchState> batches) {
    Map<Long, String> known = of(committed, state.partition());
    for (BatchState batch : batches) {
      long offset = batch.baseOffset();
      for (String value : batch.values()) {
        known.putIfAbsent(offset++, value);
      }
    }
  }

  @Override
  public void onAck(TopicPartition partition, long offset, String value) {
    String stored = of(committed, partition).get(offset);
    if (!value.equals(stored)) {
      throw new Violation(
          "C1", "acknowledged " + value + " at " + partition + "/" + offset + " is " + stored);
    }
    of(acked, partition).put(offset, value);
  }

  @Override
  public void onRead(TopicPartition partition, long offset, String value) {
    String stored = of(committed, partition).get(offset);
    if (!value.equals(stored)) {
      throw new Violation(
          "C4", "read " + value + " at " + partition + "/" + offset + " committed is " + stored);
    }
  }

  @Override
  public void atEnd(ReplicaState state, List<BatchState> log) {
    Map<Long, String> there = new TreeMap<>();
    for (BatchState batch : log) {
      long offset = batch.baseOffset();
      for (String value : batch.values()) {
        there.put(offset++, value);
      }
    }
    of(acked, state.partition())
        .forEach(
            (offset, value) -> {
              if (!value.equals(there.get(offset))) {
                throw new Violation(
                    "C1", value + " was acknowledged at " + offset + " and is gone in " + state);
              }
            });
  }
}
