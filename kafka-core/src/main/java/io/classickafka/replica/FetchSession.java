package io.classickafka.replica;

import io.classickafka.seam.EventLoop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The partitions one reader follows and what it was told of each (KIP-227). A partition that has
 * nothing new waits at the {@link Partition} and costs a fetch nothing; one that has comes into the
 * inbox. A fetch without a session is one that is thrown away after its answer.
 *
 * <p>Owned by the network loop whose shard it is in; partitions' loops put waiters into the inbox.
 *
 * <p>Non-obvious: a loop that sees {@code parked} false after it has said that a wake is wanted
 * need not wake anyone, because whoever parks looks at that afterwards.
 */
final class FetchSession {

  static final int NO_ID = 0;
  static final int FIRST_EPOCH = 1;

  final EventLoop loop;
  final boolean usesTopicIds;
  final boolean fromFollower;
  final long createdMs;
  long lastUsedMs;
  int id = NO_ID;
  int expectedEpoch = FIRST_EPOCH;
  final Map<FetchKey, SessionPartition> partitions = new LinkedHashMap<>();

  /** The fetch being answered, and those that came meanwhile. */
  @Nullable FetchRun running;

  final ArrayDeque<FetchRun> waiting = new ArrayDeque<>();

  /** When the reader was last heard of. Read by partitions' loops. */
  volatile long lastContactMs;

  /** Whether the running fetch waits for something to come into the inbox. */
  volatile boolean parked;

  /**
   * Whether the running fetch waits although its time is over, and is woken by whatever comes into
   * the inbox. Set before it is looked whether something is there already.
   */
  private volatile boolean idling;

  private final Queue<SessionPartition> inbox = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean waking = new AtomicBoolean();

  /** Whether something in the inbox is worth a wake. Set after it was put there. */
  private volatile boolean wakeWanted;

  private List<SessionPartition> toRevisit = new ArrayList<>();
  private long lastOrder;

  FetchSession(EventLoop loop, boolean usesTopicIds, boolean fromFollower) {
    this.loop = loop;
    this.usesTopicIds = usesTopicIds;
    this.fromFollower = fromFollower;
    this.createdMs = loop.monotonicMs();
    this.lastUsedMs = createdMs;
    this.lastContactMs = createdMs;
  }

  /** Something happened at a partition. On the partition's loop. */
  void enqueue(SessionPartition partition, boolean wake) {
    if (partition.queued.compareAndSet(false, true)) {
      inbox.add(partition);
    }
    if (wake) {
      wakeWanted = true;
    }
    if ((wake || idling) && parked && waking.compareAndSet(false, true)) {
      loop.execute(this::onWake);
    }
  }

  private void onWake() {
    waking.set(false);
    if (parked && running != null) {
      running.onWake();
    }
  }

  /** From now on anything that happens wakes the running fetch. Returns whether nothing has. */
  boolean beginIdling() {
    idling = true;
    return inbox.isEmpty();
  }

  void endIdling() {
    idling = false;
  }

  /** Whether something happened that no fetch has looked at and that ends the wait. */
  boolean mustLook() {
    return wakeWanted || (idling && !inbox.isEmpty());
  }

  /** Takes what happened since the last call, unless it was forgotten or is listed already. */
  void drainInbox(List<SessionPartition> into) {
    wakeWanted = false;
    for (SessionPartition news = inbox.poll(); news != null; news = inbox.poll()) {
      news.queued.set(false);
      if (partitions.get(news.key) == news) {
        into.add(news);
      }
    }
  }

  /** The partitions that a new fetch looks at: those it lists, and those that have something. */
  List<SessionPartition> begin(Collection<SessionPartition> listed) {
    List<SessionPartition> looking = new ArrayList<>(listed.size());
    for (SessionPartition partition : listed) {
      if (!partition.inRun) {
        partition.inRun = true;
        looking.add(partition);
      }
    }
    for (SessionPartition partition : toRevisit) {
      if (partition.revisit && !partition.inRun && partitions.get(partition.key) == partition) {
        partition.inRun = true;
        looking.add(partition);
      }
      partition.revisit = false;
    }
    toRevisit = new ArrayList<>();
    wakeWanted = false;
    for (SessionPartition news = inbox.poll(); news != null; news = inbox.poll()) {
      news.queued.set(false);
      if (!news.inRun && partitions.get(news.key) == news) {
        news.inRun = true;
        looking.add(news);
      }
    }
    looking.sort(Comparator.comparingLong(partition -> partition.order));
    return looking;
  }

  /** Adds a partition, or gives a known one what is asked of it now. */
  SessionPartition put(FetchKey key, FetchTarget target, FetchTerms terms) {
    SessionPartition known = partitions.get(key);
    if (known != null) {
      known.target = target;
      return known;
    }
    SessionPartition added = new SessionPartition(this, key, target, terms);
    partitions.put(key, added);
    moveToEnd(added);
    return added;
  }

  /** The partition was served: the others come first from now on. */
  void moveToEnd(SessionPartition partition) {
    partition.order = ++lastOrder;
  }

  void revisit(SessionPartition partition) {
    if (!partition.revisit) {
      partition.revisit = true;
      toRevisit.add(partition);
    }
  }

  /** Records that had to be waited for. A fetch that waited no longer has them next time. */
  void onCold(SessionPartition partition, long offset, FetchAnswer answer) {
    FetchRun run = running;
    if (run == null || !run.takeCold(partition, offset, answer)) {
      answer.records().release();
      if (partitions.get(partition.key) == partition) {
        revisit(partition);
      }
    }
  }

  /** The fetch was accepted: the next one carries the next number. */
  void advanceEpoch(long nowMs) {
    expectedEpoch = expectedEpoch == Integer.MAX_VALUE ? FIRST_EPOCH : expectedEpoch + 1;
    lastUsedMs = nowMs;
    lastContactMs = nowMs;
  }

  /** Takes partitions off the lists they wait on. */
  static void disarm(Collection<SessionPartition> partitions) {
    Map<EventLoop, List<SessionPartition>> byLoop = null;
    for (SessionPartition partition : partitions) {
      Partition visited = partition.visited;
      if (visited != null && partition.armed) {
        byLoop = byLoop == null ? new LinkedHashMap<>() : byLoop;
        byLoop.computeIfAbsent(visited.loop(), loop -> new ArrayList<>()).add(partition);
      }
    }
    if (byLoop == null) {
      return;
    }
    byLoop.forEach(
        (loop, waiters) -> loop.executeOrRun(() -> waiters.forEach(FetchWaiters::disarm)));
  }

  /** Forgets everything: the session is over. */
  void close() {
    disarm(partitions.values());
    partitions.clear();
  }
}
