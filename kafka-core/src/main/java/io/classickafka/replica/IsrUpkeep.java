package io.classickafka.replica;

import io.classickafka.protocol.ErrorCode;
import io.classickafka.seam.EventLoop;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the in-sync set of a partition that this broker leads: watches followers that are behind,
 * proposes changes one at a time, and takes the answers. Owned by the partition's loop.
 */
final class IsrUpkeep {

  private static final Logger LOG = LogManager.getLogger(IsrUpkeep.class);

  private static final long RESEND_DELAY_MS = 50;

  private final Partition partition;
  private final ReplicaContext context;
  private EventLoop.@Nullable Scheduled check;

  IsrUpkeep(Partition partition, ReplicaContext context) {
    this.partition = partition;
    this.context = context;
  }

  /** Stops watching. */
  void cancel() {
    EventLoop.Scheduled scheduled = check;
    if (scheduled != null) {
      scheduled.cancel();
      check = null;
    }
  }

  /** Looks after the set while some replica is behind; an idle partition needs no watching. */
  void watch() {
    Leadership leading = partition.leadership();
    if (check == null
        && leading != null
        && !leading.followers().isEmpty()
        && leading.needsWatching(partition.log().logEndOffset())) {
      check =
          partition
              .loop()
              .schedule(
                  context.lagMaxMs() / 2,
                  () -> {
                    check = null;
                    proposeLeaving();
                    proposeJoining();
                    partition.onIsrChecked();
                    watch();
                  });
    }
  }

  void proposeJoining() {
    Leadership leading = partition.leadership();
    FollowerState joining =
        leading == null ? null : leading.joining(partition.log().highWatermark());
    if (leading != null && joining != null) {
      propose(leading, IsrState.PendingExpand.of(leading.isr().committed(), joining.id()));
      LOG.info(
          "isr expanding topic={} partition={} leaderEpoch={} isr={} joining={} partitionEpoch={}",
          partition.name().topic(),
          partition.name().partition(),
          partition.leaderEpoch(),
          leading.isr().committed(),
          joining.id(),
          partition.partitionEpoch());
    }
  }

  private void proposeLeaving() {
    Leadership leading = partition.leadership();
    if (leading == null) {
      return;
    }
    List<Integer> leaving =
        leading.lagging(partition.log().logEndOffset(), partition.loop().monotonicMs());
    if (!leaving.isEmpty()) {
      propose(leading, new IsrState.PendingShrink(leading.isr().committed(), leaving));
      LOG.info(
          "isr shrinking topic={} partition={} leaderEpoch={} isr={} leaving={} highWatermark={}"
              + " logEndOffset={} partitionEpoch={}",
          partition.name().topic(),
          partition.name().partition(),
          partition.leaderEpoch(),
          leading.isr().committed(),
          leaving,
          partition.log().highWatermark(),
          partition.log().logEndOffset(),
          partition.partitionEpoch());
    }
  }

  private void propose(Leadership leading, IsrState pending) {
    leading.setIsr(pending);
    send(leading, pending);
  }

  private void send(Leadership leading, IsrState pending) {
    Uuid topicId = partition.log().topicId();
    context
        .isrChanges()
        .propose(
            new IsrChanges.Proposal(
                partition.name(),
                topicId == null ? Uuid.ZERO_UUID : topicId,
                partition.leaderEpoch(),
                pending.proposed(),
                leading.brokerEpochs(pending.proposed()),
                partition.partitionEpoch()),
            answer -> partition.loop().executeOrRun(() -> onIsrAnswer(pending, answer)));
  }

  private void onIsrAnswer(IsrState pending, IsrChanges.Answer answer) {
    Leadership leading = partition.leadership();
    boolean stillPending = leading != null && leading.isr() == pending;
    AlterPartitionRule.Step step =
        AlterPartitionRule.onAnswer(
            stillPending,
            answer.error(),
            answer.leaderEpoch(),
            partition.leaderEpoch(),
            answer.partitionEpoch(),
            partition.partitionEpoch());
    if (leading == null || step == AlterPartitionRule.Step.IGNORE) {
      return;
    }
    if (answer.error() != ErrorCode.NONE) {
      context.metrics().failedIsrUpdates.mark();
      // That the controller is not reached is told where it is tried.
      LOG.log(
          answer.error() == ErrorCode.NETWORK_EXCEPTION ? Level.DEBUG : Level.WARN,
          "isr change refused topic={} partition={} leaderEpoch={} error={} step={}",
          partition.name().topic(),
          partition.name().partition(),
          partition.leaderEpoch(),
          answer.error(),
          step);
    }
    switch (step) {
      case APPLY -> agreed(leading, pending, answer);
      case REVERT -> leading.setIsr(new IsrState.Committed(pending.committed()));
      case RESEND -> partition.loop().schedule(RESEND_DELAY_MS, () -> resend(pending));
      case AWAIT_CONTROLLER, IGNORE -> {}
    }
  }

  private void resend(IsrState pending) {
    Leadership leading = partition.leadership();
    if (leading != null && leading.isr() == pending) {
      send(leading, pending);
    }
  }

  private void agreed(Leadership leading, IsrState pending, IsrChanges.Answer answer) {
    leading.setIsr(new IsrState.Committed(answer.isr()));
    partition.onIsrAgreed(answer.partitionEpoch());
    if (pending instanceof IsrState.PendingExpand) {
      context.metrics().isrExpands.mark();
    } else {
      context.metrics().isrShrinks.mark();
    }
    LOG.info(
        "isr changed topic={} partition={} leaderEpoch={} isr={} partitionEpoch={}",
        partition.name().topic(),
        partition.name().partition(),
        partition.leaderEpoch(),
        answer.isr(),
        partition.partitionEpoch());
    proposeJoining();
    watch();
  }
}
