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

  /** Between two looks at what is stored, and before what was refused is asked for again. */
  private static final long READ_AGAIN_MS = 1_000;

  /** For how long nobody is proposed after one that the controller knows to be about to stop. */
  private static final long INELIGIBLE_MS = 500;

  /** Longer than any request to a controller may take. */
  private static final long UNANSWERED_MS = 60_000;

  private final Partition partition;
  private final ReplicaContext context;
  private EventLoop.@Nullable Scheduled check;

  /** Ends the time in which nobody is proposed. */
  private EventLoop.@Nullable Scheduled pause;

  /** Looks what became of the change in flight, should its answer never come. */
  private EventLoop.@Nullable Scheduled watchdog;

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
    EventLoop.Scheduled paused = pause;
    if (paused != null) {
      paused.cancel();
      pause = null;
    }
    answered();
  }

  private void answered() {
    EventLoop.Scheduled waiting = watchdog;
    if (waiting != null) {
      waiting.cancel();
      watchdog = null;
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
        leading == null || pause != null ? null : leading.joining(partition.log().highWatermark());
    if (leading != null && joining != null) {
      propose(leading, IsrState.PendingExpand.of(leading.isr().committed(), joining.id()));
      LOG.debug(
          "isr expanding topic={} partition={} leaderEpoch={} isr={} joining={} partitionEpoch={}",
          partition.name().topic(),
          partition.name().partition(),
          partition.leaderEpoch(),
          leading.isr().committed(),
          joining.id(),
          partition.partitionEpoch());
    }
  }

  /** A broker that is about to stop fetches on for a while, and is not to be proposed each time. */
  private void pauseJoining() {
    if (pause == null) {
      pause =
          partition
              .loop()
              .schedule(
                  INELIGIBLE_MS,
                  () -> {
                    pause = null;
                    proposeJoining();
                  });
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
    answered();
    watchdog =
        partition
            .loop()
            .schedule(
                UNANSWERED_MS,
                () -> {
                  watchdog = null;
                  readStored(pending, false);
                });
    context
        .isrChanges()
        .propose(
            new IsrChanges.Proposal(
                partition.name(),
                topicId == null ? Uuid.ZERO_UUID : topicId,
                leading.controllerEpoch(),
                partition.leaderEpoch(),
                pending.proposed(),
                leading.brokerEpochs(pending.proposed()),
                partition.partitionEpoch()),
            answer -> partition.loop().executeOrRun(() -> onIsrAnswer(pending, answer)));
  }

  private void onIsrAnswer(IsrState pending, IsrChanges.Answer answer) {
    Leadership leading = partition.leadership();
    boolean stillPending = leading != null && leading.isr() == pending;
    if (stillPending) {
      answered();
    }
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
      case REVERT -> {
        leading.setIsr(new IsrState.Committed(pending.committed()));
        if (answer.error() == ErrorCode.INELIGIBLE_REPLICA) {
          pauseJoining();
        }
      }
      case RESEND -> partition.loop().schedule(RESEND_DELAY_MS, () -> resend(pending));
      case READ_STORED -> readStored(pending, true);
      case IGNORE -> {}
    }
  }

  private void readStored(IsrState pending, boolean refused) {
    Leadership leading = partition.leadership();
    if (leading == null || leading.isr() != pending) {
      return;
    }
    context
        .isrChanges()
        .read(
            partition.name(),
            stored -> partition.loop().executeOrRun(() -> onStored(pending, refused, stored)));
  }

  private void onStored(IsrState pending, boolean refused, IsrChanges.@Nullable Stored stored) {
    Leadership leading = partition.leadership();
    AlterPartitionRule.Step step =
        AlterPartitionRule.onStored(
            leading != null && leading.isr() == pending,
            refused,
            stored,
            context.brokerId(),
            partition.leaderEpoch(),
            partition.partitionEpoch());
    switch (step) {
      case APPLY -> {
        if (leading != null && stored != null) {
          take(leading, stored.isr(), stored.partitionEpoch());
        }
      }
      case RESEND -> partition.loop().schedule(READ_AGAIN_MS, () -> resend(pending));
      case READ_STORED ->
          partition.loop().schedule(READ_AGAIN_MS, () -> readStored(pending, refused));
      case REVERT, IGNORE -> {}
    }
  }

  private void resend(IsrState pending) {
    Leadership leading = partition.leadership();
    if (leading == null || leading.isr() != pending) {
      return;
    }
    boolean stands =
        leading.standsBy(
            pending, partition.log().highWatermark(), context.isrChanges().refusesTheDead());
    if (stands) {
      send(leading, pending);
    } else {
      readStored(pending, true);
    }
  }

  private void agreed(Leadership leading, IsrState pending, IsrChanges.Answer answer) {
    if (pending instanceof IsrState.PendingExpand) {
      context.metrics().isrExpands.mark();
    } else {
      context.metrics().isrShrinks.mark();
    }
    take(leading, answer.isr(), answer.partitionEpoch());
  }

  /** This is the set now. */
  private void take(Leadership leading, List<Integer> isr, int partitionEpoch) {
    answered();
    leading.setIsr(new IsrState.Committed(isr));
    partition.onIsrAgreed(partitionEpoch);
    LOG.info(
        "isr changed topic={} partition={} leaderEpoch={} isr={} partitionEpoch={}",
        partition.name().topic(),
        partition.name().partition(),
        partition.leaderEpoch(),
        isr,
        partition.partitionEpoch());
    proposeJoining();
    watch();
  }
}
