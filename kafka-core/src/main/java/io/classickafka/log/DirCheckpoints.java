package io.classickafka.log;

import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;

/**
 * What the checkpoint files of a log directory say at present. Written by one thread at a time;
 * what they say is for any thread.
 *
 * <p>An entry that is too high would make the next start take something for forced, or for deleted,
 * that never was. So who lowers an offset first lowers it in the log and then asks {@link
 * #mayExceed}; a writer publishes what it is about to write and then looks at the logs again: one
 * of the two sees the other.
 */
final class DirCheckpoints {

  private final LogDir dir;
  private final Map<OffsetCheckpoint, Map<TopicPartition, Long>> written =
      new ConcurrentHashMap<>();

  DirCheckpoints(LogDir dir) {
    this.dir = dir;
  }

  /** What a file said when the directory was opened. */
  void found(OffsetCheckpoint checkpoint, Map<TopicPartition, Long> offsets) {
    written.put(checkpoint, offsets);
  }

  /** Whether a file may name an offset for a partition above this one. */
  boolean mayExceed(OffsetCheckpoint checkpoint, TopicPartition partition, long offset) {
    Map<TopicPartition, Long> entries = written.getOrDefault(checkpoint, Collections.emptyMap());
    Long entry = entries.get(partition);
    return entry != null && entry > offset;
  }

  /** Whether a file names an offset for a partition, this one or a higher one. */
  boolean isAtLeast(OffsetCheckpoint checkpoint, TopicPartition partition, long offset) {
    Map<TopicPartition, Long> entries = written.getOrDefault(checkpoint, Collections.emptyMap());
    return entries.getOrDefault(partition, -1L) >= offset;
  }

  /** Replaces a file by the offsets of the logs, durably. */
  void write(OffsetCheckpoint checkpoint, Supplier<Map<TopicPartition, Long>> ofLogs)
      throws IOException {
    Map<TopicPartition, Long> offsets = ofLogs.get();
    written.put(checkpoint, offsets);
    Map<TopicPartition, Long> now = ofLogs.get();
    while (isAbove(offsets, now)) {
      offsets = now;
      written.put(checkpoint, offsets);
      now = ofLogs.get();
    }
    checkpoint.write(dir.disk(), dir.path(), new LinkedHashMap<>(offsets));
  }

  private static boolean isAbove(Map<TopicPartition, Long> offsets, Map<TopicPartition, Long> now) {
    for (Map.Entry<TopicPartition, Long> entry : offsets.entrySet()) {
      Long present = now.get(entry.getKey());
      if (present != null && present < entry.getValue()) {
        return true;
      }
    }
    return false;
  }
}
