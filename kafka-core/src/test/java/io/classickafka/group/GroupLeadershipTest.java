package io.classickafka.group;

import io.classickafka.group.GroupCommand.Commit;
import io.classickafka.group.GroupCommand.Fetch;
import io.classickafka.group.GroupReply.Committed;
import io.classickafka.group.GroupReply.Fetched;
import io.classickafka.log.RuleTables;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.simulation.SimulatedLoop;
import io.classickafka.simulation.Simulation;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Leaderships of a partition of the offsets topic, as a table. */
class GroupLeadershipTest {

  private static final TopicPartition T0 = new TopicPartition("t", 0);

  @Test
  void answersAndLoadsBelongToTheirLeadership() {
    RuleTables.check("group", "leadership.txt", words -> new Coordinator().play(words));
  }

  private static final class Coordinator {

    private static final int PARTITION = 3;

    private final Simulation simulation = new Simulation(7);
    private final SimulatedLoop loop = simulation.loop("coordinator-loop-0");
    private final MemoryOffsetsLog log = new MemoryOffsetsLog();
    private final List<String> heard = new ArrayList<>();
    private final GroupLoop groups = new GroupLoop(loop, GroupLoopTest.settings(), log);

    String play(String[] steps) {
      loop.run(groups::startExpiry);
      for (String step : steps) {
        String[] pair = step.split("=", 2);
        int number = pair.length == 1 ? 0 : Integer.parseInt(pair[1]);
        switch (pair[0]) {
          case "stored" -> log.add(GroupLoopTest.offsets(T0, number));
          case "lead" -> {
            log.leaderEpoch = Math.max(log.leaderEpoch, number);
            loop.run(() -> groups.onLeading(PARTITION, number));
          }
          case "follow" -> loop.run(() -> groups.onFollowing(PARTITION, number));
          case "gone" -> {
            log.leaderEpoch = 0;
            loop.run(() -> groups.forget(PARTITION));
          }
          case "overtaken" -> log.overtaken = number;
          case "error" -> log.readsToError = number;
          case "load" -> log.readAll();
          case "again" -> simulation.advance(1_000);
          case "settle" -> log.settleAll(ErrorCode.NONE);
          case "expiry" -> simulation.advance(GroupLoopTest.settings().expiryIntervalMs());
          case "commit" -> loop.run(() -> groups.handle(PARTITION, commit(number)));
          case "fetch" ->
              loop.run(
                  () -> groups.handle(PARTITION, new Fetch(this::hear, "g", List.of(T0), false)));
          default -> throw new IllegalArgumentException(step);
        }
        simulation.runUntilIdle();
      }
      return String.join(" ", heard);
    }

    private void hear(GroupReply reply) {
      if (reply instanceof Committed committed) {
        heard.add(committed.errors().get(0).toString());
      } else if (reply.error() == ErrorCode.COORDINATOR_LOAD_IN_PROGRESS) {
        heard.add("LOADING");
      } else if (reply.error() != ErrorCode.NONE) {
        heard.add(reply.error().toString());
      } else {
        CommittedOffset found = ((Fetched) reply).offsets().get(0).committed();
        heard.add(found == null ? "none" : Long.toString(found.offset()));
      }
    }

    private Commit commit(long offset) {
      CommittedOffset stored =
          new CommittedOffset(
              offset, CommittedOffset.NO_EPOCH, "", loop.wallClockMs(), CommittedOffset.NO_EXPIRY);
      return new Commit(
          this::hear, "g", -1, "", null, List.of(new GroupCommand.OffsetToCommit(T0, stored)));
    }
  }
}
