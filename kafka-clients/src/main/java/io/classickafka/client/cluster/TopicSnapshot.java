package io.classickafka.client.cluster;

import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.MetadataResponse.MetadataResponsePartition;
import io.classickafka.protocol.message.MetadataResponse.MetadataResponseTopic;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.jspecify.annotations.Nullable;

/**
 * One topic as a broker described it.
 *
 * @param id the zero id where the broker is too old to say
 * @param error why there is nothing more to tell; NONE when there is
 * @param partitions by index, ascending
 */
public record TopicSnapshot(
    String name, Uuid id, ErrorCode error, boolean internal, List<PartitionSnapshot> partitions) {

  /** How many characters a topic's name may have. */
  static final int LONGEST_NAME = 249;

  static TopicSnapshot of(
      String name, MetadataResponseTopic topic, @Nullable TopicSnapshot previous) {
    boolean same = previous != null && previous.id.equals(topic.topicId());
    List<PartitionSnapshot> partitions = new ArrayList<>();
    for (MetadataResponsePartition partition : topic.partitions()) {
      PartitionSnapshot fresh = PartitionSnapshot.of(partition);
      PartitionSnapshot old = same && previous != null ? previous.partition(fresh.index()) : null;
      // A broker that lags behind must not lead back to a leader that was deposed. One that is too
      // old to say, in a cluster that is being upgraded, must be believed.
      boolean told = fresh.leaderEpoch() >= 0;
      boolean stale = told && old != null && fresh.leaderEpoch() < old.leaderEpoch();
      partitions.add(stale && old != null ? old : fresh);
    }
    partitions.sort(Comparator.comparingInt(PartitionSnapshot::index));
    return new TopicSnapshot(
        name,
        topic.topicId(),
        ErrorCode.of(topic.errorCode()),
        topic.isInternal(),
        List.copyOf(partitions));
  }

  /** Throws for a name that no topic can have, and that may not even fit into a request. */
  public static void requireNameFits(String name) {
    if (name.length() > LONGEST_NAME) {
      throw new InvalidTopicException(
          "a topic's name has at most " + LONGEST_NAME + " characters, not " + name.length());
    }
  }

  /** A partition by its index; null when there is none. */
  public @Nullable PartitionSnapshot partition(int index) {
    // Indexes are dense, except while a topic is being created.
    if (index >= 0 && index < partitions.size() && partitions.get(index).index() == index) {
      return partitions.get(index);
    }
    for (PartitionSnapshot partition : partitions) {
      if (partition.index() == index) {
        return partition;
      }
    }
    return null;
  }

  /** Whether asking again soon may tell more. */
  boolean unsettled() {
    if (error != ErrorCode.NONE) {
      return error.retriable();
    }
    for (PartitionSnapshot partition : partitions) {
      if (!partition.hasLeader()) {
        return true;
      }
    }
    return false;
  }
}
