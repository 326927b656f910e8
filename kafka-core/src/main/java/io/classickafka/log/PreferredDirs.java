package io.classickafka.log;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Where logs are to be made of partitions of which this broker has no replica yet. The oldest wish
 * gives way when there are too many. Guarded by itself, for a moment.
 */
final class PreferredDirs {

  private static final int MOST = 10_000;

  private final Map<TopicPartition, LogDir> dirs = new LinkedHashMap<>();

  synchronized void put(TopicPartition partition, LogDir dir) {
    dirs.remove(partition);
    if (dirs.size() >= MOST) {
      dirs.remove(dirs.keySet().iterator().next());
    }
    dirs.put(partition, dir);
  }

  /** The wish for a partition, which is fulfilled with that; null for none. */
  synchronized @Nullable LogDir take(TopicPartition partition) {
    return dirs.remove(partition);
  }
}
