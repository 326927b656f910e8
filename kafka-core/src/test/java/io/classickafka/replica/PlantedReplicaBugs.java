package io.classickafka.replica;

import io.classickafka.log.Log;
import io.classickafka.protocol.ErrorCode;
import java.util.List;
import net.bytebuddy.asm.Advice;

/** Bugs for {@link io.classickafka.simulation.planted}: woven into the methods named there. */
@SuppressWarnings("UnusedVariable") // what is assigned is read by the method it is woven into
public final class PlantedReplicaBugs {

  private PlantedReplicaBugs() {}

  /** On beginning to follow. */
  public static final class TruncateToHighWatermark {

    private TruncateToHighWatermark() {}

    @Advice.OnMethodEnter
    static void enter(@Advice.FieldValue("partition") Partition partition) {
      partition.log().truncateTo(partition.log().highWatermark(), 0);
    }
  }

  /** On judging a control request. */
  public static final class IgnoreBrokerEpoch {

    private IgnoreBrokerEpoch() {}

    @Advice.OnMethodEnter
    static void enter(@Advice.Argument(value = 0, readOnly = false) long brokerEpoch) {
      brokerEpoch = ControlRule.NO_BROKER_EPOCH;
    }
  }

  /** On judging a control request. */
  public static final class IgnoreControllerEpoch {

    private IgnoreControllerEpoch() {}

    @Advice.OnMethodEnter
    static void enter(@Advice.Argument(value = 2, readOnly = false) int controllerEpoch) {
      controllerEpoch = Integer.MAX_VALUE;
    }
  }

  /** On asking which replicas the high watermark must wait for. */
  public static final class CountWithProposedSet {

    private CountWithProposedSet() {}

    @Advice.OnMethodExit
    static void exit(
        @Advice.This IsrState state, @Advice.Return(readOnly = false) List<Integer> maximal) {
      maximal = state.proposed();
    }
  }

  /** On a fetch. */
  public static final class CountDivergingFetch {

    private CountDivergingFetch() {}

    @Advice.OnMethodExit
    static void exit(
        @Advice.This Partition partition,
        @Advice.Argument(0) FetchTerms terms,
        @Advice.Argument(1) FetchTarget target,
        @Advice.Return FetchAnswer answer) {
      count(partition, terms, target, answer);
    }

    static void count(
        Partition partition, FetchTerms terms, FetchTarget target, FetchAnswer answer) {
      Leadership leading = partition.leadership();
      boolean diverges = answer.error() == ErrorCode.NONE && answer.diverging() != null;
      if (leading != null && terms.fromFollower() && diverges) {
        leading.onFetch(
            terms, target, partition.log().logEndOffset(), partition.loop().monotonicMs());
        partition.onIsrChecked();
      }
    }
  }

  /** On asking whether a follower may join. */
  public static final class JoinBelowEpochStart {

    private JoinBelowEpochStart() {}

    @Advice.OnMethodEnter
    static void enter(@Advice.Argument(value = 3, readOnly = false) long epochStart) {
      epochStart = 0;
    }
  }

  /** On saying what to fetch. */
  public static final class FetchBeforeForce {

    private FetchBeforeForce() {}

    @Advice.OnMethodExit
    static void exit(
        @Advice.FieldValue("partition") Partition partition,
        @Advice.Return(readOnly = false) FollowStep step) {
      step = fetch(partition);
    }

    static FollowStep fetch(Partition partition) {
      Log log = partition.log();
      return new FollowStep.Fetch(log.logEndOffset(), log.logStartOffset(), log.latestEpoch());
    }
  }

  /** On asking whether a log that is not there was lost. */
  public static final class LeadWithoutLog {

    private LeadWithoutLog() {}

    @Advice.OnMethodExit
    static void exit(@Advice.Return(readOnly = false) boolean lost) {
      lost = false;
    }
  }
}
