package org.apache.kafka.clients.admin;

import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** The offsets that were asked for. */
public class ListOffsetsResult {

  private final Map<TopicPartition, KafkaFuture<ListOffsetsResultInfo>> futures;

  public ListOffsetsResult(Map<TopicPartition, KafkaFuture<ListOffsetsResultInfo>> futures) {
    this.futures = futures;
  }

  /** The answer for one partition. */
  public KafkaFuture<ListOffsetsResultInfo> partitionResult(TopicPartition partition) {
    KafkaFuture<ListOffsetsResultInfo> future = futures.get(partition);
    if (future == null) {
      throw new IllegalArgumentException("not among the partitions asked for: " + partition);
    }
    return future;
  }

  /** Every partition's answer; fails when one does. */
  public KafkaFuture<Map<TopicPartition, ListOffsetsResultInfo>> all() {
    return Gathered.all(futures);
  }

  /** An offset, -1 when no record matches, with the record's timestamp and leader epoch. */
  public static class ListOffsetsResultInfo {
    private final long offset;
    private final long timestamp;
    private final Optional<Integer> leaderEpoch;

    public ListOffsetsResultInfo(long offset, long timestamp, Optional<Integer> leaderEpoch) {
      this.offset = offset;
      this.timestamp = timestamp;
      this.leaderEpoch = leaderEpoch;
    }

    public long offset() {
      return offset;
    }

    public long timestamp() {
      return timestamp;
    }

    public Optional<Integer> leaderEpoch() {
      return leaderEpoch;
    }

    @Override
    public String toString() {
      return "ListOffsetsResultInfo(offset="
          + offset
          + ", timestamp="
          + timestamp
          + ", leaderEpoch="
          + leaderEpoch
          + ")";
    }
  }
}
