package io.classickafka.client.consumer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What the application must hear of its partitions. An error lies with its partition, so that it
 * goes with what it is about: a seek, or the end of the assignment.
 */
final class PartitionErrors {

  private PartitionErrors() {}

  /** The first error of the partitions concerned, which is told by this for all that have it. */
  static @Nullable RuntimeException take(Assigned assigned, Predicate<PartitionState> concerned) {
    for (PartitionState state : assigned.all()) {
      RuntimeException error = state.error();
      if (error != null && concerned.test(state)) {
        return take(assigned, error);
      }
    }
    return null;
  }

  private static RuntimeException take(Assigned assigned, RuntimeException first) {
    List<TopicPartition> same = new ArrayList<>();
    for (PartitionState state : assigned.all()) {
      RuntimeException error = state.error();
      if (error == first || (isNowhere(first) && isNowhere(error))) {
        state.told();
        same.add(state.partition);
      }
    }
    return isNowhere(first) ? new NoOffsetForPartitionException(same) : first;
  }

  private static boolean isNowhere(@Nullable RuntimeException error) {
    return error instanceof NoOffsetForPartitionException;
  }
}
