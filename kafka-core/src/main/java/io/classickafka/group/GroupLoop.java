package io.classickafka.group;

import io.classickafka.group.GroupCommand.Expire;
import io.classickafka.group.GroupCommand.Loaded;
import io.classickafka.group.GroupCommand.Request;
import io.classickafka.group.GroupCommand.TopicsDeleted;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.seam.EventLoop;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The shards of one coordinator loop: which partitions are led, loaded, lost. Everything runs on
 * the loop.
 */
final class GroupLoop {

  private static final Logger LOG = LogManager.getLogger(GroupLoop.class);

  private static final long COUNT_DELAY_MS = 1_000;

  /** Before a partition that could not be read is read again; longer each time, up to the most. */
  private static final long LOAD_AGAIN_MS = 1_000;

  private static final long LOAD_AGAIN_MAX_MS = 30_000;

  /** A partition that this broker leads. */
  private static final class Led {
    int leaderEpoch;

    /** Null while loading. */
    @Nullable Shard shard;

    long loadAgainMs = LOAD_AGAIN_MS;

    Led(int leaderEpoch) {
      this.leaderEpoch = leaderEpoch;
    }
  }

  private final EventLoop loop;
  private final GroupSettings settings;
  private final OffsetsLog log;
  private final GroupDecisions decisions;
  private final Map<Integer, Led> led = new LinkedHashMap<>();

  /** The highest leader epoch heard of, by partition. What comes late from an older one is void. */
  private final Map<Integer, Integer> epochs = new LinkedHashMap<>();

  private EventLoop.@Nullable Scheduled expiry;
  private EventLoop.@Nullable Scheduled counting;
  private volatile GroupCounts counts = GroupCounts.NONE;
  private final GroupSums sums;

  GroupLoop(EventLoop loop, GroupSettings settings, OffsetsLog log) {
    this.loop = loop;
    this.sums = new GroupSums(loop::monotonicNs);
    this.settings = settings;
    this.log = log;
    this.decisions = new GroupDecisions(settings, this::uniqueText);
  }

  EventLoop loop() {
    return loop;
  }

  /** As counted at most a second ago. Any thread. */
  GroupCounts counts() {
    return counts;
  }

  /** What has been done since the start. Any thread. */
  GroupSums sums() {
    return sums;
  }

  /** Something changed: it is counted soon, and not again before something changes. */
  private void countSoon() {
    if (counting == null) {
      counting =
          loop.schedule(
              COUNT_DELAY_MS,
              () -> {
                counting = null;
                counts = GroupCounts.of(loaded());
              });
    }
  }

  /** As UUIDs of random numbers are written. */
  private String uniqueText() {
    long high = (loop.random().nextLong() & 0xffffffffffff0fffL) | 0x4000;
    long low = (loop.random().nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
    return new UUID(high, low).toString();
  }

  // Leadership.

  void onLeading(int partition, int leaderEpoch) {
    if (isOld(partition, leaderEpoch)) {
      return;
    }
    Led current = led.get(partition);
    Shard shard = current == null ? null : current.shard;
    if (current != null && shard != null) {
      current.leaderEpoch = leaderEpoch;
      shard.leadIn(leaderEpoch);
      return;
    }
    Led fresh = new Led(leaderEpoch);
    led.put(partition, fresh);
    load(partition, fresh);
  }

  private void load(int partition, Led fresh) {
    long startedMs = loop.monotonicMs();
    LOG.info("loading groups partition={} leaderEpoch={}", partition, fresh.leaderEpoch);
    new ShardLoad(
            partition,
            fresh.leaderEpoch,
            log,
            state -> loop.execute(() -> onLoaded(partition, fresh, state, startedMs)))
        .start();
  }

  /** As long as the partition is led, its groups are nobody else's. */
  private void loadAgain(int partition, Led failed) {
    loop.schedule(
        failed.loadAgainMs,
        () -> {
          if (led.get(partition) == failed) {
            load(partition, failed);
          }
        });
    failed.loadAgainMs = Math.min(2 * failed.loadAgainMs, LOAD_AGAIN_MAX_MS);
  }

  private void onLoaded(
      int partition, Led loaded, @Nullable CoordinatorState state, long startedMs) {
    if (led.get(partition) != loaded) {
      return;
    }
    if (state == null) {
      loadAgain(partition, loaded);
      return;
    }
    Shard shard =
        new Shard(
            partition,
            loaded.leaderEpoch,
            loop,
            settings,
            decisions,
            log,
            state,
            this::countSoon,
            sums);
    sums.loaded(loop.monotonicMs() - startedMs);
    loaded.shard = shard;
    LOG.info(
        "loaded groups partition={} leaderEpoch={} groups={} tookMs={}",
        partition,
        loaded.leaderEpoch,
        state.groups().size(),
        loop.monotonicMs() - startedMs);
    shard.handle(new Loaded());
  }

  void onFollowing(int partition, int leaderEpoch) {
    if (!isOld(partition, leaderEpoch)) {
      unload(partition);
    }
  }

  void unload(int partition) {
    Led lost = led.remove(partition);
    if (lost != null) {
      LOG.info("unloaded groups partition={} leaderEpoch={}", partition, lost.leaderEpoch);
    }
    Shard shard = lost == null ? null : lost.shard;
    if (shard != null) {
      shard.close();
      countSoon();
    }
  }

  /** The replica is gone. A topic that is made again under the name begins with the first epoch. */
  void forget(int partition) {
    unload(partition);
    epochs.remove(partition);
  }

  private boolean isOld(int partition, int leaderEpoch) {
    int highest = epochs.getOrDefault(partition, -1);
    epochs.put(partition, Math.max(highest, leaderEpoch));
    return leaderEpoch < highest;
  }

  // Commands.

  void handle(int partition, Request request) {
    Led current = led.get(partition);
    if (current == null) {
      request.to().reply(request.refused(ErrorCode.NOT_COORDINATOR));
      return;
    }
    Shard shard = current.shard;
    if (shard == null) {
      request.to().reply(request.loading());
    } else {
      shard.handle(request);
    }
  }

  void onTopicsDeleted(List<TopicPartition> partitions) {
    loaded().forEach(shard -> shard.handle(new TopicsDeleted(partitions)));
  }

  void startExpiry() {
    expiry =
        loop.schedule(
            settings.expiryIntervalMs(),
            () -> {
              loaded().forEach(shard -> shard.handle(new Expire()));
              startExpiry();
            });
  }

  private List<Shard> loaded() {
    List<Shard> shards = new ArrayList<>();
    for (Led each : led.values()) {
      Shard shard = each.shard;
      if (shard != null) {
        shards.add(shard);
      }
    }
    return shards;
  }

  void close() {
    EventLoop.Scheduled running = expiry;
    if (running != null) {
      running.cancel();
      expiry = null;
    }
    new ArrayList<>(led.keySet()).forEach(this::unload);
    EventLoop.Scheduled due = counting;
    if (due != null) {
      due.cancel();
      counting = null;
    }
  }
}
