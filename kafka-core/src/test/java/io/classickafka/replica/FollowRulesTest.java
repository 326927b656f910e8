package io.classickafka.replica;

import io.classickafka.config.InterBrokerVersion;
import io.classickafka.log.EpochEndOffset;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.replica.DecisionTable.Row;
import io.classickafka.replica.fetcher.FetcherVersions;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The pure rules of following, as text tables under {@code src/test/resources/replica}. */
class FollowRulesTest {

  @Test
  void truncation() {
    DecisionTable.check("truncation.txt", FollowRulesTest::truncationRow);
  }

  private static String truncationRow(Row row) {
    TreeMap<Integer, Integer> epochs =
        new TreeMap<>(row.text("epochs").isEmpty() ? new TreeMap<>() : row.pairs("epochs"));
    Map.Entry<Integer, Integer> leader = row.pairs("leader").entrySet().iterator().next();
    long cut =
        FollowRule.truncationOffset(
            new EpochEndOffset(leader.getKey(), leader.getValue()),
            endOf(epochs, leader.getKey(), row.number("end")),
            row.number("end"));
    String left =
        epochs.entrySet().stream()
            .filter(entry -> entry.getValue() < cut)
            .map(entry -> entry.getKey() + ":" + entry.getValue())
            .collect(Collectors.joining(","));
    return "cut=" + cut + " left=" + left;
  }

  /** As {@link io.classickafka.log.Log#endOffsetForEpoch} answers. */
  private static EpochEndOffset endOf(TreeMap<Integer, Integer> epochs, int epoch, long end) {
    if (!epochs.isEmpty() && epoch == epochs.lastKey()) {
      return new EpochEndOffset(epoch, end);
    }
    Map.Entry<Integer, Integer> higher = epochs.higherEntry(epoch);
    if (higher == null) {
      return new EpochEndOffset(EpochEndOffset.UNKNOWN, -1);
    }
    Integer floor = epochs.floorKey(epoch);
    return new EpochEndOffset(floor == null ? epoch : floor, higher.getValue());
  }

  @Test
  void errorsOfTheLeader() {
    DecisionTable.check(
        "follower-errors.txt",
        row -> FollowRule.onError(ErrorCode.valueOf(row.text("error"))).name());
  }

  @Test
  void versionsByTheDialectOfTheCluster() {
    DecisionTable.check(
        "fetcher-versions.txt",
        row -> {
          FetcherVersions versions = FetcherVersions.of(InterBrokerVersion.of(row.text("ibp")));
          return "fetch=%d listOffsets=%d epochEnd=%d"
              .formatted(versions.fetch(), versions.listOffsets(), versions.epochEnd());
        });
  }
}
