package io.classickafka.replica;

import io.classickafka.log.EpochEndOffset;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.replica.DecisionTable.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

/** The pure rules of replication, as text tables under {@code src/test/resources/replica}. */
class ReplicaRulesTest {

  private static final long NOW_MS = 100_000;
  private static final long LAG_MAX_MS = 30_000;
  private static final int LEADER = 1;

  @Test
  void highWatermark() {
    DecisionTable.check("high-watermark.txt", ReplicaRulesTest::highWatermarkRow);
  }

  private static String highWatermarkRow(Row row) {
    List<Integer> dead = row.has("dead") ? row.numbers("dead") : List.of();
    long hw =
        HighWatermarkRule.advance(
            row.number("hw"),
            row.has("durable") ? row.number("durable") : leaderEnd(row),
            leaderEnd(row),
            isr(row),
            row.number("minIsr"),
            followers(row),
            live(dead),
            NOW_MS,
            LAG_MAX_MS);
    return "hw=" + hw;
  }

  @Test
  void joiningTheIsr() {
    DecisionTable.check(
        "isr-join.txt",
        row -> {
          List<Integer> dead = row.has("dead") ? row.numbers("dead") : List.of();
          List<Integer> joining = new ArrayList<>();
          for (FollowerState follower : followers(row)) {
            if (IsrRule.mayJoin(
                isr(row), follower, row.number("hw"), row.number("epochStart"), live(dead))) {
              joining.add(follower.id());
            }
          }
          return "join=" + list(joining);
        });
  }

  @Test
  void leavingTheIsr() {
    DecisionTable.check(
        "isr-leave.txt",
        row ->
            "leave="
                + list(
                    IsrRule.lagging(
                        isr(row), LEADER, followers(row), leaderEnd(row), NOW_MS, LAG_MAX_MS)));
  }

  @Test
  void followerProgress() {
    DecisionTable.check(
        "follower-progress.txt",
        row -> {
          FollowerState before =
              new FollowerState(
                  2,
                  0,
                  row.number("leo"),
                  row.number("leaderLeoThen"),
                  row.number("fetchedMs"),
                  row.number("caughtUpMs"),
                  FetchTerms.NO_REPLICA_EPOCH,
                  false,
                  2);
          FollowerState after =
              before.onFetch(
                  row.number("fetch"), 0, row.number("leaderLeo"), row.number("nowMs"), 7);
          return "leo=%d leaderLeoThen=%d fetchedMs=%d caughtUpMs=%d"
              .formatted(
                  after.logEndOffset(),
                  after.leaderEndAtLastFetch(),
                  after.lastFetchMs(),
                  after.lastCaughtUpMs());
        });
  }

  /** What a follower acknowledged counts until a new epoch, or its death. */
  @Test
  void whetherAFollowersWordCounts() {
    DecisionTable.check(
        "follower-life.txt",
        row -> {
          FollowerState follower = FollowerState.unheard(2, false, 0);
          for (String event : row.text("events").split(",")) {
            if (event.equals("fetch")) {
              follower = follower.onFetch(10, 0, 10, 1, FetchTerms.NO_REPLICA_EPOCH);
            } else if (event.equals("contact")) {
              follower = follower.onContact(NOW_MS);
            } else if (event.equals("epoch")) {
              follower = follower.underNewEpoch(true, 10, NOW_MS);
            } else {
              long birth =
                  event.equals("gone")
                      ? LiveBrokers.NOT_ALIVE
                      : Long.parseLong(event.replaceFirst("^seen", ""));
              follower = follower.seen(birth);
            }
          }
          return "counts=" + (follower.heard() ? "yes" : "no");
        });
  }

  @Test
  void proposingAFollowerAgain() {
    DecisionTable.check(
        "isr-again.txt",
        row -> {
          List<Integer> dead = row.has("dead") ? row.numbers("dead") : List.of();
          boolean again =
              IsrRule.mayBeProposedAgain(
                  followers(row).get(0),
                  row.number("hw"),
                  row.number("epochStart"),
                  live(dead),
                  !row.has("unchecked"));
          return again ? "send" : "wait";
        });
  }

