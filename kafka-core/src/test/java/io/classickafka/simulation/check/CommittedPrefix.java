package io.classickafka.simulation.check;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/**
 * C1, C4, C7: what a leader ever committed is one list of batches that only grows. Below its high
 * watermark every replica has that list, byte for byte; and every replica in sync holds all of it.
 */
public final class CommittedPrefix implements Check {

  private static final class Committed {
    final NavigableMap<Long, BatchState> batches = new TreeMap<>();
    long end;

    /** The latest epoch in which a leader committed. */
    int epoch = -1;
  }

  private final Map<TopicPartition, Committed> committed = new LinkedHashMap<>();
  private final Map<TopicPartition, Map<Integer, ReplicaState>> replicas = new LinkedHashMap<>();
  private long batchesCommitted;

  /** How many batches were committed. */
  public long batchesCommitted() {
    return batchesCommitted;
  }

  /** The end of what was committed. */
  public long end(TopicPartition partition) {
    return of(partition).end;
  }

  private Committed of(TopicPartition partition) {
    return committed.computeIfAbsent(partition, key -> new Committed());
  }

  @Override
  public void onReplica(ReplicaState state) {
    Map<Integer, ReplicaState> known =
        replicas.computeIfAbsent(state.partition(), key -> new LinkedHashMap<>());
    ReplicaState before = known.put(state.broker(), state);
    boolean advanced =
        state.leads() && (before == null || state.highWatermark() > before.highWatermark());
    if (advanced) {
      for (int member : state.isr()) {
        ReplicaState held = known.get(member);
        // Whoever knows a newer leader has gone on: what this one says of the set is outdated.
        boolean follows = held != null && held.leaderEpoch() <= state.leaderEpoch();
        if (follows && held.logEnd() < state.highWatermark()) {
          throw new Violation("C1", "committed by " + state + " but in sync is " + held);
        }
      }
    }
    // Who was deposed and has not heard of it may lack what came later.
    boolean reigns = state.leads() && state.leaderEpoch() >= of(state.partition()).epoch;
    if (reigns && state.logEnd() < of(state.partition()).end) {
      throw new Violation(
          "C1", "leads without all of " + of(state.partition()).end + " committed: " + state);
    }
  }

  @Override
  public void onDeath(int broker) {
    replicas.values().forEach(each -> each.remove(broker));
  }

  @Override
  public void onBelowHighWatermark(ReplicaState state, List<BatchState> batches) {
    Committed all = of(state.partition());
    for (BatchState batch : batches) {
      BatchState known = all.batches.get(batch.baseOffset());
      if (known != null) {
        if (!known.equals(batch)) {
          throw new Violation("C7", state + " has " + batch + " committed was " + known);
        }
      } else if (batch.baseOffset() != all.end) {
        throw new Violation("C4", state + " has " + batch + " committed ends at " + all.end);
      } else if (!state.leads()) {
        throw new Violation("C7", "only a follower says committed: " + batch + " in " + state);
      } else {
        all.batches.put(batch.baseOffset(), batch);
        all.end = batch.lastOffset() + 1;
        all.epoch = Math.max(all.epoch, state.leaderEpoch());
        batchesCommitted++;
      }
    }
  }

  @Override
  public void atEnd(ReplicaState state, List<BatchState> log) {
    Committed all = of(state.partition());
    long last = -1;
    for (BatchState batch : log) {
      BatchState known = all.batches.get(batch.baseOffset());
      if (known == null || !known.equals(batch)) {
        throw new Violation("C7", "at the end " + state + " has " + batch + " not " + known);
      }
      last = batch.lastOffset();
    }
    if (last + 1 != all.end) {
      throw new Violation("C1", state + " ends at " + (last + 1) + " committed was " + all.end);
    }
  }
}
