package org.apache.kafka.clients.consumer;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** Positions lie outside what partitions hold, and {@code auto.offset.reset} is none. */
public class OffsetOutOfRangeException extends InvalidOffsetException {

  private static final long serialVersionUID = 1L;

  private final transient Map<TopicPartition, Long> offsets;

  public OffsetOutOfRangeException(Map<TopicPartition, Long> offsets) {
    this("the partitions hold no such offsets, and auto.offset.reset is none: " + offsets, offsets);
  }

  public OffsetOutOfRangeException(String message, Map<TopicPartition, Long> offsets) {
    super(message);
    this.offsets = Collections.unmodifiableMap(new LinkedHashMap<>(offsets));
  }

  /** The positions, by partition. */
  public Map<TopicPartition, Long> offsetOutOfRangePartitions() {
    return offsets;
  }

  @Override
  public Set<TopicPartition> partitions() {
    return offsets.keySet();
  }
}
