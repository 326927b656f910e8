package io.classickafka.simulation.check;

import io.classickafka.protocol.ErrorCode;

/** C11: who believes in an older epoch is told so, and so is who believes in one not heard of. */
public final class FencedRefused implements Check {

  @Override
  public void onFenceProbe(FenceProbe probe) {
    boolean old = probe.sentEpoch() < probe.epochBefore();
    boolean unheard = probe.sentEpoch() > probe.epochAfter();
    if (old && probe.answer() != ErrorCode.FENCED_LEADER_EPOCH && served(probe.answer())) {
      throw new Violation("C11", "an old epoch was served: " + probe);
    }
    if (unheard && probe.answer() != ErrorCode.UNKNOWN_LEADER_EPOCH && served(probe.answer())) {
      throw new Violation("C11", "an epoch from nowhere was served: " + probe);
    }
  }

  /** Whether it is an answer to the question itself. */
  private static boolean served(ErrorCode answer) {
    return answer == ErrorCode.NONE
        || answer == ErrorCode.OFFSET_OUT_OF_RANGE
        || answer == ErrorCode.FENCED_LEADER_EPOCH
        || answer == ErrorCode.UNKNOWN_LEADER_EPOCH;
  }
}
