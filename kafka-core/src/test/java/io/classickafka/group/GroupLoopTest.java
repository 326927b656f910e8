package io.classickafka.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.group.GroupCommand.Commit;
import io.classickafka.group.GroupCommand.Fetch;
import io.classickafka.group.GroupCommand.Heartbeat;
import io.classickafka.group.GroupCommand.Join;
import io.classickafka.group.GroupCommand.OffsetToCommit;
import io.classickafka.group.GroupCommand.Sync;
import io.classickafka.group.GroupReply.Committed;
import io.classickafka.group.GroupReply.Fetched;
import io.classickafka.group.GroupReply.Joined;
import io.classickafka.metrics.MetricsRegistry;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.record.Compression;
import io.classickafka.record.ControlMarker;
import io.classickafka.record.RecordBatchBuilder;
import io.classickafka.seam.ByteSlice;
import io.classickafka.simulation.SimulatedLoop;
import io.classickafka.simulation.Simulation;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Leadership, loading, writing and timers around the decisions. */
class GroupLoopTest {

  private static final int PARTITION = 3;
  private static final TopicPartition T0 = new TopicPartition("t", 0);

  private final Simulation simulation = new Simulation(7);
  private final SimulatedLoop loop = simulation.loop("coordinator-loop-0");
  private final MemoryOffsetsLog log = new MemoryOffsetsLog();
  private final List<GroupReply> replies = new ArrayList<>();
  private GroupLoop groups;

  @BeforeEach
  void make() {
    groups = new GroupLoop(loop, settings(), log);
  }

  static GroupSettings settings() {
    return new GroupSettings(
        6_000,
        1_800_000,
        0,
        10,
        4_096,
        5_000,
        (short) -1,
        60_000,
        600_000,
        1 << 20,
        Compression.NONE);
  }

  private void lead(int epoch) {
    log.leaderEpoch = epoch;
    loop.run(() -> groups.onLeading(PARTITION, epoch));
  }

  private void load(int epoch) {
    lead(epoch);
    log.readAll();
    simulation.runUntilIdle();
  }

  private void handle(GroupCommand.Request request) {
    loop.run(() -> groups.handle(PARTITION, request));
  }

  private void settle(ErrorCode error) {
    log.settleAll(error);
    simulation.runUntilIdle();
  }

  private GroupReply last() {
    return replies.get(replies.size() - 1);
  }

  private void commit(long offset) {
    CommittedOffset stored =
        new CommittedOffset(
            offset, CommittedOffset.NO_EPOCH, "", loop.wallClockMs(), CommittedOffset.NO_EXPIRY);
    handle(new Commit(replies::add, "g", -1, "", null, List.of(new OffsetToCommit(T0, stored))));
  }

  /** The committed offset; null for none. */
  private @Nullable Long fetched(boolean stable) {
    handle(new Fetch(replies::add, "g", List.of(T0), stable));
    Fetched fetched = (Fetched) last();
    assertThat(fetched.error()).isEqualTo(ErrorCode.NONE);
    assertThat(fetched.offsets().get(0).error())
        .isEqualTo(stable ? ErrorCode.UNSTABLE_OFFSET_COMMIT : ErrorCode.NONE);
    CommittedOffset committed = fetched.offsets().get(0).committed();
    return committed == null ? null : committed.offset();
  }

  private void join(String memberId) {
    handle(
        new Join(
            replies::add,
            "g",
            memberId,
            null,
            "c",
            "/127.0.0.1",
            10_000,
            60_000,
            "consumer",
            List.of(new MemberProtocol("range", ByteSlice.empty())),
            false,
            true));
  }

  @Test
  void whoAsksTheWrongBrokerIsToldSo() {
    commit(5);
    assertThat(last()).isEqualTo(new Committed(List.of(ErrorCode.NOT_COORDINATOR)));
  }

  @Test
  void whileLoadingNobodyHearsThatThereIsNothing() {
    lead(1);
    handle(new Fetch(replies::add, "g", null, false));
    handle(new Heartbeat(replies::add, "g", 1, "m", null));
    handle(new Sync(replies::add, "g", 1, "m", null, null, null, Collections.emptyMap()));
    join("");
    assertThat(replies)
        .extracting(GroupReply::error)
        .containsExactly(
            ErrorCode.COORDINATOR_LOAD_IN_PROGRESS,
            ErrorCode.NONE,
            ErrorCode.REBALANCE_IN_PROGRESS,
            ErrorCode.COORDINATOR_LOAD_IN_PROGRESS);
  }

  @Test
  void repliesLeaveWhenTheRecordIsCommitted() {
    load(1);
    commit(5);
    assertThat(replies).isEmpty();
    settle(ErrorCode.NONE);
    assertThat(last()).isEqualTo(new Committed(List.of(ErrorCode.NONE)));
    assertThat(fetched(false)).isEqualTo(5);
  }

  @Test
  void theNextLeadershipFindsWhatWasCommitted() {
    load(1);
    commit(5);
    commit(6);
    settle(ErrorCode.NONE);
    loop.run(() -> groups.onFollowing(PARTITION, 2));
    load(3);
    assertThat(fetched(false)).isEqualTo(6);
  }

