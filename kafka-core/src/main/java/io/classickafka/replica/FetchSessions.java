package io.classickafka.replica;

import com.codahale.metrics.Meter;
import io.classickafka.metrics.BeanName;
import io.classickafka.metrics.MetricsRegistry;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.seam.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Answers fetches, in sessions and without. Callable on any of the loops it was given.
 *
 * <p>A session lives on the loop of the connection that asked for it; its id says which, so that a
 * fetch that comes by another connection finds it.
 */
public final class FetchSessions {

  private final PartitionRegistry registry;
  private final List<EventLoop> loops;
  private final List<FetchSessionCache> caches;
  private final int idsPerLoop;
  private final LongAdder parked = new LongAdder();
  private volatile long idleLimitMs;
  private volatile Consumer<Boolean> expiryCounter = fromFollower -> {};

  /**
   * Without any sessions.
   *
   * @param loops the network loops
   * @param slots {@code max.incremental.fetch.session.cache.slots}, shared out among the loops
   */
  public FetchSessions(PartitionRegistry registry, List<EventLoop> loops, int slots) {
    this.registry = registry;
    this.loops = List.copyOf(loops);
    this.idsPerLoop = Integer.MAX_VALUE / loops.size();
    List<FetchSessionCache> shards = new ArrayList<>();
    for (int i = 0; i < loops.size(); i++) {
      int share = (slots + loops.size() - 1 - i) / loops.size();
      shards.add(new FetchSessionCache(share, i * idsPerLoop, idsPerLoop));
    }
    this.caches = List.copyOf(shards);
  }

  /**
   * Lets followers that allow it wait without an answer while there is nothing to say.
   *
   * @param limitMs for how long at most; 0, as it is without this call, for never
   */
  public void allowIdling(long limitMs) {
    idleLimitMs = limitMs;
  }

  long idleLimitMs() {
    return idleLimitMs;
  }

  /** Answers a fetch that nobody ends before its time. */
  public void fetch(FetchCall call, EventLoop here, Consumer<FetchReply> onReply) {
    fetch(call, here, new FetchEnd(), onReply);
  }

  /**
   * Answers a fetch, at once or when there is something to say.
   *
   * @param here the connection's loop, on which the call is made
   * @param end to end it before its time
   * @param onReply called once, on a loop
   */
  public void fetch(FetchCall call, EventLoop here, FetchEnd end, Consumer<FetchReply> onReply) {
    if (call.sessionId() == FetchSession.NO_ID) {
      if (call.isFull()) {
        run(newSession(call, here), call, end, onReply);
      } else {
        onReply.accept(FetchReply.failed(ErrorCode.FETCH_SESSION_ID_NOT_FOUND));
      }
      return;
    }
    if (call.sessionId() < 0) {
      noSuchSession(call, here, end, onReply);
      return;
    }
    int shard = Math.min((call.sessionId() - 1) / idsPerLoop, loops.size() - 1);
    EventLoop home = loops.get(shard);
    home.executeOrRun(() -> inSession(caches.get(shard), call, home, here, end, onReply));
  }

  private void noSuchSession(
      FetchCall call, EventLoop here, FetchEnd end, Consumer<FetchReply> onReply) {
    if (call.isFull()) {
      run(newSession(call, here), call, end, onReply);
    } else {
      onReply.accept(FetchReply.failed(ErrorCode.FETCH_SESSION_ID_NOT_FOUND));
    }
  }

  private void inSession(
      FetchSessionCache cache,
      FetchCall call,
      EventLoop home,
      EventLoop here,
      FetchEnd end,
      Consumer<FetchReply> onReply) {
    FetchSession session = cache.get(call.sessionId());
    if (call.isFull()) {
      if (session != null) {
        end(cache, session);
      }
      here.executeOrRun(() -> run(newSession(call, here), call, end, onReply));
      return;
    }
    if (session == null) {
      onReply.accept(FetchReply.failed(ErrorCode.FETCH_SESSION_ID_NOT_FOUND));
    } else if (session.usesTopicIds != call.usesTopicIds()) {
      onReply.accept(FetchReply.failed(ErrorCode.FETCH_SESSION_TOPIC_ID_ERROR));
    } else if (session.expectedEpoch != call.sessionEpoch()) {
      onReply.accept(FetchReply.failed(ErrorCode.INVALID_FETCH_SESSION_EPOCH));
    } else {
      session.advanceEpoch(home.monotonicMs());
      run(session, call, end, onReply);
    }
  }

