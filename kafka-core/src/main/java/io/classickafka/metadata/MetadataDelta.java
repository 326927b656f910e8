package io.classickafka.metadata;

import java.util.List;

/**
 * What an update changed.
 *
 * @param brokersChanged whether a live broker came, went, or changed its endpoints or rack
 * @param changedTopics topics that are new or of which something changed, sorted
 * @param removedPartitions partitions that are no longer there, by topic in order
 */
public record MetadataDelta(
    boolean brokersChanged, List<String> changedTopics, List<RemovedPartition> removedPartitions) {

  public MetadataDelta {
    changedTopics = List.copyOf(changedTopics);
    removedPartitions = List.copyOf(removedPartitions);
  }

  /** A partition whose topic is being deleted. */
  public record RemovedPartition(String topic, int partition) {}
}
