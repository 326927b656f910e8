package io.classickafka.replica;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a replica knows while it leads: the other replicas and the in-sync set. Owned by the
 * partition's loop; lives from becoming leader to losing it.
 *
 * <p>Invariant: {@code followers} holds every assigned replica but this broker, in the order of the
 * assignment.
 */
final class Leadership {

  private final int self;
  private final LiveBrokers live;
  private final long lagMaxMs;
  private final List<FollowerState> followers = new ArrayList<>();
  private IsrState isr = new IsrState.Committed(List.of());
  private List<Integer> replicas = List.of();
  private List<Integer> adding = List.of();
  private int controllerEpoch;
  private List<Integer> removing = List.of();
  private long epochStart;

  Leadership(int self, LiveBrokers live, long lagMaxMs) {
    this.self = self;
    this.live = live;
    this.lagMaxMs = lagMaxMs;
  }

  /**
   * Takes over what the controller says.
   *
   * @param newEpoch whether the leader epoch grew
   * @param logEnd the log's end now
   */
  void apply(LeaderState state, boolean newEpoch, long logEnd, long nowMs) {
    List<FollowerState> before = List.copyOf(followers);
    isr = new IsrState.Committed(state.isr());
    replicas = state.replicas();
    adding = state.adding();
    controllerEpoch = state.controllerEpoch();
    removing = state.removing();
    if (newEpoch) {
      epochStart = logEnd;
    }
    followers.clear();
    for (int replica : state.replicas()) {
      if (replica != self) {
        FollowerState known = find(before, replica);
        boolean inSync = state.isr().contains(replica);
        if (known == null) {
          followers.add(FollowerState.unheard(replica, inSync, nowMs));
        } else {
          followers.add(newEpoch ? known.underNewEpoch(inSync, logEnd, nowMs) : known);
        }
      }
    }
  }

  private static @Nullable FollowerState find(List<FollowerState> among, int id) {
    for (FollowerState follower : among) {
      if (follower.id() == id) {
        return follower;
      }
    }
    return null;
  }

  IsrState isr() {
    return isr;
  }

  void setIsr(IsrState isr) {
    this.isr = isr;
  }

  /** Followers from which an offset can be read, and what is committed after it soon. */
  List<ReplicaChoice.Candidate> readCandidates(long offset) {
    List<ReplicaChoice.Candidate> candidates = new ArrayList<>();
    for (FollowerState follower : followers) {
      if (isr.committed().contains(follower.id())
          && follower.logEndOffset() >= offset
          && follower.logStartOffset() <= offset) {
        candidates.add(new ReplicaChoice.Candidate(follower.id(), follower.logEndOffset()));
      }
    }
    return candidates;
  }

  /** The incarnations of brokers as they last fetched; the leader's own needs no proof. */
  List<Long> brokerEpochs(List<Integer> brokers) {
    List<Long> epochs = new ArrayList<>(brokers.size());
    for (int broker : brokers) {
      FollowerState follower = find(followers, broker);
      epochs.add(follower == null ? FetchTerms.NO_REPLICA_EPOCH : follower.brokerEpoch());
    }
    return epochs;
  }

  List<Integer> replicas() {
    return replicas;
  }

  /** What others may know. */
  PartitionView view(int leaderEpoch, int minIsr) {
    return new PartitionView(
        self,
        leaderEpoch,
        true,
        isr.committed(),
        replicas,
        replicationFactor(),
        adding,
        removing,
        minIsr);
  }

  /** Replicas that count towards the replication factor: all but those being added. */
  int replicationFactor() {
    return replicas.size() - adding.size();
  }

  /** The epoch of the controller that said so. */
  int controllerEpoch() {
    return controllerEpoch;
  }

  long epochStart() {
    return epochStart;
  }

  List<FollowerState> followers() {
    return followers;
  }

  boolean isReplica(int id) {
    return find(followers, id) != null;
  }

  long highWatermark(long current, long durable, long leaderEnd, int minIsr, long nowMs) {
    return HighWatermarkRule.advance(
        current, durable, leaderEnd, isr, minIsr, followers, live, nowMs, lagMaxMs);
  }

  /** A follower fetched. Returns whether it acknowledged more than before. */
  boolean onFetch(FetchTerms by, FetchTarget target, long leaderEnd, long nowMs) {
    for (int i = 0; i < followers.size(); i++) {
      FollowerState follower = followers.get(i);
      if (follower.id() == by.replicaId()) {
        // Seen first: a death that is heard of late is not one after this fetch.
        followers.set(
            i,
            follower
                .seen(live.birth(follower.id()))
                .onFetch(
                    target.fetchOffset(),
                    target.logStartOffset(),
                    leaderEnd,
                    nowMs,
                    by.replicaEpoch()));
        return follower.logEndOffset() != target.fetchOffset();
      }
    }
    return false;
  }

  /** A follower that holds everything up to {@code leaderEnd} was in contact. */
  void onContact(int id, long leaderEnd, long contactMs) {
    for (int i = 0; i < followers.size(); i++) {
      FollowerState follower = followers.get(i);
      if (follower.id() == id && follower.logEndOffset() == leaderEnd) {
        followers.set(i, follower.onContact(contactMs));
      }
    }
  }

  /** The follower that may join the in-sync set, or null. */
  @Nullable FollowerState joining(long highWatermark) {
    FollowerState joining = null;
    for (int i = 0; i < followers.size(); i++) {
      FollowerState follower = followers.get(i).seen(live.birth(followers.get(i).id()));
      followers.set(i, follower);
      if (joining == null && IsrRule.mayJoin(isr, follower, highWatermark, epochStart, live)) {
        joining = follower;
      }
    }
    return joining;
  }

  /**
   * Whether a proposal can be made a second time: when it is to let a replica join, by what that
   * replica holds now.
   *
   * @param deadRefused whether whoever decides refuses a replica whose broker is gone
   */
  boolean standsBy(IsrState pending, long highWatermark, boolean deadRefused) {
    if (!(pending instanceof IsrState.PendingExpand expand)) {
      return true;
    }
    for (int i = 0; i < followers.size(); i++) {
      if (followers.get(i).id() == expand.joining()) {
        FollowerState joining = followers.get(i).seen(live.birth(expand.joining()));
        followers.set(i, joining);
        return IsrRule.mayBeProposedAgain(joining, highWatermark, epochStart, live, deadRefused);
      }
    }
    return true;
  }

  List<Integer> lagging(long leaderEnd, long nowMs) {
    return IsrRule.lagging(isr, self, followers, leaderEnd, nowMs, lagMaxMs);
  }

  /** Whether some replica is behind or out of the set, so that time alone may change something. */
  boolean needsWatching(long leaderEnd) {
    if (isr.pending() || isr.committed().size() < replicas.size()) {
      return true;
    }
    for (FollowerState follower : followers) {
      if (follower.logEndOffset() != leaderEnd) {
        return true;
      }
    }
    return false;
  }

  /** The first offset that every live replica still holds, at most {@code leaderStart}. */
  long lowWatermark(long leaderStart) {
    long low = leaderStart;
    for (FollowerState follower : followers) {
      if (live.isAlive(follower.id())) {
        low = Math.min(low, follower.logStartOffset());
      }
    }
    return low;
  }
}
