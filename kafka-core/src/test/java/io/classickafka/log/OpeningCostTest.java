package io.classickafka.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.disk.FileChannelDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a sealed segment costs once its log is open: names and numbers. */
class OpeningCostTest {

  private static final int LOGS = 20;
  private static final int SEGMENTS = 250;
  private static final long MAX_HEAP_BYTES_PER_SEGMENT = 800;

  private final Path root;

  OpeningCostTest(@TempDir Path root) {
    this.root = root;
  }

  static long heapAfterCollection() {
    System.gc();
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** Files under a directory that this process has open; 0 where that cannot be told. */
  static long openFiles(Path directory) {
    Path descriptors = Path.of("/proc/self/fd");
    if (!Files.isDirectory(descriptors)) {
      return 0;
    }
    try (Stream<Path> open = Files.list(descriptors)) {
      return open.filter(descriptor -> leadsInto(descriptor, directory)).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean leadsInto(Path descriptor, Path directory) {
    try {
      return Files.readSymbolicLink(descriptor).startsWith(directory);
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void sealedSegmentsTakeNoFileHandleAndHardlyAnyHeap() throws IOException {
    new ManyLogs(root, LOGS, SEGMENTS, 600).make();
    long before = heapAfterCollection();
    LogDirs dirs = ManyLogs.open(root, new FileChannelDisk(), Runnable::run);
    assertThat(dirs.logs()).hasSize(LOGS).allMatch(log -> log.segmentCount() == SEGMENTS);
    long perSegment = (heapAfterCollection() - before) / (LOGS * SEGMENTS);
    assertThat(perSegment).isLessThan(MAX_HEAP_BYTES_PER_SEGMENT);
    // The lock of the directory is held.
    assertThat(openFiles(root)).isLessThanOrEqualTo(1);
    dirs.close(1).join();
  }
}
