package io.classickafka.client.admin;

import io.classickafka.client.cluster.Outcome;
import io.classickafka.client.cluster.Target;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.OffsetFetchRequest;
import io.classickafka.protocol.message.OffsetFetchRequest.OffsetFetchRequestTopic;
import io.classickafka.protocol.message.OffsetFetchResponse;
import io.classickafka.protocol.message.OffsetFetchResponse.OffsetFetchResponsePartition;
import io.classickafka.protocol.message.OffsetFetchResponse.OffsetFetchResponseTopic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks for what one group has committed: in some partitions, or in all. */
public final class GroupOffsetsCall
    extends KeyedCall<String, Map<TopicPartition, @Nullable OffsetAndMetadata>> {

  private static final Logger LOG = LoggerFactory.getLogger(GroupOffsetsCall.class);

  // Version 0 reads offsets that were kept in ZooKeeper, and 1 cannot ask for all.
  private static final int LOWEST_VERSION = 2;
  // From 7 on a request can ask for what no open transaction may change.
  private static final int LOWEST_STABLE_VERSION = 7;
  // From 8 on a request asks for several groups, in other fields.
  private static final int HIGHEST_VERSION = 7;

  private final String group;
  private final @Nullable Collection<TopicPartition> partitions;
  private final boolean stable;

  /**
   * The call for one group.
   *
   * @param partitions null for all that the group has committed
   * @param stable whether to wait for transactions that may change them
   */
  public GroupOffsetsCall(
      String group, @Nullable Collection<TopicPartition> partitions, boolean stable) {
    super(List.of(group));
    this.group = group;
    this.partitions = partitions == null ? null : List.copyOf(partitions);
    this.stable = stable;
  }

  @Override
  public ApiKey api() {
    return ApiKey.OFFSET_FETCH;
  }

  @Override
  public Target target() {
    return Target.groupCoordinator(group);
  }

  @Override
  public int lowestVersion() {
    return stable ? LOWEST_STABLE_VERSION : LOWEST_VERSION;
  }

  @Override
  public int highestVersion() {
    return HIGHEST_VERSION;
  }

  @Override
  public ApiMessage request() {
    List<OffsetFetchRequestTopic> topics = null;
    if (partitions != null) {
      List<OffsetFetchRequestTopic> some = new ArrayList<>();
      TopicPartitions.byTopic(partitions)
          .forEach(
              (name, numbers) ->
                  some.add(new OffsetFetchRequestTopic().name(name).partitionIndexes(numbers)));
      topics = some;
    }
    OffsetFetchRequest request = new OffsetFetchRequest().groupId(group).topics(topics);
    return stable ? request.requireStable(true) : request;
  }

  @Override
  public Outcome<Boolean> outcome(ApiMessage message, short version) {
    OffsetFetchResponse response = (OffsetFetchResponse) message;
    ErrorCode whole = ErrorCode.of(response.errorCode());
    if (whole.retriable()) {
      return Outcome.again(whole);
    }
    if (whole != ErrorCode.NONE) {
      fail(group, whole, null);
      return settle();
    }
    Map<TopicPartition, @Nullable OffsetAndMetadata> committed = new LinkedHashMap<>();
    for (OffsetFetchResponseTopic topic : response.topics()) {
      for (OffsetFetchResponsePartition one : topic.partitions()) {
        TopicPartition partition = new TopicPartition(topic.name(), one.partitionIndex());
        ErrorCode error = ErrorCode.of(one.errorCode());
        if (error == ErrorCode.UNSTABLE_OFFSET_COMMIT) {
          return Outcome.again(error);
        }
        if (error == ErrorCode.NONE) {
          committed.put(partition, offset(one));
        } else {
          // The others are still of use, as Apache's clients have it.
          LOG.warn("offset left out group={} partition={} error={}", group, partition, error);
        }
      }
    }
    succeed(group, committed);
    return settle();
  }

  private static @Nullable OffsetAndMetadata offset(OffsetFetchResponsePartition one) {
    if (one.committedOffset() < 0) {
      return null;
    }
    Optional<Integer> epoch =
        one.committedLeaderEpoch() < 0 ? Optional.empty() : Optional.of(one.committedLeaderEpoch());
    String metadata = one.metadata();
    return new OffsetAndMetadata(one.committedOffset(), epoch, metadata == null ? "" : metadata);
  }
}
