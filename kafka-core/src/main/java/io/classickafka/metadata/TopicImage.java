package io.classickafka.metadata;

import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * A topic with its partitions. A new object whenever something in it changes, and only then.
 *
 * @param id {@link Uuid#ZERO_UUID} when the controller does not know topic ids
 * @param partitions by number; there may be gaps while a topic grows
 */
public record TopicImage(
    String name, Uuid id, PersistentSortedMap<Integer, PartitionImage> partitions) {

  public @Nullable PartitionImage partition(int partition) {
    return partitions.get(partition);
  }
}
