package io.classickafka.replica.fetcher;

import io.classickafka.metrics.MetricsRegistry;
import io.classickafka.replica.FollowStep;
import io.classickafka.replica.FollowerFetchers;
import io.classickafka.replica.Followership;
import io.classickafka.seam.EventLoop;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
  private final IntSupplier perLeader;
  private final FetcherSettings settings;
  private final LeaderLinks links;
  private final LongSupplier brokerEpoch;
  private final FetcherMetrics metrics;

  /**
   * No fetchers yet.
   *
   * @param loops the network loops
   * @param perLeader {@code num.replica.fetchers} as it is now
   * @param brokerEpoch of this broker's registration
   */
  public Fetchers(
      List<EventLoop> loops,
      IntSupplier perLeader,
      FetcherSettings settings,
      LeaderLinks links,
      LongSupplier brokerEpoch,
      MetricsRegistry registry) {
    this.perLeader = perLeader;
    this.settings = settings;
    this.links = links;
    this.brokerEpoch = brokerEpoch;
    this.metrics = new FetcherMetrics(registry);
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
    Key key =
        new Key(
            followership.leaderId(),
            fetcherId(followership.name(), Math.max(1, perLeader.getAsInt())));
    Shard shard = shards.get(Math.floorMod(31 * key.leaderId() + key.fetcherId(), shards.size()));
    CopiedPartition partition = new CopiedPartition(followership);
    shard.post(() -> shard.fetcher(key).add(partition, first));
    return new Copying() {
      @Override
      public void stop() {
        shard.post(() -> shard.remove(key, partition));
      }

      @Override
      public void go(FollowStep step) {
        shard.post(() -> shard.go(key, partition, step));
      }
    };
  }

  /** Brokers came or went, or moved: fetchers that could not reach their leader try again. */
  public void onBrokersChanged() {
    for (Shard shard : shards) {
      shard.post(() -> shard.fetchers.values().forEach(LeaderFetcher::retryNow));
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
                  new FetcherStats(metrics, made.leaderId(), made.fetcherId())));
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
