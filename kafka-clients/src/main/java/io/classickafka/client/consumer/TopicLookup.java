package io.classickafka.client.consumer;

import io.classickafka.client.ApiErrors;
import io.classickafka.client.cluster.Call;
import io.classickafka.client.cluster.ClusterClient;
import io.classickafka.client.cluster.ClusterSnapshot;
import io.classickafka.client.cluster.Outcome;
import io.classickafka.client.cluster.Target;
import io.classickafka.client.cluster.TopicSnapshot;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.MetadataRequest;
import io.classickafka.protocol.message.MetadataRequest.MetadataRequestTopic;
import io.classickafka.protocol.message.MetadataResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.PartitionInfo;
import org.jspecify.annotations.Nullable;

/** Asks for topics that are not necessarily read. */
public final class TopicLookup implements Call<Map<String, List<PartitionInfo>>> {

  // Below 4 a request cannot say whether topics are to be created.
  private static final int LOWEST_VERSION = 4;

  private final @Nullable String topic;
  private final boolean mayCreate;

  private TopicLookup(@Nullable String topic, boolean mayCreate) {
    this.topic = topic;
    this.mayCreate = mayCreate;
  }

  /** One topic; nothing when there is no such topic. */
  public static CompletableFuture<Map<String, List<PartitionInfo>>> one(
      ClusterClient client, String topic, long timeoutMs) {
    return client.call(new TopicLookup(topic, client.settings().autoCreateTopics()), timeoutMs);
  }

  /** All topics. */
  public static CompletableFuture<Map<String, List<PartitionInfo>>> all(
      ClusterClient client, long timeoutMs) {
    return client.call(new TopicLookup(null, false), timeoutMs);
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
    return LOWEST_VERSION;
  }

  @Override
  public ApiMessage request() {
    MetadataRequest request = new MetadataRequest().allowAutoTopicCreation(mayCreate);
    return topic == null
        ? request.topics(null)
        : request.topics(List.of(new MetadataRequestTopic().name(topic)));
  }

  @Override
  public Outcome<Map<String, List<PartitionInfo>>> outcome(ApiMessage message, short version) {
    ClusterSnapshot snapshot = ClusterSnapshot.of((MetadataResponse) message);
    Map<String, List<PartitionInfo>> topics = new LinkedHashMap<>();
    for (TopicSnapshot found : snapshot.topics()) {
      ErrorCode error = found.error();
      if (error == ErrorCode.NONE) {
        topics.put(found.name(), new ArrayList<>(snapshot.partitionInfos(found)));
      } else if (topic != null && error == ErrorCode.LEADER_NOT_AVAILABLE) {
        // It is being created.
        return Outcome.again(error);
      } else if (topic != null && error != ErrorCode.UNKNOWN_TOPIC_OR_PARTITION) {
        return Outcome.failed(ApiErrors.ofTopic(error, topic, error.message() + " " + topic));
      }
    }
    return Outcome.done(topics);
  }
}
