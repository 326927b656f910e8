package io.classickafka.simulation.check;

import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/**
 * C6: while a broker leads in one epoch its high watermark does not fall, nor does any log start.
 */
public final class HighWatermarkMonotone implements Check {

  private final Map<String, ReplicaState> last = new TreeMap<>();

  @Override
  public void onReplica(ReplicaState state) {
    ReplicaState before = last.put(key(state.partition(), state.broker()), state);
    if (before == null || before.life() != state.life()) {
      return;
    }
    boolean sameReign =
        before.leads() && state.leads() && before.leaderEpoch() == state.leaderEpoch();
    if (sameReign && state.highWatermark() < before.highWatermark()) {
      throw new Violation("C6", "high watermark fell from " + before + " to " + state);
    }
    if (state.leads() && before.leads() && state.logStart() < before.logStart()) {
      throw new Violation("C17", "log start fell from " + before + " to " + state);
    }
    if (state.leaderEpoch() < before.leaderEpoch()) {
      throw new Violation("C8", "leader epoch fell from " + before + " to " + state);
    }
  }

  private static String key(TopicPartition partition, int broker) {
    return partition + "@" + broker;
  }
}
