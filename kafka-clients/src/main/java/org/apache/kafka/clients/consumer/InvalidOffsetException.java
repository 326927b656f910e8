package org.apache.kafka.clients.consumer;

import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** A position cannot be had, and there is no rule where to go instead. */
public abstract class InvalidOffsetException extends KafkaException {

  private static final long serialVersionUID = 1L;

  public InvalidOffsetException(String message) {
    super(message);
  }

  /** The partitions without a position. */
  public abstract Set<TopicPartition> partitions();
}
