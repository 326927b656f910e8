package org.apache.kafka.clients.consumer;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** Nothing was committed for partitions, and {@code auto.offset.reset} is none. */
public class NoOffsetForPartitionException extends InvalidOffsetException {

  private static final long serialVersionUID = 1L;

  private final transient Set<TopicPartition> partitions;

  public NoOffsetForPartitionException(TopicPartition partition) {
    this(Collections.singleton(partition));
  }

  public NoOffsetForPartitionException(Collection<TopicPartition> partitions) {
    super("nothing was committed for " + partitions + ", and auto.offset.reset is none");
    this.partitions = Collections.unmodifiableSet(new LinkedHashSet<>(partitions));
  }

  @Override
  public Set<TopicPartition> partitions() {
    return partitions;
  }
}
