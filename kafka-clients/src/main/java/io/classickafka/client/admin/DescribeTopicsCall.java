package io.classickafka.client.admin;

import io.classickafka.client.cluster.Outcome;
import io.classickafka.client.cluster.Target;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.MetadataRequest;
import io.classickafka.protocol.message.MetadataRequest.MetadataRequestTopic;
import io.classickafka.protocol.message.MetadataResponse;
import io.classickafka.protocol.message.MetadataResponse.MetadataResponseBroker;
import io.classickafka.protocol.message.MetadataResponse.MetadataResponsePartition;
import io.classickafka.protocol.message.MetadataResponse.MetadataResponseTopic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * Describes topics with their partitions.
 *
 * @param <K> a name or an id
 */
public final class DescribeTopicsCall<K> extends KeyedCall<K, TopicDescription> {

  /** The first version that can ask for a topic without creating it. */
  static final int FIRST_VERSION_WITHOUT_CREATION = 4;

  private static final int FIRST_VERSION_WITH_OPERATIONS = 8;
  private static final int FIRST_VERSION_WITH_IDS = 12;

  private final int lowestVersion;
  private final Function<K, MetadataRequestTopic> onWire;
  private final Function<MetadataResponseTopic, @Nullable K> keyOf;
  private final boolean withOperations;

  private DescribeTopicsCall(
      Collection<K> topics,
      int lowestVersion,
      Function<K, MetadataRequestTopic> onWire,
      Function<MetadataResponseTopic, @Nullable K> keyOf,
      boolean withOperations) {
    super(topics);
    this.lowestVersion =
        withOperations ? Math.max(lowestVersion, FIRST_VERSION_WITH_OPERATIONS) : lowestVersion;
    this.onWire = onWire;
    this.keyOf = keyOf;
    this.withOperations = withOperations;
  }

  /** The call for topics by name. */
  public static DescribeTopicsCall<String> byName(
      Collection<String> names, boolean withOperations) {
    return new DescribeTopicsCall<>(
        names,
        FIRST_VERSION_WITHOUT_CREATION,
        name -> new MetadataRequestTopic().name(name),
        MetadataResponseTopic::name,
        withOperations);
  }

  /** The call for topics by id. */
  public static DescribeTopicsCall<Uuid> byId(Collection<Uuid> ids, boolean withOperations) {
    return new DescribeTopicsCall<>(
        ids,
        FIRST_VERSION_WITH_IDS,
        id -> new MetadataRequestTopic().topicId(id).name(null),
        MetadataResponseTopic::topicId,
        withOperations);
  }

  @Override
  public ApiKey api() {
    return ApiKey.METADATA;
  }

  @Override
  public Target target() {
    return Target.ANY;
  }

  @Override
  public int lowestVersion() {
    return lowestVersion;
  }

  @Override
  public ApiMessage request() {
    List<MetadataRequestTopic> topics = new ArrayList<>();
    open().forEach(key -> topics.add(onWire.apply(key)));
    return new MetadataRequest()
        .topics(topics)
        .allowAutoTopicCreation(false)
        .includeTopicAuthorizedOperations(withOperations);
  }

  @Override
  public Outcome<Boolean> outcome(ApiMessage message, short version) {
    MetadataResponse response = (MetadataResponse) message;
    Map<Integer, Node> nodes = new LinkedHashMap<>();
    for (MetadataResponseBroker broker : response.brokers()) {
      nodes.put(
          broker.nodeId(), new Node(broker.nodeId(), broker.host(), broker.port(), broker.rack()));
    }
    for (MetadataResponseTopic topic : response.topics()) {
      K key = keyOf.apply(topic);
      ErrorCode error = ErrorCode.of(topic.errorCode());
      if (key == null) {
        continue;
      }
      if (error == ErrorCode.NONE) {
        succeed(key, description(topic, nodes));
      } else {
        fail(key, error, null);
      }
    }
    return settle();
  }

  private static TopicDescription description(
      MetadataResponseTopic topic, Map<Integer, Node> nodes) {
    List<TopicPartitionInfo> partitions = new ArrayList<>();
    for (MetadataResponsePartition partition : topic.partitions()) {
      partitions.add(
          new TopicPartitionInfo(
              partition.partitionIndex(),
              nodes.get(partition.leaderId()),
              nodesOf(partition.replicaNodes(), nodes),
              nodesOf(partition.isrNodes(), nodes)));
    }
    partitions.sort(Comparator.comparingInt(TopicPartitionInfo::partition));
    String name = topic.name();
    return new TopicDescription(
        name == null ? "" : name,
        topic.isInternal(),
        List.copyOf(partitions),
        AuthorizedOperations.of(topic.topicAuthorizedOperations()),
        topic.topicId());
  }

  private static List<Node> nodesOf(List<Integer> ids, Map<Integer, Node> nodes) {
    List<Node> found = new ArrayList<>();
    for (int id : ids) {
      // A broker that is down is known by its id alone.
      found.add(nodes.getOrDefault(id, new Node(id, "", -1)));
    }
    return found;
  }
}
