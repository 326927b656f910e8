package io.classickafka.log;

import java.nio.file.Path;
import java.util.List;

/**
 * What {@link LogDirs} goes by.
 *
 * @param paths {@code log.dirs}, in order
 * @param brokerId for meta.properties; negative when it is to be generated
 * @param recoveryThreadsPerDir {@code num.recovery.threads.per.data.dir}: logs of one directory
 *     that are opened at the same time
 * @param segmentDeleteDelayMs {@code log.segment.delete.delay.ms}: from renaming a deleted
 *     partition's directory until its files go
 * @param producerExpirationMs {@code producer.id.expiration.ms}
 * @param seed for segment jitter and the names of deleted directories
 */
public record LogDirsConfig(
    List<Path> paths,
    int brokerId,
    int recoveryThreadsPerDir,
    long segmentDeleteDelayMs,
    long producerExpirationMs,
    long seed) {

  public LogDirsConfig {
    paths = List.copyOf(paths);
  }
}
