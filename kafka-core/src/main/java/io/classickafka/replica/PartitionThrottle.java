package io.classickafka.replica;

import io.classickafka.quota.ReplicationQuota;
import org.jspecify.annotations.Nullable;

/**
 * Whether the copying of one partition counts for a rate and is held to it. Written by the
 * partition's loop, read by any thread.
 */
final class PartitionThrottle {

  private final int partition;
  private final ReplicationQuota quota;
  private volatile boolean asLeader;
  private volatile boolean asFollower;

  /**
   * Not throttled.
   *
   * @param quota what leaders send
   */
  PartitionThrottle(int partition, ReplicationQuota quota) {
    this.partition = partition;
    this.quota = quota;
  }

  void apply(PartitionSettings settings) {
    asLeader = settings.leaderThrottled().contains(partition);
    asFollower = settings.followerThrottled().contains(partition);
  }

  /** Whether what is fetched of it is. */
  boolean asFollower() {
    return asFollower;
  }

  /** Whether a follower that asks is sent nothing now. */
  boolean holds(FetchTerms terms, @Nullable Leadership leading) {
    return asLeader
        && leading != null
        && terms.fromFollower()
        && ThrottleRule.leaderHolds(
            true, leading.isr().committed().contains(terms.replicaId()), quota.isExceeded());
  }

  /** Records were sent to a follower. */
  void countSent(int bytes) {
    if (asLeader) {
      quota.count(bytes);
    }
  }
}
