package io.classickafka.simulation.check;

import java.util.Map;
import java.util.TreeMap;

/** A leader that proposed another in-sync set proposes nothing else before that is settled. */
public final class OneIsrChange implements Check {

  private final Map<String, ReplicaState> last = new TreeMap<>();

  @Override
  public void onReplica(ReplicaState state) {
    ReplicaState before = last.put(state.partition() + "@" + state.broker(), state);
    boolean unsettled =
        before != null
            && before.life() == state.life()
            && before.leads()
            && state.leads()
            && before.changing()
            && state.changing()
            && before.leaderEpoch() == state.leaderEpoch()
            && before.partitionEpoch() == state.partitionEpoch();
    if (unsettled && !before.proposed().equals(state.proposed())) {
      throw new Violation("isr change", "two at once: " + before + " then " + state);
    }
  }
}
