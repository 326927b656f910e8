package io.classickafka.replica;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The sessions of one loop, bounded. Owned by that loop; the counts may be read by anyone. */
final class FetchSessionCache {

  private final int slots;
  private final int firstId;
  private final int idCount;
  private final Map<Integer, Kept> sessions = new LinkedHashMap<>();
  private volatile int sessionCount;
  private volatile long partitionCount;
  private volatile Runnable evictionCounter = () -> {};

  /**
   * An empty cache, whose ids are above {@code firstId}.
   *
   * @param idCount how many ids it may give out
   */
  FetchSessionCache(int slots, int firstId, int idCount) {
    this.slots = slots;
    this.firstId = firstId;
    this.idCount = idCount;
  }

  @Nullable FetchSession get(int id) {
    Kept kept = sessions.get(id);
    return kept == null ? null : kept.session;
  }

  /** Keeps a session under a new id, if there is room or another one gives way. */
  int add(
      FetchSession session, RandomGenerator random, long nowMs, Consumer<FetchSession> onEvicted) {
    if (sessions.size() >= slots) {
      Kept victim =
          EvictionRule.victim(
              new ArrayList<>(sessions.values()),
              session.fromFollower,
              session.partitions.size(),
              nowMs);
      if (victim == null) {
        return FetchSession.NO_ID;
      }
      remove(victim.session);
      evictionCounter.run();
      onEvicted.accept(victim.session);
    }
    int id;
    do {
      id = firstId + 1 + random.nextInt(idCount);
    } while (sessions.containsKey(id));
    session.id = id;
    sessions.put(id, new Kept(session));
    count();
    return id;
  }

  void remove(FetchSession session) {
    sessions.remove(session.id, sessions.get(session.id));
    count();
  }

  private void count() {
    sessionCount = sessions.size();
    long partitions = 0;
    for (Kept kept : sessions.values()) {
      partitions += kept.partitionCount();
    }
    partitionCount = partitions;
  }

  int sessionCount() {
    return sessionCount;
  }

  long partitionCount() {
    return partitionCount;
  }

  /** Told of every session that gives way. Any thread. */
  void onEviction(Runnable counter) {
    evictionCounter = counter;
  }

  private record Kept(FetchSession session) implements EvictionRule.Candidate {
    @Override
    public boolean fromFollower() {
      return session.fromFollower;
    }

    @Override
    public int partitionCount() {
      return session.partitions.size();
    }

    @Override
    public long createdMs() {
      return session.createdMs;
    }

    @Override
    public long lastUsedMs() {
      return session.lastUsedMs;
    }
  }
}
