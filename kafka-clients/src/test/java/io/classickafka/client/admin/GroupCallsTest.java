package io.classickafka.client.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.classickafka.client.cluster.Outcome;
import io.classickafka.client.cluster.Target;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.OffsetCommitRequest;
import io.classickafka.protocol.message.OffsetCommitResponse;
import io.classickafka.protocol.message.OffsetCommitResponse.OffsetCommitResponsePartition;
import io.classickafka.protocol.message.OffsetCommitResponse.OffsetCommitResponseTopic;
import io.classickafka.protocol.message.OffsetFetchRequest;
import io.classickafka.protocol.message.OffsetFetchResponse;
import io.classickafka.protocol.message.OffsetFetchResponse.OffsetFetchResponsePartition;
import io.classickafka.protocol.message.OffsetFetchResponse.OffsetFetchResponseTopic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.junit.jupiter.api.Test;

/** The calls that show and change what a group has committed. */
class GroupCallsTest {

  private static final TopicPartition T0 = new TopicPartition("t", 0);
  private static final TopicPartition T1 = new TopicPartition("t", 1);

  private static <K, V> KafkaFuture<V> at(Map<K, KafkaFuture<V>> futures, K key) {
    return Objects.requireNonNull(futures.get(key));
  }

  private static OffsetFetchResponsePartition fetched(int number, long offset, ErrorCode error) {
    return new OffsetFetchResponsePartition()
        .partitionIndex(number)
        .committedOffset(offset)
        .committedLeaderEpoch(offset < 0 ? -1 : 3)
        .metadata(offset < 0 ? null : "m")
        .errorCode(error.code());
  }

  private static OffsetFetchResponse fetched(OffsetFetchResponsePartition... partitions) {
    List<OffsetFetchResponsePartition> all = new ArrayList<>(List.of(partitions));
    return new OffsetFetchResponse()
        .topics(List.of(new OffsetFetchResponseTopic().name("t").partitions(all)));
  }

  @Test
  void offsetsAreAskedOfTheGroupsCoordinatorForSomePartitionsOrAll() {
    GroupOffsetsCall some = new GroupOffsetsCall("g", List.of(T0, T1), false);
    assertThat(some.target()).isEqualTo(Target.groupCoordinator("g"));
    OffsetFetchRequest request = (OffsetFetchRequest) some.request();
    assertThat(Objects.requireNonNull(request.topics()).get(0).partitionIndexes())
        .containsExactly(0, 1);
    GroupOffsetsCall all = new GroupOffsetsCall("g", null, true);
    assertThat(((OffsetFetchRequest) all.request()).topics()).isNull();
    assertThat(all.lowestVersion()).as("the first that can wait for transactions").isEqualTo(7);
  }

  @Test
  void whatWasNotCommittedIsNullAndWhatCannotBeHadIsLeftOut() throws Exception {
    GroupOffsetsCall call = new GroupOffsetsCall("g", null, false);
    OffsetFetchResponse answer =
        fetched(
            fetched(0, 7, ErrorCode.NONE),
            fetched(1, -1, ErrorCode.NONE),
            fetched(2, -1, ErrorCode.TOPIC_AUTHORIZATION_FAILED));
    assertThat(call.outcome(answer, (short) 7)).isEqualTo(Outcome.done(true));
    var offsets = Objects.requireNonNull(at(call.futures(), "g").get());
    assertThat(offsets).containsOnlyKeys(T0, T1).containsEntry(T1, null);
    assertThat(offsets.get(T0)).isEqualTo(new OffsetAndMetadata(7, Optional.of(3), "m"));
  }

  @Test
  void anOpenTransactionAndAMovedCoordinatorAreAskedAgain() {
    GroupOffsetsCall call = new GroupOffsetsCall("g", null, true);
    assertThat(call.outcome(fetched(fetched(0, 1, ErrorCode.UNSTABLE_OFFSET_COMMIT)), (short) 7))
        .isEqualTo(Outcome.again(ErrorCode.UNSTABLE_OFFSET_COMMIT));
    OffsetFetchResponse moved =
        new OffsetFetchResponse().errorCode(ErrorCode.NOT_COORDINATOR.code());
    assertThat(call.outcome(moved, (short) 7)).isEqualTo(Outcome.again(ErrorCode.NOT_COORDINATOR));
    OffsetFetchResponse refused =
        new OffsetFetchResponse().errorCode(ErrorCode.GROUP_AUTHORIZATION_FAILED.code());
    assertThat(call.outcome(refused, (short) 7)).isEqualTo(Outcome.done(true));
    assertThatThrownBy(() -> at(call.futures(), "g").get())
        .hasCauseInstanceOf(GroupAuthorizationException.class);
  }

  private static OffsetCommitResponse committed(ErrorCode first, ErrorCode second) {
    List<OffsetCommitResponsePartition> partitions = new ArrayList<>();
    partitions.add(new OffsetCommitResponsePartition().partitionIndex(0).errorCode(first.code()));
    partitions.add(new OffsetCommitResponsePartition().partitionIndex(1).errorCode(second.code()));
    return new OffsetCommitResponse()
        .topics(List.of(new OffsetCommitResponseTopic().name("t").partitions(partitions)));
  }

  @Test
  void eachOffsetIsSetFromOutsideUntilItHasAnOutcome() throws Exception {
    Map<TopicPartition, OffsetAndMetadata> offsets = new LinkedHashMap<>();
    offsets.put(T0, new OffsetAndMetadata(4));
    offsets.put(T1, new OffsetAndMetadata(5));
    AlterGroupOffsetsCall call = new AlterGroupOffsetsCall("g", offsets);
    OffsetCommitRequest request = (OffsetCommitRequest) call.request();
    assertThat(request.generationIdOrMemberEpoch()).isEqualTo(-1);
    assertThat(request.memberId()).isEmpty();
    assertThat(call.outcome(committed(ErrorCode.NONE, ErrorCode.NOT_COORDINATOR), (short) 8))
        .isEqualTo(Outcome.again(ErrorCode.NOT_COORDINATOR));
    assertThat(call.open()).containsExactly(T1);
    assertThat(((OffsetCommitRequest) call.request()).topics().get(0).partitions()).hasSize(1);
    assertThat(call.outcome(committed(ErrorCode.NONE, ErrorCode.UNKNOWN_MEMBER_ID), (short) 8))
        .isEqualTo(Outcome.done(true));
    assertThat(at(call.futures(), T0).get()).isNull();
    assertThatThrownBy(() -> at(call.futures(), T1).get())
        .hasCauseInstanceOf(UnknownMemberIdException.class)
        .hasMessageContaining("group g has members");
  }
}
