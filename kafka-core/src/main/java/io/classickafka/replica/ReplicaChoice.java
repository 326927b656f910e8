package io.classickafka.replica;

import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Which replica a consumer had better read from (KIP-392). */
@FunctionalInterface
public interface ReplicaChoice {

  /** A follower that is in sync and holds what is asked for. */
  record Candidate(int brokerId, long logEndOffset) {}

  /** The chosen broker: the leader or one of the candidates. On the partition's loop. */
  int choose(int leaderId, List<Candidate> candidates);

  /**
   * The replica in the consumer's rack: the leader if it is there, else who holds most.
   *
   * @param rackOf the rack of a broker that the consumer can reach by its listener, else null
   */
  static ReplicaChoice sameRack(String rack, IntFunction<@Nullable String> rackOf) {
    return (leaderId, candidates) -> {
      if (rack.equals(rackOf.apply(leaderId))) {
        return leaderId;
      }
      int chosen = leaderId;
      long most = -1;
      for (Candidate candidate : candidates) {
        if (candidate.logEndOffset() > most && rack.equals(rackOf.apply(candidate.brokerId()))) {
          chosen = candidate.brokerId();
          most = candidate.logEndOffset();
        }
      }
      return chosen;
    };
  }
}
