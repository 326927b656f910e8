package io.classickafka.simulation.planted;

import java.util.List;

/** Every bug there is. */
final class Planted {

  private static final String REPLICA = "io.classickafka.replica.";

  private Planted() {}

  static final List<Bug> ALL =
      List.of(
          bug(
              "M1",
              "a follower truncates to its high watermark",
              REPLICA + "Followership",
              "begin",
              REPLICA + "PlantedReplicaBugs$TruncateToHighWatermark",
              List.of("C1", "C4", "C7"),
              23),
          bug(
              "M2",
              "a question about an epoch is answered with the log's end",
              "io.classickafka.log.Log",
              "endOffsetForEpoch",
              "io.classickafka.log.PlantedLogBugs$EndOfEveryEpoch",
              List.of("C1", "C4", "C7", "C8"),
              2),
          bug(
              "M3",
              "the broker epoch of a control request is ignored",
              REPLICA + "ControlRule",
              "request",
              REPLICA + "PlantedReplicaBugs$IgnoreBrokerEpoch",
              List.of("C10"),
              1),
          bug(
              "M4",
              "the controller epoch of a control request is ignored",
              REPLICA + "ControlRule",
              "request",
              REPLICA + "PlantedReplicaBugs$IgnoreControllerEpoch",
              List.of("C10"),
              1),
          bug(
              "M5",
              "the high watermark counts with a smaller in-sync set before that is agreed",
              REPLICA + "IsrState$PendingShrink",
              "maximal",
              REPLICA + "PlantedReplicaBugs$CountWithProposedSet",
              List.of("C1", "C7"),
              2),
          bug(
              "M6",
              "what is appended counts before a force has covered it",
              "io.classickafka.log.Log",
              "durableOffset",
              "io.classickafka.log.PlantedLogBugs$CountBeforeForce",
              List.of("C1", "C4", "C7"),
              4),
          bug(
              "M7",
              "the fetch of a follower that diverges counts as an acknowledgement",
              REPLICA + "Partition",
              "fetch",
              REPLICA + "PlantedReplicaBugs$CountDivergingFetch",
              List.of("C1", "C7", "C9"),
              421),
          bug(
              "M8",
              "a follower joins below the start of the leader's epoch",
              REPLICA + "IsrRule",
              "mayJoin",
              REPLICA + "PlantedReplicaBugs$JoinBelowEpochStart",
              List.of("C1", "C7", "C9"),
              10),
          bug(
              "M9",
              "a live replica that is not in sync is elected",
              "io.classickafka.controller.LeaderRule",
              "leader",
              "io.classickafka.controller.PlantedControllerBugs$ElectAnybody",
              List.of("C1", "C9"),
              11),
          bugOfDamage(
              "M10",
              "a log is cut at damage below its recovery point, and goes on",
              "io.classickafka.log.DamageRule",
              "corruption",
              "io.classickafka.log.PlantedLogBugs$CutAnyDamage",
              List.of("C1", "C4", "C7"),
              87),
          bugOfDamage(
              "M9b",
              "a replica whose log is gone leads",
              REPLICA + "ControlRule",
              "isLost",
              REPLICA + "PlantedReplicaBugs$LeadWithoutLog",
              List.of("C1", "C4", "C7"),
              5),
          bug(
              "M21",
              "a follower fetches from beyond what it has forced",
              REPLICA + "Followership",
              "fetch",
              REPLICA + "PlantedReplicaBugs$FetchBeforeForce",
              List.of("C1", "C4", "C7"),
              41));

  private static Bug bug(
      String id,
      String what,
      String target,
      String method,
      String advice,
      List<String> caughtBy,
      long seed) {
    return new Bug(id, what, target, method, advice, caughtBy, "FAULTS", seed);
  }

  /** One that only a disk brings out that loses what it had. */
  private static Bug bugOfDamage(
      String id,
      String what,
      String target,
      String method,
      String advice,
      List<String> caughtBy,
      long seed) {
    return new Bug(id, what, target, method, advice, caughtBy, "DAMAGE", seed);
  }
}