  /** KAFKA-20634: nothing that settles after the demotion may be taken for a success. */
  @Test
  void losingTheLeadershipFailsEverythingUnderWayAtOnce() {
    load(1);
    join("");
    simulation.advance(1);
    Joined joined = (Joined) last();
    commit(5);
    handle(
        new Sync(
            replies::add,
            "g",
            joined.generation(),
            joined.memberId(),
            null,
            null,
            null,
            Collections.emptyMap()));
    replies.clear();
    loop.run(() -> groups.onFollowing(PARTITION, 2));
    assertThat(replies)
        .extracting(GroupReply::error)
        .contains(ErrorCode.NOT_COORDINATOR)
        .doesNotContain(ErrorCode.NONE);
    int told = replies.size();
    settle(ErrorCode.NONE);
    simulation.advance(700_000);
    assertThat(replies).hasSize(told);
    assertThat(simulation.pendingTimers()).isZero();
  }

  @Test
  void aCommitUnderWayFailsWithTheLeadership() {
    load(1);
    commit(5);
    loop.run(() -> groups.unload(PARTITION));
    assertThat(last()).isEqualTo(new Committed(List.of(ErrorCode.NOT_COORDINATOR)));
    settle(ErrorCode.NONE);
    assertThat(replies).hasSize(1);
  }

  /** KAFKA-7447, KAFKA-8069: what comes late from an older epoch wipes nothing. */
  @Test
  void anOldEpochIsHeardOfNoMore() {
    load(5);
    commit(5);
    settle(ErrorCode.NONE);
    loop.run(() -> groups.onFollowing(PARTITION, 4));
    loop.run(() -> groups.onLeading(PARTITION, 3));
    assertThat(fetched(false)).isEqualTo(5);
  }

  @Test
  void aLoadOfAnOlderLeadershipIsThrownAway() {
    log.add(offsets(T0, 5));
    lead(1);
    Runnable read = log.reads.remove();
    loop.run(() -> groups.onFollowing(PARTITION, 2));
    lead(3);
    log.leaderEpoch = 1;
    read.run();
    simulation.runUntilIdle();
    handle(new Fetch(replies::add, "g", null, false));
    assertThat(last().error()).isEqualTo(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS);
    log.leaderEpoch = 3;
    log.readAll();
    simulation.runUntilIdle();
    assertThat(fetched(false)).isEqualTo(5);
  }

  @Test
  void leadingOnInANewEpochKeepsTheGroups() {
    load(1);
    commit(5);
    settle(ErrorCode.NONE);
    lead(2);
    assertThat(log.reads).isEmpty();
    commit(6);
    settle(ErrorCode.NONE);
    assertThat(fetched(false)).isEqualTo(6);
  }

  @Test
  void aWriteOfAnOlderEpochIsRefused() {
    load(1);
    log.leaderEpoch = 2;
    commit(5);
    assertThat(last()).isEqualTo(new Committed(List.of(ErrorCode.NOT_COORDINATOR)));
    assertThat(log.batches).isEmpty();
  }

  @Test
  void aLogThatCannotBeReadIsReadAgainWhileItIsLed() {
    log.add(offsets(T0, 5));
    log.failReads = ErrorCode.KAFKA_STORAGE_ERROR;
    load(1);
    handle(new Fetch(replies::add, "g", null, false));
    assertThat(last().error()).isEqualTo(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS);
    simulation.advance(1_000);
    log.failReads = ErrorCode.NONE;
    log.readAll();
    simulation.runUntilIdle();
    assertThat(fetched(false)).isEqualTo(5);
  }

  @Test
  void aLogThatCouldNotBeReadIsLeftAloneOnceAnotherLeads() {
    log.failReads = ErrorCode.KAFKA_STORAGE_ERROR;
    load(1);
    loop.run(() -> groups.onFollowing(PARTITION, 2));
    simulation.advance(60_000);
    assertThat(log.reads).isEmpty();
    commit(5);
    assertThat(last()).isEqualTo(new Committed(List.of(ErrorCode.NOT_COORDINATOR)));
  }

  @Test
  void anotherBrokersLogIsUnderstood() {
    log.add(ByteSlice.wrap(RecordFormatTest.GROUP_BATCH.toByteArray()));
    log.add(ByteSlice.wrap(RecordFormatTest.OFFSETS_BATCH.toByteArray()));
    load(1);
    handle(
        new Heartbeat(replies::add, "golden", 1, "py-1f3a410e-62a9-4bd8-bcee-bb6f679b1802", null));
    assertThat(last().error()).isEqualTo(ErrorCode.NONE);
    handle(new Fetch(replies::add, "golden", null, false));
    assertThat(((Fetched) last()).offsets()).hasSize(2);
    // Silent from then on, its member is missed.
    simulation.advance(10_000);
    assertThat(log.pendingCount()).isEqualTo(1);
    settle(ErrorCode.NONE);
  }

