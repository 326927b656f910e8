package io.classickafka.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The partitions of a Produce request, each once, in the order named. Most requests name one or
 * two: they are found by looking at each, and only of many is an index made.
 */
final class DistinctEntries {

  private static final int FEW = 8;

  private final List<ProduceEntry> entries = new ArrayList<>(2);

  /** Null as long as there are few. */
  private @Nullable Map<TopicPartition, ProduceEntry> index;

  /** Adds an entry, unless there is one of the same partition, which is returned. */
  @Nullable ProduceEntry addIfAbsent(ProduceEntry entry) {
    Map<TopicPartition, ProduceEntry> made = index;
    ProduceEntry twin = made == null ? scan(entry) : made.putIfAbsent(name(entry), entry);
    if (twin == null) {
      entries.add(entry);
      if (entries.size() == FEW) {
        index = indexed();
      }
    }
    return twin;
  }

  List<ProduceEntry> all() {
    return entries;
  }

  private @Nullable ProduceEntry scan(ProduceEntry wanted) {
    for (ProduceEntry entry : entries) {
      if (entry.partition == wanted.partition && entry.topic.equals(wanted.topic)) {
        return entry;
      }
    }
    return null;
  }

  private Map<TopicPartition, ProduceEntry> indexed() {
    Map<TopicPartition, ProduceEntry> made = new LinkedHashMap<>();
    for (ProduceEntry entry : entries) {
      made.put(name(entry), entry);
    }
    return made;
  }

  private static TopicPartition name(ProduceEntry entry) {
    return new TopicPartition(entry.topic, entry.partition);
  }
}
