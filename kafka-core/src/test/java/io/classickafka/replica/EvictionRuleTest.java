package io.classickafka.replica;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which session gives way when the cache is full (KIP-227). */
class EvictionRuleTest {

  private static final long NOW_MS = 1_000_000;

  private record Session(
      String name, boolean fromFollower, int partitionCount, long createdMs, long lastUsedMs)
      implements EvictionRule.Candidate {

    static Session parse(String text) {
      String[] parts = text.split("/");
      return new Session(
          parts[0],
          parts[0].endsWith("f"),
          Integer.parseInt(parts[1]),
          NOW_MS - 1_000 * Long.parseLong(parts[2]),
          NOW_MS - 1_000 * Long.parseLong(parts[3]));
    }
  }

  @Test
  void evictions() {
    DecisionTable.check(
        "eviction.txt",
        row -> {
          List<Session> sessions = new ArrayList<>();
          for (String session : row.text("sessions").split(",")) {
            sessions.add(Session.parse(session));
          }
          String newcomer = row.text("newcomer");
          boolean follower = newcomer.startsWith("f");
          int count = Integer.parseInt(follower ? newcomer.substring(1) : newcomer);
          Session victim = EvictionRule.victim(sessions, follower, count, NOW_MS);
          return victim == null ? "none" : victim.name();
        });
  }
}