  private FetchSession newSession(FetchCall call, EventLoop loop) {
    return new FetchSession(loop, call.usesTopicIds(), call.terms().fromFollower());
  }

  private void run(
      FetchSession session, FetchCall call, FetchEnd end, Consumer<FetchReply> onReply) {
    FetchRun run = new FetchRun(session, call, registry, this, onReply);
    end.of(run);
    if (session.running == null) {
      session.running = run;
      run.start();
    } else {
      // The reader gave up the fetch before this one.
      session.waiting.add(run);
      session.running.hurry();
    }
  }

  /** Keeps a session for the fetches that follow. Returns its id, 0 when there is no room. */
  int admit(FetchSession session) {
    FetchSessionCache cache = cacheOf(session);
    return cache.add(session, session.loop.random(), session.loop.monotonicMs(), this::close);
  }

  /** Ends a session that has become empty. */
  void drop(FetchSession session) {
    cacheOf(session).remove(session);
  }

  private void end(FetchSessionCache cache, FetchSession session) {
    cache.remove(session);
    close(session);
  }

  /** A fetch under way goes on to its end with what it has found. */
  private void close(FetchSession session) {
    if (session.running != null) {
      session.running.hurry();
    }
    session.close();
  }

  private FetchSessionCache cacheOf(FetchSession session) {
    return caches.get(loops.indexOf(session.loop));
  }

  /** Registers the figures of the cache. */
  public void watch(MetricsRegistry metrics) {
    Meter evictions = metrics.meter(bean("IncrementalFetchSessionEvictionsPerSec"), "evictions");
    caches.forEach(cache -> cache.onEviction(evictions::mark));
    metrics.gauge(bean("NumIncrementalFetchSessions"), this::sessionCount);
    metrics.gauge(bean("NumIncrementalFetchPartitionsCached"), this::partitionCount);
    metrics.gauge(parkedBean("NumDelayedOperations"), parked::intValue);
    metrics.gauge(parkedBean("PurgatorySize"), parked::intValue);
    Meter consumers = metrics.meter(expiryBean("consumer"), "requests");
    Meter followers = metrics.meter(expiryBean("follower"), "requests");
    expiryCounter = fromFollower -> (fromFollower ? followers : consumers).mark();
  }

  /** Whether a replica is being added to a partition that this broker leads. Any thread. */
  public boolean isBeingAdded(String topic, int partition, int replica) {
    return registry.find(topic, partition) instanceof HostedPartition.Online online
        && online.partition().view().adding().contains(replica);
  }

  private static BeanName parkedBean(String name) {
    return BeanName.of("kafka.server", "DelayedOperationPurgatory", name)
        .with("delayedOperation", "Fetch");
  }

  private static BeanName expiryBean(String fetcherType) {
    return BeanName.of("kafka.server", "DelayedFetchMetrics", "ExpiresPerSec")
        .with("fetcherType", fetcherType);
  }

  /** A fetch waits, or does not any more. On its session's loop. */
  void onParked(int difference) {
    parked.add(difference);
  }

  /** A fetch has waited for all of its time. On its session's loop. */
  void onExpired(boolean fromFollower) {
    expiryCounter.accept(fromFollower);
  }

  private static BeanName bean(String name) {
    return BeanName.of("kafka.server", "FetchSessionCache", name);
  }

  /** Sessions kept, for the gauge. Any thread. */
  public int sessionCount() {
    int count = 0;
    for (FetchSessionCache cache : caches) {
      count += cache.sessionCount();
    }
    return count;
  }

  /** Partitions in all sessions, for the gauge. Any thread. */
  public long partitionCount() {
    long count = 0;
    for (FetchSessionCache cache : caches) {
      count += cache.partitionCount();
    }
    return count;
  }
}
