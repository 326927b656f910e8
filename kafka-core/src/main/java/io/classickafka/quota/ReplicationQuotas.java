package io.classickafka.quota;

import io.classickafka.metrics.MetricsRegistry;
import java.util.concurrent.TimeUnit;

/**
 * The rates to which the copying of replicas is held (KIP-73, KIP-113). Immutable itself.
 *
 * @param leader what this broker sends as leader
 * @param follower what it fetches as follower
 * @param logDirs what it copies between its log directories
 */
public record ReplicationQuotas(
    ReplicationQuota leader, ReplicationQuota follower, ReplicationQuota logDirs) {

  /** Over how long a rate is taken: so many windows of so many seconds. */
  public record Windows(int count, int seconds) {

    /** Apache's default. */
    public static final Windows DEFAULT = new Windows(11, 1);
  }

  /** Without limits. */
  public static ReplicationQuotas unlimited(
      Windows ofReplication, Windows ofLogDirs, MetricsRegistry registry) {
    ReplicationQuota leader = quota("LeaderReplication", ofReplication, registry);
    // Every Apache broker with followers has this one.
    leader.show();
    return new ReplicationQuotas(
        leader,
        quota("FollowerReplication", ofReplication, registry),
        quota("AlterLogDirsReplication", ofLogDirs, registry));
  }

  private static ReplicationQuota quota(String name, Windows windows, MetricsRegistry registry) {
    return new ReplicationQuota(
        name, windows.count(), TimeUnit.SECONDS.toMillis(windows.seconds()), registry);
  }
}
