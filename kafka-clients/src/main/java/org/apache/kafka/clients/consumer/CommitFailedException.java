package org.apache.kafka.clients.consumer;

import org.apache.kafka.common.KafkaException;

/** Offsets were not committed: the partitions belong to other members by now. */
public class CommitFailedException extends KafkaException {

  private static final long serialVersionUID = 1L;

  public CommitFailedException() {
    this(
        "the group has gone on without this member, perhaps because it was too long between two"
            + " polls (max.poll.interval.ms): what it read will be read again by others");
  }

  public CommitFailedException(String message) {
    super(message);
  }
}
