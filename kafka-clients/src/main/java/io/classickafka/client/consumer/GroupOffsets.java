package io.classickafka.client.consumer;

import io.classickafka.client.ApiErrors;
import io.classickafka.client.cluster.Call;
import io.classickafka.client.cluster.ClusterClient;
import io.classickafka.client.cluster.Outcome;
import io.classickafka.client.cluster.Target;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.OffsetCommitRequest;
import io.classickafka.protocol.message.OffsetCommitRequest.OffsetCommitRequestPartition;
import io.classickafka.protocol.message.OffsetCommitRequest.OffsetCommitRequestTopic;
import io.classickafka.protocol.message.OffsetCommitResponse;
import io.classickafka.protocol.message.OffsetCommitResponse.OffsetCommitResponsePartition;
import io.classickafka.protocol.message.OffsetCommitResponse.OffsetCommitResponseTopic;
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
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.jspecify.annotations.Nullable;

/** The committed offsets of a group: written one commit after another, and read. On the loop. */
final class GroupOffsets {

  // From 8 on a request asks for several groups, in other fields.
  private static final int FETCH_HIGHEST_VERSION = 7;
  // Below 7 (brokers before 2.5) a request cannot ask to wait for open transactions.
  private static final int FETCH_STABLE_VERSION = 7;
  // Version 0 reads offsets that were kept in ZooKeeper.
  private static final int FETCH_LOWEST_VERSION = 1;
  // Below 2 a commit has other fields.
  private static final int COMMIT_LOWEST_VERSION = 2;

  private final ClusterClient client;
  private final Group group;
  private CompletableFuture<Map<TopicPartition, OffsetAndMetadata>> last =
      CompletableFuture.completedFuture(new LinkedHashMap<>());

  /** The group, as this consumer has to do with it. */
  interface Group {
    /** As whom a commit that is asked for now is made. */
    Membership me();

    /** Why a commit that is asked for now is not even sent; null when it is. */
    @Nullable RuntimeException refusal();

    /**
     * Hears why a commit was refused, and says whether the membership under which it was made is
     * over: false while the member is on its way into the next generation.
     */
    boolean isVoid(ErrorCode error, Membership as);
  }

  GroupOffsets(ClusterClient client, Group group) {
    this.client = client;
    this.group = group;
  }

  /**
   * Commits after all commits given before have their outcome. By then the partitions may be
   * another member's: it is made as who this consumer is now, so that the broker can tell.
   */
  CompletableFuture<Map<TopicPartition, OffsetAndMetadata>> commit(
      Map<TopicPartition, OffsetAndMetadata> offsets, long timeoutMs) {
    return commit(offsets, unknown -> true, timeoutMs);
  }

  /**
   * The same for nobody who waits for just this commit: it fails at once for a partition that the
   * coordinator does not know. All others are written by then, and newer ones wait behind it.
   */
  CompletableFuture<Map<TopicPartition, OffsetAndMetadata>> commitWhatIsKnown(
      Map<TopicPartition, OffsetAndMetadata> offsets, long timeoutMs) {
    return commit(offsets, unknown -> false, timeoutMs);
  }

  /**
   * The same where no later commit makes good what this one leaves out: it is repeated while it is
   * only the coordinator that does not know a partition. Its metadata may lag behind.
   */
  CompletableFuture<Map<TopicPartition, OffsetAndMetadata>> commitWhatIsThere(
      Map<TopicPartition, OffsetAndMetadata> offsets, long timeoutMs) {
    return commit(offsets, unknown -> client.snapshot().partition(unknown) != null, timeoutMs);
  }

  private CompletableFuture<Map<TopicPartition, OffsetAndMetadata>> commit(
      Map<TopicPartition, OffsetAndMetadata> offsets,
      Predicate<TopicPartition> untilKnown,
      long timeoutMs) {
    if (offsets.isEmpty()) {
      return last.handle((done, error) -> offsets);
    }
    Map<TopicPartition, OffsetAndMetadata> copy = new LinkedHashMap<>(offsets);
    Membership as = group.me();
    RuntimeException refusal = group.refusal();
    CompletableFuture<Map<TopicPartition, OffsetAndMetadata>> committed =
        last.handle((done, error) -> copy)
            .thenCompose(
                mine ->
                    refusal == null
                        ? client.call(new CommitCall(mine, as, untilKnown), timeoutMs)
                        : CompletableFuture.failedFuture(refusal));
    last = committed;
    return committed;
  }

