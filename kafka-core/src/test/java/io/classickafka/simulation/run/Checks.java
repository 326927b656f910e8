package io.classickafka.simulation.run;

import io.classickafka.simulation.check.AckedSurvives;
import io.classickafka.simulation.check.Check;
import io.classickafka.simulation.check.CommittedPrefix;
import io.classickafka.simulation.check.FencedRefused;
import io.classickafka.simulation.check.HighWatermarkMonotone;
import io.classickafka.simulation.check.IsrRules;
import io.classickafka.simulation.check.LatestMonotone;
import io.classickafka.simulation.check.OffsetsOrdered;
import io.classickafka.simulation.check.OneController;
import io.classickafka.simulation.check.OneIsrChange;
import io.classickafka.simulation.check.OneLeaderPerEpoch;
import io.classickafka.simulation.check.ProducersInOrder;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;

/** Every check there is, for one run. */
final class Checks {

  private final CommittedPrefix committed = new CommittedPrefix();
  private final OneController controllers;
  private final IsrRules isrRules;
  private final AckTrigger acks = new AckTrigger();
  private final List<Check> all;

  Checks(Function<TopicPartition, List<Integer>> assignment, boolean leadersWriteSets) {
    controllers = new OneController(leadersWriteSets);
    isrRules = new IsrRules(assignment);
    all =
        List.of(
            new OffsetsOrdered(),
            acks,
            new HighWatermarkMonotone(),
            new OneLeaderPerEpoch(),
            isrRules,
            new OneIsrChange(),
            committed,
            new AckedSurvives(),
            new ProducersInOrder(),
            new LatestMonotone(),
            controllers,
            new FencedRefused());
  }

  List<Check> all() {
    return all;
  }

  /** An operator has a partition led by whoever is there. */
  void operatorElects(TopicPartition partition) {
    isrRules.operatorElects(partition);
  }

  /** Whether a partition ever had a committed record. */
  boolean hadRecords(TopicPartition partition) {
    return committed.end(partition) > 0;
  }

  /** What waits for an acknowledgement. */
  AckTrigger acks() {
    return acks;
  }

  void count(RunCounts counts) {
    counts.committedBatches = committed.batchesCommitted();
    counts.controllers = controllers.controllers();
  }
}
