package io.classickafka.api;

import io.classickafka.metadata.BrokerEndpoint;
import io.classickafka.metadata.BrokerImage;
import io.classickafka.metadata.MetadataImage;
import io.classickafka.metadata.PartitionImage;
import io.classickafka.metadata.TopicImage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.MetadataResponse.MetadataResponseBroker;
import io.classickafka.protocol.message.MetadataResponse.MetadataResponsePartition;
import io.classickafka.protocol.message.MetadataResponse.MetadataResponseTopic;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a Metadata response, as one image shows them to one listener in one version. Pure.
 */
final class MetadataAnswer {

  /** From this version on a leader without the listener has an error of its own. */
  private static final short KNOWS_LISTENERS = 6;

  private final MetadataImage image;
  private final short version;
  private final String listener;

  MetadataAnswer(MetadataImage image, short version, String listener) {
    this.image = image;
    this.version = version;
    this.listener = listener;
  }

  static MetadataResponseTopic error(@Nullable String name, Uuid id, ErrorCode error) {
    return new MetadataResponseTopic()
        .errorCode(error.code())
        .name(name)
        .topicId(id)
        .isInternal(name != null && InternalTopics.contains(name));
  }

  /** The live brokers that have the listener. */
  List<MetadataResponseBroker> brokers() {
    List<MetadataResponseBroker> brokers = new ArrayList<>(image.brokers().size());
    for (BrokerImage broker : image.brokers()) {
      BrokerEndpoint endpoint = broker.endpoint(listener);
      if (endpoint != null) {
        brokers.add(
            new MetadataResponseBroker()
                .nodeId(broker.id())
                .host(endpoint.host())
                .port(endpoint.port())
                .rack(broker.rack()));
      }
    }
    return brokers;
  }

  MetadataImage image() {
    return image;
  }

  short version() {
    return version;
  }

  String listener() {
    return listener;
  }

  int controllerId() {
    return image.controllerId();
  }

  MetadataResponseTopic topic(TopicImage topic) {
    List<MetadataResponsePartition> partitions = new ArrayList<>(topic.partitions().size());
    for (PartitionImage partition : topic.partitions()) {
      partitions.add(partition(partition));
    }
    return new MetadataResponseTopic()
        .errorCode(ErrorCode.NONE.code())
        .name(topic.name())
        .topicId(topic.id())
        .isInternal(InternalTopics.contains(topic.name()))
        .partitions(partitions);
  }

  private MetadataResponsePartition partition(PartitionImage partition) {
    ErrorCode error = ErrorCode.NONE;
    int leader = partition.leader();
    if (!partition.hasLeader() || !image.isAlive(leader)) {
      error = ErrorCode.LEADER_NOT_AVAILABLE;
      leader = PartitionImage.NO_LEADER;
    } else if (image.endpoint(leader, listener) == null) {
      error =
          version >= KNOWS_LISTENERS
              ? ErrorCode.LISTENER_NOT_FOUND
              : ErrorCode.LEADER_NOT_AVAILABLE;
      leader = PartitionImage.NO_LEADER;
    }
    List<Integer> replicas = partition.replicas();
    List<Integer> isr = partition.isr();
    if (version == 0) {
      // Clients of this version take every id they see for a broker they can reach.
      replicas = reachable(replicas);
      isr = reachable(isr);
      boolean dead =
          replicas.size() < partition.replicas().size() || isr.size() < partition.isr().size();
      if (error == ErrorCode.NONE && dead) {
        error = ErrorCode.REPLICA_NOT_AVAILABLE;
      }
    }
    return new MetadataResponsePartition()
        .errorCode(error.code())
        .partitionIndex(partition.partition())
        .leaderId(leader)
        .leaderEpoch(partition.leaderEpoch())
        .replicaNodes(replicas)
        .isrNodes(isr)
        .offlineReplicas(partition.offlineReplicas());
  }

  private List<Integer> reachable(List<Integer> brokers) {
    List<Integer> reachable = new ArrayList<>(brokers.size());
    for (int broker : brokers) {
      if (image.endpoint(broker, listener) != null) {
        reachable.add(broker);
      }
    }
    return reachable;
  }
}