  @Test
  void theReplicaAConsumerReadsFrom() {
    DecisionTable.check(
        "same-rack.txt",
        row -> {
          List<ReplicaChoice.Candidate> candidates = new ArrayList<>();
          if (!row.text("leo").isEmpty()) {
            row.pairs("leo")
                .forEach((id, end) -> candidates.add(new ReplicaChoice.Candidate(id, end)));
          }
          List<String> racks = List.of(row.text("racks").split(",", -1));
          int chosen =
              ReplicaChoice.sameRack(
                      row.text("client"),
                      id -> racks.get(id - 1).equals("-") ? null : racks.get(id - 1))
                  .choose(LEADER, candidates);
          return "read=" + chosen;
        });
  }

  @Test
  void aPartWithoutALog() {
    DecisionTable.check(
        "lost-log.txt",
        row -> {
          int leader = row.has("leader") ? row.number("leader") : LEADER;
          List<Integer> isr = row.has("isr") ? row.numbers("isr") : List.of(LEADER);
          LeaderState state =
              new LeaderState(
                  Uuid.ZERO_UUID,
                  1,
                  leader,
                  row.number("epoch"),
                  isr,
                  0,
                  List.of(LEADER, 2),
                  List.of(),
                  List.of(),
                  row.has("new"),
                  row.has("recovering"));
          ControlRule.Verdict verdict =
              leader == LEADER ? ControlRule.Verdict.LEAD : ControlRule.Verdict.FOLLOW;
          return ControlRule.isLost(
                  verdict,
                  state,
                  LEADER,
                  row.has("deleted"),
                  row.has("deleted") || row.has("mayBeDeleted"),
                  () -> row.has("unclean"))
              ? "refuse"
              : "take";
        });
  }

  @Test
  void leaderAndIsrRequests() {
    DecisionTable.check(
        "leader-and-isr.txt",
        row -> {
          ControlRule.Verdict verdict =
              ControlRule.leaderAndIsr(
                  row.has("offline"),
                  ControlRule.TopicIds.valueOf(row.text("ids")),
                  row.number("epoch"),
                  row.number("current"),
                  row.number("leader"),
                  row.numbers("replicas"),
                  LEADER,
                  row.has("leads"));
          return verdict + " " + verdict.error();
        });
  }

  @Test
  void controlRequests() {
    DecisionTable.check(
        "control-request.txt",
        row ->
            ControlRule.request(
                    row.number("brokerEpoch"),
                    row.number("own"),
                    row.number("controllerEpoch"),
                    row.number("highest"))
                .toString());
  }

  @Test
  void stopReplicaRequests() {
    DecisionTable.check(
        "stop-replica.txt",
        row ->
            ControlRule.stopReplica(
                    row.has("offline"), row.number("epoch"), row.number("current"), row.has("late"))
                .toString());
  }

  @Test
  void startOfTheLog() {
    DecisionTable.check(
        "log-start.txt",
        row ->
            row.has("delete")
                ? LogStartRule.deletion(!row.has("compacted"), row.number("delete"), 20).toString()
                : LogStartRule.follows(row.number("leader"), 5, 20) ? "follow" : "stay");
  }

  @Test
  void whereAReaderStands() {
    DecisionTable.check(
        "fetch-position.txt",
        row -> {
          String[] bounds = row.text("log").split("\\.\\.");
          EpochEndOffset here = EpochEndOffset.UNDEFINED;
          if (row.has("here") && !row.text("here").equals("none")) {
            String[] pair = row.text("here").split(":");
            here = new EpochEndOffset(Integer.parseInt(pair[0]), Long.parseLong(pair[1]));
          }
          return FetchPositionRule.of(
                  row.number("offset"),
                  row.has("last") ? row.number("last") : -1,
                  here,
                  Long.parseLong(bounds[0]),
                  Long.parseLong(bounds[1]))
              .toString();
        });
  }

  @Test
  void boundOfAReader() {
    DecisionTable.check(
        "read-bound.txt",
        row ->
            Long.toString(
                ReadBoundRule.of(
                    row.text("reader").equals("follower"),
                    row.text("reader").equals("committed"),
                    row.number("leo"),
                    row.number("hw"),
                    row.number("lso"))));
  }

