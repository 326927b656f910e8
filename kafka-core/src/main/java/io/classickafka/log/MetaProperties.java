package io.classickafka.log;

import io.classickafka.disk.Disk;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * {@code meta.properties}: whose data a log directory holds.
 *
 * @param clusterId null when the file does not say
 * @param brokerId negative when the file does not say
 */
public record MetaProperties(@Nullable String clusterId, int brokerId) {

  private static final int MAX_BYTES = 64 * 1024;

  /**
   * Reads a directory's file; null when there is none.
   *
   * @throws IOException also when its version is not 0 or the broker id is not a number
   */
  static @Nullable MetaProperties read(Disk disk, Path logDir) throws IOException {
    Path path = logDir.resolve(LogFiles.META_PROPERTIES);
    if (!disk.exists(path)) {
      return null;
    }
    Properties properties = new Properties();
    try {
      properties.load(
          new StringReader(new String(disk.readAll(path, MAX_BYTES), StandardCharsets.ISO_8859_1)));
    } catch (IllegalArgumentException e) {
      throw new MalformedFileException(path, String.valueOf(e.getMessage()));
    }
    String version = properties.getProperty("version", "0");
    if (!version.strip().equals("0")) {
      throw new MalformedFileException(path, "version " + version + " is not that of ZooKeeper");
    }
    String broker = properties.getProperty("broker.id");
    long brokerId = broker == null ? -1 : CheckpointText.number(path, broker.strip());
    if (brokerId > Integer.MAX_VALUE) {
      throw new MalformedFileException(path, "broker.id " + brokerId);
    }
    return new MetaProperties(properties.getProperty("cluster.id"), (int) brokerId);
  }

  /** Writes the file; both fields must be known. */
  void write(Disk disk, Path logDir) throws IOException {
    String text =
        "#\n" + "version=0\n" + "broker.id=" + brokerId + "\n" + "cluster.id=" + clusterId + "\n";
    disk.replace(
        logDir.resolve(LogFiles.META_PROPERTIES), text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
