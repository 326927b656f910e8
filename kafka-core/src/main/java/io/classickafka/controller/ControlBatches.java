package io.classickafka.controller;

import io.classickafka.controller.ControlBatch.Leadership;
import io.classickafka.controller.ControlBatch.Metadata;
import io.classickafka.controller.ControlBatch.Stop;
import io.classickafka.zk.ZkTopicPartition;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what brokers shall be told after one event. What is told is taken from the draft when the
 * decision is finished, so that the order of its steps does not matter.
 */
final class ControlBatches {

  private final Draft draft;

  /** Per broker the partitions of whose leadership it shall hear; true for new ones. */
  private final SortedMap<Integer, SortedMap<ZkTopicPartition, Boolean>> leaderships =
      new TreeMap<>();

  private final SortedMap<Integer, SortedMap<ZkTopicPartition, Stop>> stops = new TreeMap<>();
  private final TreeSet<ZkTopicPartition> changed = new TreeSet<>();
  private final SortedMap<ZkTopicPartition, Metadata> gone = new TreeMap<>();
  private final TreeSet<Integer> everythingTo = new TreeSet<>();
  private boolean brokersChanged;

  ControlBatches(Draft draft) {
    this.draft = draft;
  }

  /** Tells a broker about a partition's leadership, and all brokers in their metadata. */
  void leadership(int broker, ZkTopicPartition partition, boolean isNew) {
    leaderships
        .computeIfAbsent(broker, b -> new TreeMap<>())
        .merge(partition, isNew, (a, b) -> a || b);
    changed.add(partition);
  }

  /** Tells all brokers about a partition in their metadata. */
  void metadata(ZkTopicPartition partition) {
    changed.add(partition);
  }

  /** Tells all brokers that a topic is no more. */
  void topicGone(TopicState topic) {
    for (int number : topic.partitions().keys()) {
      gone.put(
          new ZkTopicPartition(topic.name(), number),
          new Metadata(topic.id(), null, List.of(), List.of()));
    }
  }

  /** Tells a broker to stop a replica. */
  void stop(int broker, ZkTopicPartition partition, int leaderEpoch, boolean delete) {
    stops
        .computeIfAbsent(broker, b -> new TreeMap<>())
        .put(partition, new Stop(leaderEpoch, delete));
  }

  /** Tells all brokers which brokers there are. */
  void brokersChanged() {
    brokersChanged = true;
  }

  /** Tells a broker everything: its metadata is empty. */
  void everythingTo(int broker) {
    everythingTo.add(broker);
  }

  void addTo(List<Effect> effects) {
    SortedMap<ZkTopicPartition, Metadata> shared = new TreeMap<>(gone);
    changed.forEach(partition -> putMetadata(partition, shared));
    SortedMap<ZkTopicPartition, Metadata> everything = new TreeMap<>();
    if (!everythingTo.isEmpty()) {
      draft.topics.forEach(
          (name, topic) -> {
            for (int number : topic.partitions().keys()) {
              putMetadata(new ZkTopicPartition(name, number), everything);
            }
          });
      everything.putAll(gone);
    }
    for (BrokerState broker : draft.brokers) {
      boolean full = everythingTo.contains(broker.id());
      SortedMap<ZkTopicPartition, Metadata> metadata = full ? everything : shared;
      SortedMap<ZkTopicPartition, Leadership> leaders = leaderships(broker.id());
      SortedMap<ZkTopicPartition, Stop> stopped = stops.getOrDefault(broker.id(), new TreeMap<>());
      boolean tellMetadata = brokersChanged || full || !metadata.isEmpty();
      if (tellMetadata || !leaders.isEmpty() || !stopped.isEmpty()) {
        effects.add(
            new Effect.Send(
                broker.id(),
                new ControlBatch(
                    draft.brokerId,
                    draft.epoch,
                    broker.epoch(),
                    brokersChanged || full,
                    tellMetadata ? draft.brokers : null,
                    leaders,
                    metadata,
                    stopped)));
      }
    }
  }

  private SortedMap<ZkTopicPartition, Leadership> leaderships(int broker) {
    SortedMap<ZkTopicPartition, Leadership> told = new TreeMap<>();
    leaderships
        .getOrDefault(broker, new TreeMap<>())
        .forEach(
            (id, isNew) -> {
              PartitionControl partition = draft.partition(id);
              PartitionLeadership state = partition == null ? null : partition.leadership();
              if (partition != null && state != null && !isGone(id)) {
                boolean anew = isNew || draft.isUnheard(broker, id);
                told.put(id, new Leadership(topicId(id), state, partition.assignment(), anew));
              }
            });
    return told;
  }

  private void putMetadata(ZkTopicPartition id, SortedMap<ZkTopicPartition, Metadata> target) {
    PartitionControl partition = draft.partition(id);
    PartitionLeadership state = partition == null ? null : partition.leadership();
    if (partition == null || state == null || isGone(id)) {
      return;
    }
    List<Integer> replicas = partition.assignment().replicas();
    List<Integer> offline = new ArrayList<>();
    for (int replica : replicas) {
      if (!draft.isOnline(replica, id)) {
        offline.add(replica);
      }
    }
    target.put(id, new Metadata(topicId(id), state, replicas, offline));
  }

  /** Whether brokers have been told to forget the partition; then nothing may bring it back. */
  private boolean isGone(ZkTopicPartition id) {
    TopicDeletion deletion = draft.deletions.get(id.topic());
    return deletion != null && deletion.started();
  }

  private Uuid topicId(ZkTopicPartition id) {
    @Nullable TopicState topic = draft.topics.get(id.topic());
    return topic == null ? Uuid.ZERO_UUID : topic.id();
  }
}
