package io.classickafka.simulation.check;

/** Log start, last stable offset, high watermark and log end stand in this order, always. */
public final class OffsetsOrdered implements Check {

  @Override
  public void onReplica(ReplicaState state) {
    boolean ordered =
        state.logStart() <= state.lastStable()
            && state.lastStable() <= state.highWatermark()
            && state.highWatermark() <= state.logEnd();
    if (!ordered) {
      throw new Violation("offsets", "out of order in " + state);
    }
  }
}