  @Test
  void aRecordThatNobodyCanReadHidesNoOther() {
    try (RecordBatchBuilder builder = new RecordBatchBuilder()) {
      builder.append(1, new byte[] {0}, null);
      builder.append(1, new byte[] {0, 2, 0, 1, 'g'}, new byte[] {0, 3, 0});
      builder.append(1, null, new byte[] {1});
      log.add(builder.build());
    }
    log.add(offsets(T0, 5));
    load(1);
    assertThat(fetched(false)).isEqualTo(5);
  }

  // Transactions: offsets in them count from their commit on.

  static ByteSlice offsets(TopicPartition partition, long offset) {
    return offsets(partition, offset, -1);
  }

  private static ByteSlice offsets(TopicPartition partition, long offset, long producerId) {
    GroupRecord record =
        new GroupRecord.OffsetStored(
            "g", partition, new CommittedOffset(offset, CommittedOffset.NO_EPOCH, "", 1, -1));
    try (RecordBatchBuilder builder = new RecordBatchBuilder()) {
      if (producerId >= 0) {
        builder.producer(producerId, (short) 0, 0).transactional(true);
      }
      ByteSlice value = RecordFormat.value(record);
      builder.append(
          1, RecordFormat.key(record).toByteArray(), value == null ? null : value.toByteArray());
      return builder.build();
    }
  }

  private static ByteSlice marker(long producerId, boolean commit) {
    return new ControlMarker(commit, 0).toBatch(1, producerId, (short) 0, 0);
  }

  @Test
  void offsetsOfATransactionCountWhenItIsCommitted() {
    log.add(offsets(T0, 1));
    log.add(offsets(T0, 2, 100));
    log.add(marker(100, true));
    load(1);
    assertThat(fetched(false)).isEqualTo(2);
  }

  @Test
  void offsetsOfAnAbortedTransactionNeverCount() {
    log.add(offsets(T0, 1));
    log.add(offsets(T0, 2, 100));
    log.add(marker(100, false));
    load(1);
    assertThat(fetched(false)).isEqualTo(1);
  }

  @Test
  void anOffsetCommittedAfterThatOfATransactionStands() {
    log.add(offsets(T0, 2, 100));
    log.add(offsets(T0, 3));
    log.add(marker(100, true));
    load(1);
    assertThat(fetched(false)).isEqualTo(3);
  }

  @Test
  void aTransactionThatHasNotEndedMakesTheOffsetUnstable() {
    log.add(offsets(T0, 1));
    log.add(offsets(T0, 2, 100));
    load(1);
    assertThat(fetched(false)).isEqualTo(1);
    assertThat(fetched(true)).isNull();
  }

  @Test
  void groupsAndOffsetsAreCounted() {
    load(1);
    commit(5);
    settle(ErrorCode.NONE);
    simulation.advance(1_000);
    assertThat(groups.counts()).isEqualTo(new GroupCounts(1, 0, 0, 0, 1, 0));
    loop.run(() -> groups.unload(PARTITION));
    simulation.advance(1_000);
    assertThat(groups.counts()).isEqualTo(GroupCounts.NONE);
  }

  @Test
  void offsetsAreCountedOnceTheyAreCommitted() {
    MetricsRegistry metrics =
        new MetricsRegistry(ManagementFactory.getPlatformMBeanServer(), () -> 0);
    GroupSums.show(metrics, List.of(groups.sums()));
    load(1);
    commit(5);
    assertThat(shown("offset-commit-count")).isZero();
    settle(ErrorCode.NONE);
    assertThat(shown("offset-commit-count")).isEqualTo(1.0);
    commit(6);
    settle(ErrorCode.NOT_LEADER_OR_FOLLOWER);
    assertThat(shown("offset-commit-count")).isEqualTo(1.0);
    metrics.close();
  }

  private static double shown(String attribute) {
    try {
      return (Double)
          ManagementFactory.getPlatformMBeanServer()
              .getAttribute(
                  new ObjectName("kafka.server:type=group-coordinator-metrics"), attribute);
    } catch (JMException e) {
      throw new AssertionError(e);
    }
  }

  // Timers.

  @Test
  void heartbeatsMoveASessionWithoutNewTimers() {
    load(1);
    join("");
    // The members have been counted then.
    simulation.advance(1_000);
    Joined joined = (Joined) last();
    int timers = simulation.pendingTimers();
    for (int i = 0; i < 20; i++) {
      simulation.advance(2_000);
      handle(new Heartbeat(replies::add, "g", joined.generation(), joined.memberId(), null));
      assertThat(last().error()).isEqualTo(ErrorCode.NONE);
      assertThat(simulation.pendingTimers()).isEqualTo(timers);
    }
    simulation.advance(10_000);
    handle(new Heartbeat(replies::add, "g", joined.generation(), joined.memberId(), null));
    assertThat(last().error()).isEqualTo(ErrorCode.UNKNOWN_MEMBER_ID);
  }

  @Test
  void whatIsNotNeededExpires() {
    load(1);
    loop.run(groups::startExpiry);
    commit(5);
    settle(ErrorCode.NONE);
    simulation.advance(600_000);
    assertThat(log.pendingCount()).isEqualTo(1);
    settle(ErrorCode.NONE);
    assertThat(fetched(false)).isNull();
  }
}