  /** What was committed; nothing for partitions without. */
  CompletableFuture<Map<TopicPartition, OffsetAndMetadata>> committed(
      Collection<TopicPartition> partitions, long timeoutMs) {
    if (partitions.isEmpty()) {
      return CompletableFuture.completedFuture(new LinkedHashMap<>());
    }
    List<TopicPartition> asked = new ArrayList<>(partitions);
    Membership as = group.me();
    // A broker that cannot wait for open transactions answers without, as to Apache's consumer.
    return client
        .call(new FetchCall(asked, as, true), timeoutMs)
        .exceptionallyCompose(
            error ->
                ApplicationThread.runtime(error) instanceof UnsupportedVersionException
                    ? client.call(new FetchCall(asked, as, false), timeoutMs)
                    : CompletableFuture.failedFuture(error));
  }

  private final class CommitCall implements Call<Map<TopicPartition, OffsetAndMetadata>> {

    private final Map<TopicPartition, OffsetAndMetadata> offsets;
    private final Membership as;
    // Whether it is repeated for a partition that the coordinator does not know.
    private final Predicate<TopicPartition> untilKnown;

    CommitCall(
        Map<TopicPartition, OffsetAndMetadata> offsets,
        Membership as,
        Predicate<TopicPartition> untilKnown) {
      this.offsets = offsets;
      this.as = as;
      this.untilKnown = untilKnown;
    }

    @Override
    public ApiKey api() {
      return ApiKey.OFFSET_COMMIT;
    }

    @Override
    public Target target() {
      return Target.groupCoordinator(as.groupId());
    }

    @Override
    public int lowestVersion() {
      return COMMIT_LOWEST_VERSION;
    }

    @Override
    public ApiMessage request() {
      Map<String, OffsetCommitRequestTopic> topics = new LinkedHashMap<>();
      offsets.forEach(
          (partition, offset) ->
              topics
                  .computeIfAbsent(
                      partition.topic(),
                      name ->
                          new OffsetCommitRequestTopic().name(name).partitions(new ArrayList<>()))
                  .partitions()
                  .add(
                      new OffsetCommitRequestPartition()
                          .partitionIndex(partition.partition())
                          .committedOffset(offset.offset())
                          .committedLeaderEpoch(offset.leaderEpoch().orElse(-1))
                          .committedMetadata(offset.metadata())));
      List<OffsetCommitRequestTopic> all = new ArrayList<>(topics.values());
      return new OffsetCommitRequest()
          .groupId(as.groupId())
          .generationIdOrMemberEpoch(as.generation())
          .memberId(as.generation() < 0 ? "" : as.memberId())
          .groupInstanceId(as.generation() < 0 ? null : as.instanceId())
          .topics(all);
    }

    @Override
    public Outcome<Map<TopicPartition, OffsetAndMetadata>> outcome(
        ApiMessage message, short version) {
      TopicPartition unknown = null;
      for (OffsetCommitResponseTopic topic : ((OffsetCommitResponse) message).topics()) {
        for (OffsetCommitResponsePartition partition : topic.partitions()) {
          ErrorCode error = ErrorCode.of(partition.errorCode());
          TopicPartition at = new TopicPartition(topic.name(), partition.partitionIndex());
          if (error == ErrorCode.UNKNOWN_TOPIC_OR_PARTITION) {
            // What is wrong with the others says more.
            unknown = unknown != null && untilKnown.test(unknown) ? unknown : at;
          } else if (error != ErrorCode.NONE) {
            return refused(error, at);
          }
        }
      }
      if (unknown == null) {
        return Outcome.done(offsets);
      }
      ErrorCode error = ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
      if (!untilKnown.test(unknown)) {
        return Outcome.failed(ApiErrors.ofPartition(error, unknown));
      }
      // It may be gone, which is known by the next time.
      client.metadata().refreshSoon();
      return Outcome.again(error);
    }

