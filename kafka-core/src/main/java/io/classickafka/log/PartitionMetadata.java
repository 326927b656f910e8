package io.classickafka.log;

import io.classickafka.disk.Disk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** {@code partition.metadata}: the id of the topic a directory belongs to, in two lines. */
final class PartitionMetadata {

  private static final String VERSION = "version: 0";
  private static final String TOPIC_ID = "topic_id: ";
  private static final int MAX_BYTES = 4096;

  private PartitionMetadata() {}

  /**
   * The topic's id, or null when there is no such file.
   *
   * @throws MalformedFileException when the file names no id
   */
  static @Nullable Uuid read(Disk disk, Path partitionDir) throws IOException {
    Path path = partitionDir.resolve(LogFiles.PARTITION_METADATA);
    if (!disk.exists(path)) {
      return null;
    }
    String text = new String(disk.readAll(path, MAX_BYTES), StandardCharsets.UTF_8);
    List<String> lines = text.lines().toList();
    if (lines.size() != 2 || !lines.get(0).equals(VERSION) || !lines.get(1).startsWith(TOPIC_ID)) {
      throw new MalformedFileException(path, "not a partition.metadata of version 0");
    }
    try {
      Uuid id = Uuid.fromString(lines.get(1).substring(TOPIC_ID.length()).strip());
      if (!id.equals(Uuid.ZERO_UUID)) {
        return id;
      }
    } catch (IllegalArgumentException e) {
      throw new MalformedFileException(path, String.valueOf(e.getMessage()));
    }
    throw new MalformedFileException(path, "the topic id is zero");
  }

  static void write(Disk disk, Path partitionDir, Uuid topicId) throws IOException {
    byte[] text = (VERSION + "\n" + TOPIC_ID + topicId).getBytes(StandardCharsets.UTF_8);
    disk.replace(partitionDir.resolve(LogFiles.PARTITION_METADATA), text);
  }
}
