package io.classickafka.replica.fetcher;

import io.classickafka.metrics.MetricsRegistry;
import io.classickafka.quota.ReplicationQuota;
import io.classickafka.replica.FollowStep;
import io.classickafka.replica.FollowerFetchers;
import io.classickafka.replica.Followership;
import io.classickafka.seam.EventLoop;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * The fetchers of a broker: {@code num.replica.fetchers} for each leader, spread over the network
 * loops, each made with its first partition and closed with its last. Callable from any thread.
 */
public final class Fetchers implements FollowerFetchers {

  private static final Logger LOG = LogManager.getLogger(Fetchers.class);

  private final List<Shard> shards = new ArrayList<>();

  /** What is being copied, for a change of their number. */
  private final Set<Assigned> copied = ConcurrentHashMap.newKeySet();

  private final IntSupplier perLeader;
  private final FetcherSettings settings;
  private final LeaderLinks links;
  private final LongSupplier brokerEpoch;
  private final FetcherMetrics metrics;
  private final ReplicationQuota quota;

  /**
   * No fetchers yet.
   *
   * @param loops the network loops
   * @param perLeader {@code num.replica.fetchers} as it is now
   * @param brokerEpoch of this broker's registration
   * @param quota the rate that throttled fetching is held to
   */
  public Fetchers(
      List<EventLoop> loops,
      IntSupplier perLeader,
      FetcherSettings settings,
      LeaderLinks links,
      LongSupplier brokerEpoch,
      MetricsRegistry registry,
      ReplicationQuota quota) {
    this.perLeader = perLeader;
    this.settings = settings;
    this.links = links;
    this.brokerEpoch = brokerEpoch;
    this.metrics = new FetcherMetrics(registry);
    this.quota = quota;
    quota.onLimit(this::onThrottleChanged);
    for (EventLoop loop : loops) {
      shards.add(new Shard(loop));
    }
  }

  /** Which of a leader's fetchers copies a partition. */
  static int fetcherId(TopicPartition partition, int count) {
    return (31 * partition.topic().hashCode() + partition.partition() & Integer.MAX_VALUE) % count;
  }

  @Override
  public boolean tellDivergence() {
    return settings.versions().tellDivergence();
  }

  @Override
  public Copying start(Followership followership, FollowStep first) {
    Assigned assigned = new Assigned(followership, first);
    copied.add(assigned);
    return assigned;
  }

  /** {@code num.replica.fetchers} changed: each partition goes to the fetcher it belongs to now. */
  public void resize() {
    for (Assigned assigned : copied) {
      assigned.source.loop().execute(assigned::move);
    }
  }

  private Key keyOf(Followership followership) {
    int count = Math.max(1, perLeader.getAsInt());
    return new Key(followership.leaderId(), fetcherId(followership.name(), count));
  }

  private Shard shardOf(Key key) {
    return shards.get(Math.floorMod(31 * key.leaderId() + key.fetcherId(), shards.size()));
  }

  /**
   * A partition with the fetcher that copies it. State of the partition's loop.
   *
   * <p>It moves in three steps, so that no two fetchers ever copy it: the old fetcher lets go of
   * it; what that one fetched before is in the log; the new one begins where the log ends then.
   */
  private final class Assigned implements Copying {

    private final Followership source;
    private Key key;
    private CopiedPartition partition;
    private boolean moving;
    private boolean stopped;

    Assigned(Followership source, FollowStep first) {
      this.source = source;
      this.key = keyOf(source);
      this.partition = new CopiedPartition(source);
      begin(first);
    }

    private void begin(FollowStep first) {
      Key at = key;
      CopiedPartition begun = partition;
      Shard shard = shardOf(at);
      shard.post(() -> shard.fetcher(at).add(begun, first));
    }

    /** Goes to another fetcher if it belongs there now. */
    void move() {
      if (stopped || moving || keyOf(source).equals(key)) {
        return;
      }
      moving = true;
      Key from = key;
      CopiedPartition left = partition;
      Shard shard = shardOf(from);
      shard.post(
          () -> {
            shard.remove(from, left);
            home(this::arrive);
          });
    }

    private void arrive() {
      moving = false;
      if (!stopped) {
        key = keyOf(source);
        partition = new CopiedPartition(source);
        begin(source.next());
      }
    }

    private void home(Runnable task) {
      try {
        source.loop().execute(task);
      } catch (RejectedExecutionException e) {
        LOG.debug("partition loop has ended loop={}", source.loop().name());
      }
    }

    @Override
    public void stop() {
      stopped = true;
      copied.remove(this);
      Key at = key;
      CopiedPartition ended = partition;
      Shard shard = shardOf(at);
      shard.post(() -> shard.remove(at, ended));
    }

    @Override
    public void go(FollowStep step) {
      if (moving) {
        // Whoever gets it asks what comes next.
        return;
      }
      Key at = key;
      CopiedPartition waited = partition;
      Shard shard = shardOf(at);
      shard.post(() -> shard.go(at, waited, step));
    }
  }

  /** Brokers came or went, or moved: fetchers that could not reach their leader try again. */
  public void onBrokersChanged() {
    for (Shard shard : shards) {
      shard.post(() -> shard.fetchers.values().forEach(LeaderFetcher::retryNow));
    }
  }

  /** The rate of throttled fetching, or what is throttled, may have changed. */
  public void onThrottleChanged() {
    for (Shard shard : shards) {
      shard.post(() -> shard.fetchers.values().forEach(LeaderFetcher::onThrottleChanged));
    }
  }

  private record Key(int leaderId, int fetcherId) {}

  /** The fetchers of one loop; state of that loop. */
  private final class Shard {

    private final EventLoop loop;
    private final Map<Key, LeaderFetcher> fetchers = new LinkedHashMap<>();

    Shard(EventLoop loop) {
      this.loop = loop;
    }

    void post(Runnable task) {
      try {
        loop.execute(task);
      } catch (RejectedExecutionException e) {
        LOG.debug("network loop has ended loop={}", loop.name());
      }
    }

    LeaderFetcher fetcher(Key key) {
      return fetchers.computeIfAbsent(
          key,
          made ->
              new LeaderFetcher(
                  made.leaderId(),
                  loop,
                  settings,
                  links,
                  brokerEpoch,
                  new FetcherStats(metrics, made.leaderId(), made.fetcherId()),
                  quota));
    }

    void go(Key key, CopiedPartition partition, FollowStep step) {
      LeaderFetcher fetcher = fetchers.get(key);
      if (fetcher != null) {
        fetcher.go(partition, step);
      }
    }

    void remove(Key key, CopiedPartition partition) {
      LeaderFetcher fetcher = fetchers.get(key);
      if (fetcher != null) {
        fetcher.remove(partition);
        if (fetcher.isEmpty()) {
          fetchers.remove(key);
          fetcher.close();
        }
      }
    }
  }
}
