package io.classickafka.log;

import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** Bugs for {@link io.classickafka.simulation.planted}: woven into the methods named there. */
@SuppressWarnings("UnusedVariable") // what is assigned is read by the method it is woven into
public final class PlantedLogBugs {

  private PlantedLogBugs() {}

  /** On asking where an epoch ends. */
  public static final class EndOfEveryEpoch {

    private EndOfEveryEpoch() {}

    @Advice.OnMethodExit
    static void exit(
        @Advice.This Log log,
        @Advice.Argument(0) int epoch,
        @Advice.Return(readOnly = false) EpochEndOffset end) {
      end = new EpochEndOffset(epoch, log.logEndOffset());
    }
  }

  /** On asking how far what was appended counts. */
  public static final class CountBeforeForce {

    private CountBeforeForce() {}

    @Advice.OnMethodExit
    static void exit(@Advice.This Log log, @Advice.Return(readOnly = false) long durable) {
      durable = log.logEndOffset();
    }
  }

  /** On asking whether damage is a loss that is not to be hidden. */
  public static final class CutAnyDamage {

    private CutAnyDamage() {}

    @Advice.OnMethodExit
    static void exit(@Advice.Return(readOnly = false) @Nullable String corruption) {
      corruption = null;
    }
  }
}
