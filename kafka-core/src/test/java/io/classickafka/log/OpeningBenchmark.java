package io.classickafka.log;

import io.classickafka.disk.FileChannelDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures the opening of many logs after a clean stop and after a crash. No test: its name keeps
 * it out of the build. {@code mvn -Dfast test -pl kafka-core -am -Dtest=OpeningBenchmark
 * -Dsurefire.failIfNoSpecifiedTests=false -Dpartitions=10000}
 */
class OpeningBenchmark {

  private static final int INDEX_ENTRIES = 10 * 1024 * 1024 / OffsetIndex.ENTRY_SIZE / 4;

  private final Path root;

  OpeningBenchmark(@TempDir Path root) {
    this.root = root;
  }

  @Test
  void measure() throws IOException {
    int partitions = Integer.getInteger("partitions", 10_000);
    int entries = Integer.getInteger("indexEntries", INDEX_ENTRIES);
    long startedNs = System.nanoTime();
    new ManyLogs(root, partitions, 3, entries).make();
    say("made partitions=" + partitions + " segments=3 indexEntries=" + entries, startedNs);
    open("clean stop", partitions);
    // Without the marker every log's last segment is walked.
    Files.deleteIfExists(root.resolve(LogFiles.CLEAN_SHUTDOWN));
    open("crash", partitions);
  }

  private void open(String after, int partitions) {
    long heapBefore = OpeningCostTest.heapAfterCollection();
    ExecutorService pool = Executors.newFixedThreadPool(4);
    long startedNs = System.nanoTime();
    LogDirs dirs = ManyLogs.open(root, new FileChannelDisk(), pool);
    say("opened after a " + after + " logs=" + dirs.logs().size(), startedNs);
    long heap = OpeningCostTest.heapAfterCollection() - heapBefore;
    System.out.printf(
        "  heapBytesPerLog=%d openFiles=%d%n", heap / partitions, OpeningCostTest.openFiles(root));
    Log last = Objects.requireNonNull(dirs.log(new TopicPartition("t", partitions - 1)));
    System.out.printf("  %s producers=%d%n", last, last.producerCount());
    if (after.equals("clean stop")) {
      startedNs = System.nanoTime();
      dirs.close(1).join();
      say("closed", startedNs);
    } else {
      dirs.abandon();
    }
    pool.shutdown();
  }

  private static void say(String what, long startedNs) {
    System.out.printf("%s seconds=%.1f%n", what, (System.nanoTime() - startedNs) / 1e9);
  }
}