    private Outcome<Map<TopicPartition, OffsetAndMetadata>> refused(
        ErrorCode error, TopicPartition partition) {
      return switch (error) {
        case UNKNOWN_MEMBER_ID, ILLEGAL_GENERATION ->
            Outcome.failed(group.isVoid(error, as) ? new CommitFailedException() : rebalancing());
        case REBALANCE_IN_PROGRESS -> {
          group.isVoid(error, as);
          yield Outcome.failed(rebalancing());
        }
        case FENCED_INSTANCE_ID -> {
          group.isVoid(error, as);
          yield Outcome.failed(ApiErrors.exception(error, null));
        }
        default -> ofError(error, as.groupId(), partition);
      };
    }
  }

  private static <T> Outcome<T> ofError(
      ErrorCode error, String groupId, @Nullable TopicPartition partition) {
    if (error.retriable()) {
      return Outcome.again(error);
    }
    if (partition == null || error == ErrorCode.GROUP_AUTHORIZATION_FAILED) {
      return Outcome.failed(ApiErrors.ofGroup(error, groupId, null));
    }
    return Outcome.failed(ApiErrors.ofPartition(error, partition));
  }

  static RebalanceInProgressException rebalancing() {
    return new RebalanceInProgressException(
        "the group rebalances; poll completes that, then commit again");
  }

  private static final class FetchCall implements Call<Map<TopicPartition, OffsetAndMetadata>> {

    private final List<TopicPartition> partitions;
    private final Membership as;
    private final boolean stable;

    FetchCall(List<TopicPartition> partitions, Membership as, boolean stable) {
      this.partitions = partitions;
      this.as = as;
      this.stable = stable;
    }

    @Override
    public ApiKey api() {
      return ApiKey.OFFSET_FETCH;
    }

    @Override
    public Target target() {
      return Target.groupCoordinator(as.groupId());
    }

    @Override
    public int lowestVersion() {
      return stable ? FETCH_STABLE_VERSION : FETCH_LOWEST_VERSION;
    }

    @Override
    public int highestVersion() {
      return FETCH_HIGHEST_VERSION;
    }

    @Override
    public ApiMessage request() {
      Map<String, OffsetFetchRequestTopic> topics = new LinkedHashMap<>();
      for (TopicPartition partition : partitions) {
        topics
            .computeIfAbsent(
                partition.topic(),
                name ->
                    new OffsetFetchRequestTopic().name(name).partitionIndexes(new ArrayList<>()))
            .partitionIndexes()
            .add(partition.partition());
      }
      List<OffsetFetchRequestTopic> all = new ArrayList<>(topics.values());
      // Offsets of a transaction that is still open are waited for.
      return new OffsetFetchRequest().groupId(as.groupId()).topics(all).requireStable(stable);
    }

    @Override
    public Outcome<Map<TopicPartition, OffsetAndMetadata>> outcome(
        ApiMessage message, short version) {
      OffsetFetchResponse response = (OffsetFetchResponse) message;
      ErrorCode whole = ErrorCode.of(response.errorCode());
      if (whole != ErrorCode.NONE) {
        return ofError(whole, as.groupId(), null);
      }
      Map<TopicPartition, OffsetAndMetadata> committed = new LinkedHashMap<>();
      for (OffsetFetchResponseTopic topic : response.topics()) {
        for (OffsetFetchResponsePartition one : topic.partitions()) {
          TopicPartition partition = new TopicPartition(topic.name(), one.partitionIndex());
          ErrorCode error = ErrorCode.of(one.errorCode());
          if (error == ErrorCode.UNKNOWN_TOPIC_OR_PARTITION) {
            return Outcome.failed(new KafkaException("there is no " + partition));
          }
          if (error != ErrorCode.NONE) {
            return ofError(error, as.groupId(), partition);
          }
          if (one.committedOffset() >= 0) {
            Optional<Integer> epoch =
                one.committedLeaderEpoch() < 0
                    ? Optional.empty()
                    : Optional.of(one.committedLeaderEpoch());
            String metadata = one.metadata();
            committed.put(
                partition,
                new OffsetAndMetadata(
                    one.committedOffset(), epoch, metadata == null ? "" : metadata));
          }
        }
      }
      return Outcome.done(committed);
    }
  }
}
