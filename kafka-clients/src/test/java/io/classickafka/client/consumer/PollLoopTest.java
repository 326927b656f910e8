package io.classickafka.client.consumer;

import static io.classickafka.client.consumer.ScriptedGroup.T0;
import static io.classickafka.client.consumer.ScriptedGroup.T1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.classickafka.client.cluster.ScriptedCluster.Open;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.JoinGroupRequest;
import io.classickafka.protocol.message.LeaveGroupRequest;
import io.classickafka.protocol.message.OffsetCommitRequest;
import io.classickafka.protocol.message.OffsetFetchRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;

class PollLoopTest {

  private final ScriptedGroup group = new ScriptedGroup(new RangeAssignor());
  private final ApplicationThread thread =
      new ApplicationThread(new InlineLoop(group.cluster.loop));
  private final List<String> heard = new ArrayList<>();
  private final PollLoop<byte[], byte[]> polls =
      new PollLoop<>(
          thread,
          group.core,
          group.settings,
          new RecordReader<>(new ByteArrayDeserializer(), new ByteArrayDeserializer()),
          List.of(new Intercepting()));

  PollLoopTest() {
    polls.listener(new Told());
  }

  private final class Told implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      heard.add("revoked " + partitions);
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      heard.add("assigned " + partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      heard.add("lost " + partitions);
    }
  }

  @Test
  void wakeUpBeforePartitionsGoLeavesThatToTheNextPoll() {
    group.join();
    group.beaten(ErrorCode.REBALANCE_IN_PROGRESS);
    group.core.later(thread::wakeup);
    assertThatThrownBy(() -> polls.poll(0, false)).isInstanceOf(WakeupException.class);
    assertThat(heard).isEmpty();
    assertThat(group.core.assignment()).containsExactly(T0, T1);
    polls.poll(0, false);
    assertThat(heard).containsExactly("revoked [t-0, t-1]");
    group.expect(OffsetFetchRequest.class);
    group.expect(JoinGroupRequest.class);
  }

  @Test
  void whatIsLostBeforeTheListenerHeardThatItGoesIsToldAsLost() {
    group.join();
    group.beaten(ErrorCode.REBALANCE_IN_PROGRESS);
    group.core.later(thread::wakeup);
    assertThatThrownBy(() -> polls.poll(0, false)).isInstanceOf(WakeupException.class);
    group.expect(OffsetFetchRequest.class).answer(ScriptedGroup.committed(17));
    group.beaten(ErrorCode.UNKNOWN_MEMBER_ID);
    polls.poll(0, false);
    assertThat(heard).containsExactly("lost [t-0, t-1]");
  }

  @Test
  void whatIsLostWhenTheConsumerClosesIsToldAsLost() {
    group.join();
    group.beaten(ErrorCode.UNKNOWN_MEMBER_ID);
    polls.giveUp(0);
    assertThat(heard).containsExactly("lost [t-0, t-1]");
  }

  @Test
  void listenerHearsWhatGoesThoughTheLastCommitWasBrokenOff() {
    group.join();
    thread.wakeup();
    assertThatThrownBy(() -> polls.giveUp(1)).isInstanceOf(WakeupException.class);
    assertThat(heard).containsExactly("revoked [t-0, t-1]");
  }

  @Test
  void nothingIsCommittedAtTheEndOfASubscription() {
    group.join();
    group.located(17);
    polls.tellGone();
    group.core.unsubscribe();
    assertThat(heard).containsExactly("revoked [t-0, t-1]");
    group.expect(LeaveGroupRequest.class);
    assertThat(group.isAsked()).isFalse();
  }

  private final class Intercepting implements ConsumerInterceptor<byte[], byte[]> {
    @Override
    public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
      return records;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
      offsets.forEach((partition, at) -> heard.add("committed " + partition + " " + at.offset()));
    }

    @Override
    public void close() {}

    @Override
    public void configure(Map<String, ?> configs) {}
  }

  @Test
  void interceptorsHearOfTheCommitThatPollMakesByItself() {
    group.core.assign(List.of(T0));
    group.core.pause(List.of(T0), true);
    group.core.seek(T0, 5, -1);
    polls.poll(0, false);
    group.cluster.pass(group.settings.autoCommitIntervalMs());
    polls.poll(0, false);
    group.coordinatorFound();
    group.expect(OffsetCommitRequest.class).answer(ScriptedGroup.commitAnswer(ErrorCode.NONE));
    group.cluster.run();
    assertThat(heard).isEmpty();
    polls.poll(0, false);
    assertThat(heard).containsExactly("committed t-0 5");
  }

  private void rebalance() {
    group.join();
    group.located(17);
    group.beaten(ErrorCode.REBALANCE_IN_PROGRESS);
  }

  private static long committedOfT0(Open commit) {
    OffsetCommitRequest request = commit.body();
    return request.topics().get(0).partitions().get(0).committedOffset();
  }

  @Test
  void pollsEndInTimeThoughWhatGoesIsNotCommittedYet() {
    rebalance();
    for (int i = 0; i < 2; i++) {
      assertThat(polls.poll(0, false).isEmpty()).isTrue();
    }
    Open commit = group.expect(OffsetCommitRequest.class);
    assertThat(group.isAsked()).isFalse();
    assertThat(heard).isEmpty();
    commit.answer(ScriptedGroup.commitAnswer(ErrorCode.NONE));
    group.cluster.run();
    polls.poll(0, false);
    assertThat(heard).containsExactly("committed t-0 17", "committed t-1 17", "revoked [t-0, t-1]");
    group.expect(JoinGroupRequest.class);
  }

  @Test
  void whereThePositionIsAnotherByThenThatIsCommittedBeforeItGoes() {
    rebalance();
    polls.poll(0, false);
    group.core.seek(T0, 20, -1);
    polls.poll(0, false);
    Open first = group.expect(OffsetCommitRequest.class);
    assertThat(committedOfT0(first)).isEqualTo(17);
    first.answer(ScriptedGroup.commitAnswer(ErrorCode.NONE));
    Open second = group.expect(OffsetCommitRequest.class);
    assertThat(committedOfT0(second)).isEqualTo(20);
    polls.poll(0, false);
    assertThat(heard).isEmpty();
    second.answer(ScriptedGroup.commitAnswer(ErrorCode.NONE));
    group.cluster.run();
    polls.poll(0, false);
    assertThat(heard).contains("committed t-0 20", "revoked [t-0, t-1]");
  }

  @Test
  void whatCannotBeCommittedInTimeGoesWithout() {
    rebalance();
    polls.poll(0, false);
    group.expect(OffsetCommitRequest.class);
    group.cluster.loop.advance(group.settings.defaultApiTimeoutMs());
    polls.poll(0, false);
    assertThat(heard).containsExactly("revoked [t-0, t-1]");
  }

  @Test
  void commitThatNobodyWaitsForFailsAtOnceForAPartitionThatIsGone() {
    group.join();
    group.located(17);
    polls.commitAsync(
        Map.of(T0, new OffsetAndMetadata(5)),
        (offsets, error) -> heard.add(error.getClass().getSimpleName()));
    group
        .expect(OffsetCommitRequest.class)
        .answer(ScriptedGroup.commitAnswer(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION));
    polls.poll(0, false);
    assertThat(heard).containsExactly("RetriableCommitFailedException");
  }

  @Test
  void callbackThatThrowsLeavesTheOthersToALaterCall() {
    group.core.assign(List.of(T0));
    group.core.later(() -> heard.add("first"));
    for (int i = 0; i < 2; i++) {
      group.core.later(
          () -> {
            throw new IllegalStateException("by the test");
          });
    }
    group.core.later(() -> heard.add("last"));
    assertThatThrownBy(() -> polls.poll(0, false)).hasMessage("by the test");
    assertThatThrownBy(() -> polls.commitAsync(Collections.emptyMap(), null))
        .hasMessage("by the test");
    assertThat(heard).containsExactly("first");
    polls.poll(0, false);
    assertThat(heard).containsExactly("first", "last");
  }
}
