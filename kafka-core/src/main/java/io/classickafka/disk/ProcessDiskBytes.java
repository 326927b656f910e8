package io.classickafka.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this process has read from and written to devices, as Linux counts it. Any thread. */
public final class ProcessDiskBytes {

  private static final Path COUNTERS = Path.of("/proc/self/io");
  private static final String READ = "read_bytes: ";
  private static final String WRITTEN = "write_bytes: ";
  private static final long UNKNOWN = -1;

  private ProcessDiskBytes() {}

  /** Whether this system tells. */
  public static boolean isKnown() {
    return read() != UNKNOWN && written() != UNKNOWN;
  }

  /** Bytes fetched from devices; -1 when unknown. */
  public static long read() {
    return counter(READ);
  }

  /** Bytes handed to devices; -1 when unknown. */
  public static long written() {
    return counter(WRITTEN);
  }

  private static long counter(String name) {
    try {
      for (String line : Files.readAllLines(COUNTERS)) {
        if (line.startsWith(name)) {
          return Long.parseLong(line.substring(name.length()).strip());
        }
      }
    } catch (IOException | NumberFormatException e) {
      return UNKNOWN;
    }
    return UNKNOWN;
  }
}
