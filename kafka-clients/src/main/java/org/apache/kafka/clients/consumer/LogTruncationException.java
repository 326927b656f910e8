package org.apache.kafka.clients.consumer;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Leaders do not hold what was read of partitions before, and {@code auto.offset.reset} is none:
 * records that were read are gone from the log, or others stand in their places.
 */
public class LogTruncationException extends OffsetOutOfRangeException {

  private static final long serialVersionUID = 1L;

  private final transient Map<TopicPartition, OffsetAndMetadata> divergentOffsets;

  public LogTruncationException(
      Map<TopicPartition, Long> fetchOffsets,
      Map<TopicPartition, OffsetAndMetadata> divergentOffsets) {
    this(
        "the leaders do not hold what was read before " + fetchOffsets,
        fetchOffsets,
        divergentOffsets);
  }

  public LogTruncationException(
      String message,
      Map<TopicPartition, Long> fetchOffsets,
      Map<TopicPartition, OffsetAndMetadata> divergentOffsets) {
    super(message, fetchOffsets);
    this.divergentOffsets = Collections.unmodifiableMap(new LinkedHashMap<>(divergentOffsets));
  }

  /** The first offsets that may differ from what was read, for partitions where they are known. */
  public Map<TopicPartition, OffsetAndMetadata> divergentOffsets() {
    return divergentOffsets;
  }
}
