package io.classickafka.log;

import io.classickafka.disk.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The files in the root of a log directory that give an offset for each partition. */
enum OffsetCheckpoint {
  /** Below it everything was forced. */
  RECOVERY_POINT("recovery-point-offset-checkpoint"),
  HIGH_WATERMARK("replication-offset-checkpoint"),
  /** Only for logs that start inside their first segment. */
  LOG_START("log-start-offset-checkpoint"),
  /** First offset not yet compacted. */
  CLEANER("cleaner-offset-checkpoint");

  private final String fileName;

  OffsetCheckpoint(String fileName) {
    this.fileName = fileName;
  }

  String fileName() {
    return fileName;
  }

  /** The offsets; empty when the file is missing or empty. */
  Map<TopicPartition, Long> read(Disk disk, Path logDir) throws IOException {
    Path path = logDir.resolve(fileName);
    @Nullable List<String[]> entries = CheckpointText.read(disk, path, 3);
    Map<TopicPartition, Long> offsets = new LinkedHashMap<>();
    if (entries != null) {
      for (String[] entry : entries) {
        long partition = CheckpointText.number(path, entry[1]);
        if (partition < 0 || partition > Integer.MAX_VALUE) {
          throw new MalformedFileException(path, "partition " + partition);
        }
        offsets.put(
            new TopicPartition(entry[0], (int) partition), CheckpointText.number(path, entry[2]));
      }
    }
    return offsets;
  }

  void write(Disk disk, Path logDir, Map<TopicPartition, Long> offsets) throws IOException {
    List<String> entries = new ArrayList<>(offsets.size());
    offsets.forEach(
        (partition, offset) ->
            entries.add(partition.topic() + " " + partition.partition() + " " + offset));
    CheckpointText.write(disk, logDir.resolve(fileName), entries);
  }
}
