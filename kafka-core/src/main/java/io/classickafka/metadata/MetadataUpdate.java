package io.classickafka.metadata;

import io.classickafka.protocol.message.UpdateMetadataRequest;
import io.classickafka.protocol.message.UpdateMetadataRequest.UpdateMetadataBroker;
import io.classickafka.protocol.message.UpdateMetadataRequest.UpdateMetadataEndpoint;
import io.classickafka.protocol.message.UpdateMetadataRequest.UpdateMetadataPartitionState;
import io.classickafka.protocol.message.UpdateMetadataRequest.UpdateMetadataTopicState;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * An UpdateMetadata request applied to an image: brokers are replaced as a whole, partitions are
 * merged. Costs what the request holds. A pure function.
 */
final class MetadataUpdate {

  /** What stands for the leader of a partition whose topic is being deleted. */
  static final int LEADER_DURING_DELETE = -2;

  private static final List<String> PROTOCOLS =
      List.of("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL");

  private PersistentSortedMap<Integer, BrokerImage> brokers;
  private long births;
  private PersistentSortedMap<String, TopicImage> topics;
  private PersistentSortedMap<Uuid, String> topicNames;
  private final TreeMap<String, Boolean> changed = new TreeMap<>();
  private final List<MetadataDelta.RemovedPartition> removed = new ArrayList<>();

  /** The image afterwards, and what is different in it. */
  record Result(MetadataImage image, MetadataDelta delta) {}

  private MetadataUpdate(MetadataImage before) {
    this.brokers = before.brokers();
    this.births = before.births();
    this.topics = before.topics();
    this.topicNames = before.topicNames();
  }

  static Result apply(MetadataImage before, UpdateMetadataRequest request) {
    MetadataUpdate update = new MetadataUpdate(before);
    for (UpdateMetadataTopicState topic : request.topicStates()) {
      update.beginTopic(topic.topicName(), topic.topicId());
      for (UpdateMetadataPartitionState partition : topic.partitionStates()) {
        update.partition(topic.topicName(), topic.topicId(), partition);
      }
    }
    for (UpdateMetadataPartitionState partition : request.ungroupedPartitionStates()) {
      update.beginTopic(partition.topicName(), Uuid.ZERO_UUID);
      update.partition(partition.topicName(), Uuid.ZERO_UUID, partition);
    }
    update.brokers(request.liveBrokers());
    int controller = Math.max(request.controllerId(), MetadataImage.NO_CONTROLLER);
    return new Result(
        new MetadataImage(
            controller, update.brokers, update.topics, update.topicNames, update.births),
        new MetadataDelta(
            update.brokers != before.brokers(),
            List.copyOf(update.changed.keySet()),
            update.removed));
  }

  /** Settles the topic's id; another id means that another topic has taken the name. */
  private void beginTopic(String name, Uuid id) {
    TopicImage known = topics.get(name);
    if (known == null || known.id().equals(id)) {
      return;
    }
    boolean another = !known.id().equals(Uuid.ZERO_UUID) && !id.equals(Uuid.ZERO_UUID);
    topicNames = topicNames.without(known.id());
    changed.put(name, true);
    if (another) {
      known.partitions().forEach((number, image) -> removed(name, number));
      topics = topics.without(name);
    } else {
      putTopic(new TopicImage(name, id, known.partitions()));
    }
  }

  private void partition(String topic, Uuid id, UpdateMetadataPartitionState state) {
    TopicImage known = topics.get(topic);
    if (state.leader() == LEADER_DURING_DELETE) {
      if (known != null) {
        removePartition(known, state.partitionIndex());
      }
      return;
    }
    PartitionImage image =
        new PartitionImage(
            state.partitionIndex(),
            state.controllerEpoch(),
            Math.max(state.leader(), PartitionImage.NO_LEADER),
            state.leaderEpoch(),
            state.isr(),
            state.zkVersion(),
            state.replicas(),
            state.offlineReplicas());
    PersistentSortedMap<Integer, PartitionImage> partitions =
        known == null ? PersistentSortedMap.empty() : known.partitions();
    if (!image.equals(partitions.get(image.partition()))) {
      putTopic(new TopicImage(topic, id, partitions.with(image.partition(), image)));
    }
  }

  private void putTopic(TopicImage topic) {
    topics = topics.with(topic.name(), topic);
    changed.put(topic.name(), true);
    if (!topic.id().equals(Uuid.ZERO_UUID)) {
      topicNames = topicNames.with(topic.id(), topic.name());
    }
  }

  private void removePartition(TopicImage topic, int partition) {
    if (topic.partition(partition) == null) {
      return;
    }
    removed(topic.name(), partition);
    changed.put(topic.name(), true);
    PersistentSortedMap<Integer, PartitionImage> rest = topic.partitions().without(partition);
    if (rest.isEmpty()) {
      topics = topics.without(topic.name());
      topicNames = topicNames.without(topic.id());
    } else {
      topics = topics.with(topic.name(), new TopicImage(topic.name(), topic.id(), rest));
    }
  }

  private void removed(String topic, int partition) {
    removed.add(new MetadataDelta.RemovedPartition(topic, partition));
  }

  private void brokers(List<UpdateMetadataBroker> live) {
    PersistentSortedMap<Integer, BrokerImage> before = brokers;
    TreeMap<Integer, Boolean> present = new TreeMap<>();
    for (UpdateMetadataBroker broker : live) {
      present.put(broker.id(), true);
      BrokerImage known = brokers.get(broker.id());
      long birth = known == null ? ++births : known.birth();
      BrokerImage image = new BrokerImage(broker.id(), broker.rack(), endpoints(broker), birth);
      if (!image.equals(known)) {
        brokers = brokers.with(broker.id(), image);
      }
    }
    for (int id : before.keys()) {
      if (!present.containsKey(id)) {
        brokers = brokers.without(id);
      }
    }
  }

  private static List<BrokerEndpoint> endpoints(UpdateMetadataBroker broker) {
    List<BrokerEndpoint> endpoints = new ArrayList<>();
    for (UpdateMetadataEndpoint endpoint : broker.endpoints()) {
      String name = listenerName(endpoint.listener(), endpoint.securityProtocol());
      endpoints.add(
          new BrokerEndpoint(name, endpoint.host(), endpoint.port(), endpoint.securityProtocol()));
    }
    if (endpoints.isEmpty() && !broker.v0Host().isEmpty()) {
      endpoints.add(
          new BrokerEndpoint(PROTOCOLS.get(0), broker.v0Host(), broker.v0Port(), (short) 0));
    }
    return endpoints;
  }

  /** Before listeners had names, a listener was called as its protocol. */
  private static String listenerName(@Nullable String name, short protocol) {
    if (name != null && !name.isEmpty()) {
      return name;
    }
    return protocol >= 0 && protocol < PROTOCOLS.size() ? PROTOCOLS.get(protocol) : "";
  }
}
