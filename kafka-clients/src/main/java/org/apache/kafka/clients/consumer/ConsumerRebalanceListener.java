package org.apache.kafka.clients.consumer;

import java.util.Collection;
import org.apache.kafka.common.TopicPartition;

/** Told when the group gives and takes partitions. Called inside {@code poll}, by its thread. */
public interface ConsumerRebalanceListener {

  /** The partitions are about to go to another member; commit what was done. */
  void onPartitionsRevoked(Collection<TopicPartition> partitions);

  /** The partitions are this member's now. */
  void onPartitionsAssigned(Collection<TopicPartition> partitions);

  /** The partitions have gone already: the member was expelled. */
  default void onPartitionsLost(Collection<TopicPartition> partitions) {
    onPartitionsRevoked(partitions);
  }
}