  @Test
  void callersEpoch() {
    DecisionTable.check(
        "caller-epoch.txt",
        row -> ControlRule.callerEpoch(row.number("caller"), row.number("current")).toString());
  }

  @Test
  void alterPartitionAnswers() {
    DecisionTable.check(
        "alter-partition.txt",
        row ->
            AlterPartitionRule.onAnswer(
                    !row.has("replaced"),
                    ErrorCode.valueOf(row.text("error")),
                    row.has("epoch") ? row.number("epoch") : -1,
                    3,
                    row.has("partitionEpoch") ? row.number("partitionEpoch") : -1,
                    7)
                .toString());
  }

  @Test
  void whatIsStoredDecidesWhenTheAnswerDoesNot() {
    DecisionTable.check(
        "isr-stored.txt",
        row ->
            AlterPartitionRule.onStored(
                    !row.has("replaced"),
                    !row.has("unanswered"),
                    row.has("unread")
                        ? null
                        : new IsrChanges.Stored(
                            row.number("leader"),
                            row.number("epoch"),
                            row.number("partitionEpoch"),
                            List.of(1, 2)),
                    1,
                    3,
                    7)
                .toString());
  }

  @Test
  void acknowledgements() {
    DecisionTable.check(
        "acks.txt",
        row -> {
          if (row.has("acks")) {
            return AckRule.beforeAppend(
                    !row.has("follower"),
                    row.number("acks") == -1,
                    row.number("isr"),
                    row.number("minIsr"))
                .toString();
          }
          ErrorCode error =
              AckRule.afterAppend(
                  !row.has("follower"),
                  row.number("hw"),
                  row.number("end"),
                  row.number("isr"),
                  row.number("minIsr"));
          return error == null ? "wait" : error.toString();
        });
  }

  @Test
  void fetchBudget() {
    DecisionTable.check(
        "fetch-budget.txt",
        row -> {
          FetchBudget budget = new FetchBudget(row.number("max"), !row.has("hard"));
          List<String> given = new ArrayList<>();
          for (String partition : row.text("partitions").split(",")) {
            String[] parts = partition.split("/");
            given.add(
                Integer.toString(
                    budget.take(
                        Integer.parseInt(parts[0]),
                        Integer.parseInt(parts[1]),
                        Integer.parseInt(parts[2]))));
          }
          return String.join(",", given);
        });
  }

  private static int leaderEnd(Row row) {
    return Objects.requireNonNull(row.pairs("leo").get(LEADER));
  }

  private static IsrState isr(Row row) {
    List<Integer> committed = row.numbers("isr");
    if (row.has("joining")) {
      return IsrState.PendingExpand.of(committed, row.number("joining"));
    }
    return row.has("leaving")
        ? new IsrState.PendingShrink(committed, row.numbers("leaving"))
        : new IsrState.Committed(committed);
  }

  private static List<FollowerState> followers(Row row) {
    List<Integer> caughtUp = row.has("caughtUp") ? row.numbers("caughtUp") : List.of();
    List<Integer> unheard = row.has("unheard") ? row.numbers("unheard") : List.of();
    List<FollowerState> followers = new ArrayList<>();
    for (Map.Entry<Integer, Integer> end : row.pairs("leo").entrySet()) {
      if (end.getKey() != LEADER) {
        long lastCaughtUp =
            caughtUp.contains(end.getKey()) ? NOW_MS - LAG_MAX_MS : NOW_MS - LAG_MAX_MS - 1;
        followers.add(
            new FollowerState(
                end.getKey(),
                0,
                end.getValue(),
                end.getValue(),
                lastCaughtUp,
                lastCaughtUp,
                FetchTerms.NO_REPLICA_EPOCH,
                !unheard.contains(end.getKey()),
                end.getKey()));
      }
    }
    return followers;
  }

  private static LiveBrokers live(List<Integer> dead) {
    return id -> dead.contains(id) ? LiveBrokers.NOT_ALIVE : id;
  }

  private static String list(List<Integer> ids) {
    return String.join(",", ids.stream().map(String::valueOf).toList());
  }
}
