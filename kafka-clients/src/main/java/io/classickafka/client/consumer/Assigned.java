package io.classickafka.client.consumer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The partitions a consumer has now, in the order they are served. The loop's. */
final class Assigned {

  private final Map<TopicPartition, PartitionState> partitions = new LinkedHashMap<>();
  // Never the same twice, also for a partition that went and came back.
  private int lastPlace;

  @Nullable PartitionState find(TopicPartition partition) {
    return partitions.get(partition);
  }

  /** The partition, which must be assigned. */
  PartitionState get(TopicPartition partition) {
    PartitionState state = partitions.get(partition);
    if (state == null) {
      throw new IllegalStateException(partition + " is not assigned to this consumer");
    }
    return state;
  }

  Collection<PartitionState> all() {
    return partitions.values();
  }

  Set<TopicPartition> names() {
    return new LinkedHashSet<>(partitions.keySet());
  }

  boolean isEmpty() {
    return partitions.isEmpty();
  }

  /** Keeps those that stay with their positions, drops the others, and returns the new ones. */
  List<TopicPartition> replace(Collection<TopicPartition> wanted) {
    Set<TopicPartition> keep = new LinkedHashSet<>(wanted);
    partitions
        .values()
        .removeIf(
            state -> {
              boolean gone = !keep.contains(state.partition);
              if (gone) {
                state.forget();
              }
              return gone;
            });
    List<TopicPartition> added = new ArrayList<>();
    for (TopicPartition partition : keep) {
      if (!partitions.containsKey(partition)) {
        partitions.put(partition, new PartitionState(partition, () -> ++lastPlace));
        added.add(partition);
      }
    }
    return added;
  }

  /** Puts a partition behind the others, so that all are served in turn. */
  void served(PartitionState state) {
    if (partitions.remove(state.partition, state)) {
      partitions.put(state.partition, state);
    }
  }

  /** What a commit of everything read so far would say. */
  Map<TopicPartition, OffsetAndMetadata> positions() {
    Map<TopicPartition, OffsetAndMetadata> offsets = new LinkedHashMap<>();
    for (PartitionState state : partitions.values()) {
      if (state.hasPosition()) {
        Optional<Integer> epoch =
            state.positionEpoch() < 0 ? Optional.empty() : Optional.of(state.positionEpoch());
        offsets.put(state.partition, new OffsetAndMetadata(state.position(), epoch, ""));
      }
    }
    return offsets;
  }
}
