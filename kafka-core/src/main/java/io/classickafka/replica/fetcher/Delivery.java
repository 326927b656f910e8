package io.classickafka.replica.fetcher;

import io.classickafka.replica.FollowStep;
import io.classickafka.replica.Followership;
import io.classickafka.seam.ByteSlice;
import java.util.function.Function;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** Something for one partition, on its way to the partition's loop and back. */
final class Delivery {

  private static final Logger LOG = LogManager.getLogger(Delivery.class);

  final CopiedPartition partition;

  /** What the followership makes of it, on the partition's loop. */
  private final Function<Followership, FollowStep> content;

  private final ByteSlice records;

  /** Whether it is what the leader answered to a fetch. */
  final boolean fetched;

  /** What the partition wants next; written on its loop, before the way back. */
  FollowStep step = FollowStep.Halt.FAILED;

  private Delivery(
      CopiedPartition partition,
      Function<Followership, FollowStep> content,
      ByteSlice records,
      boolean fetched) {
    this.partition = partition;
    this.content = content;
    this.records = records;
    this.fetched = fetched;
  }

  /**
   * The answer to a fetch.
   *
   * @param records one count is taken over
   */
  static Delivery ofFetched(
      CopiedPartition partition, Function<Followership, FollowStep> content, ByteSlice records) {
    return new Delivery(partition, content, records, true);
  }

  /** Anything else. */
  static Delivery of(CopiedPartition partition, Function<Followership, FollowStep> content) {
    return new Delivery(partition, content, ByteSlice.empty(), false);
  }

  int sizeBytes() {
    return records.sizeBytes();
  }

  /** On the partition's loop. */
  void hand() {
    try {
      step = content.apply(partition.source);
    } catch (RuntimeException | Error e) {
      // Its fetcher goes on with the others, which wait for this one's step.
      LOG.error(
          "following failed topic={} partition={} leader={} leaderEpoch={}",
          partition.source.name().topic(),
          partition.source.name().partition(),
          partition.source.leaderId(),
          partition.source.leaderEpoch(),
          e);
    } finally {
      records.release();
    }
  }

  /** It cannot be handed over any more. */
  void drop() {
    records.release();
  }
}
