package io.classickafka.client.consumer;

import static io.classickafka.client.consumer.ScriptedGroup.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.client.cluster.ScriptedCluster.Open;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.HeartbeatResponse;
import io.classickafka.protocol.message.OffsetCommitRequest;
import io.classickafka.protocol.message.OffsetCommitResponse;
import io.classickafka.protocol.message.OffsetCommitResponse.OffsetCommitResponsePartition;
import java.util.Collections;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commits that are in each other's way. */
class AutoCommitTest {

  private final ScriptedGroup group = new ScriptedGroup(new RangeAssignor());

  @BeforeEach
  void join() {
    group.join();
    group.located(17);
  }

  // Lets time pass in which commits have some answer, and heartbeats theirs.
  private void pass(long ms, OffsetCommitResponse answer) {
    for (long passed = 0; passed < ms; passed += 100) {
      group.cluster.pass(100);
      while (group.isAsked()) {
        Open open = group.cluster.take();
        boolean commit = open.<ApiMessage>body() instanceof OffsetCommitRequest;
        open.answer(commit ? answer : new HeartbeatResponse());
      }
    }
  }

  private Open nextCommit() {
    for (int i = 0; i < 50; i++) {
      group.cluster.pass(100);
      while (group.isAsked()) {
        Open open = group.cluster.take();
        if (open.<ApiMessage>body() instanceof OffsetCommitRequest) {
          return open;
        }
        open.answer(new HeartbeatResponse());
      }
    }
    throw new AssertionError("nothing was committed");
  }

  // The application reads on to an offset, for as long as there is between two commits.
  private void read(long offset, OffsetCommitResponse commits) {
    group.core.seek(T0, offset, -1);
    pass(group.settings.autoCommitIntervalMs(), commits);
    group.core.beginPoll();
  }

  private void assertCommitsNext(long offset) {
    OffsetCommitRequest commit = nextCommit().body();
    assertThat(commit.topics().get(0).partitions())
        .filteredOn(one -> one.partitionIndex() == 0)
        .extracting(one -> one.committedOffset())
        .containsExactly(offset);
  }

  @Test
  void commitThatTakesLongIsFollowedByWhatIsReadByThen() {
    OffsetCommitResponse loading =
        ScriptedGroup.commitAnswer(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS);
    read(21, loading);
    read(22, loading);
    read(23, loading);
    nextCommit().answer(ScriptedGroup.commitAnswer(ErrorCode.NONE));
    group.core.beginPoll();
    assertCommitsNext(23);
  }

  @Test
  void partitionThatTheCoordinatorDoesNotKnowHoldsUpNoOther() {
    OffsetCommitResponse gone = ScriptedGroup.commitAnswer(ErrorCode.NONE);
    gone.topics()
        .get(0)
        .partitions()
        .add(
            new OffsetCommitResponsePartition()
                .partitionIndex(1)
                .errorCode(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION.code()));
    read(21, gone);
    nextCommit().answer(gone);
    read(22, gone);
    assertCommitsNext(22);
  }

  // As before partitions go, some time after the last look at the metadata.
  private CompletableFuture<?> lastCommit() {
    pass(200, ScriptedGroup.commitAnswer(ErrorCode.NONE));
    return group.core.commitWhatIsThere(
        Collections.singletonMap(T0, new OffsetAndMetadata(21)), 60_000);
  }

  @Test
  void lastCommitIsRepeatedWhileOnlyTheCoordinatorDoesNotKnowAPartition() {
    CompletableFuture<?> commit = lastCommit();
    nextCommit().answer(ScriptedGroup.commitAnswer(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION));
    assertThat(commit).isNotDone();
    nextCommit().answer(ScriptedGroup.commitAnswer(ErrorCode.NONE));
    assertThat(commit).isCompleted();
  }

  @Test
  void lastCommitIsGivenUpForAPartitionThatIsGone() {
    group.cluster.refused.put("t", ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
    CompletableFuture<?> commit = lastCommit();
    nextCommit().answer(ScriptedGroup.commitAnswer(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION));
    assertThat(commit).isNotDone();
    nextCommit().answer(ScriptedGroup.commitAnswer(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION));
    assertThat(commit).isCompletedExceptionally();
  }
}
