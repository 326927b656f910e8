package io.classickafka.log;

import io.classickafka.disk.FileChannelDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures the opening of many logs after a clean stop. No test: its name keeps it out of the
 * build. {@code mvn -Dfast test -pl kafka-core -am -Dtest=OpeningBenchmark
 * -Dsurefire.failIfNoSpecifiedTests=false -Dpartitions=10000}
 */
class OpeningBenchmark {

  private static final int SEGMENTS = 3;

  /** Of a segment of 1 GiB. */
  private static final int INDEX_ENTRIES = 262_143;

  private final Path root;

  OpeningBenchmark(@TempDir Path root) {
    this.root = root;
  }

  @Test
  void measure() throws IOException {
    int partitions = Integer.getInteger("partitions", 10_000);
    long startedNs = System.nanoTime();
    new ManyLogs(root, partitions, SEGMENTS, INDEX_ENTRIES).make();
    say("made logs=" + partitions + " segments=" + SEGMENTS, startedNs);
    long heapBefore = OpeningCostTest.heapAfterCollection();
    ExecutorService pool = Executors.newFixedThreadPool(4);
    startedNs = System.nanoTime();
    LogDirs dirs = ManyLogs.open(root, new FileChannelDisk(), pool);
    say("opened logs=" + dirs.logs().size(), startedNs);
    long heap = OpeningCostTest.heapAfterCollection() - heapBefore;
    System.out.printf(
        "heapBytesPerLog=%d openFiles=%d%n", heap / partitions, OpeningCostTest.openFiles(root));
    Log last = Objects.requireNonNull(dirs.log(new TopicPartition("t", partitions - 1)));
    System.out.printf("last=%s producers=%d%n", last, last.producerCount());
    startedNs = System.nanoTime();
    dirs.close(1).join();
    say("closed", startedNs);
    pool.shutdown();
  }

  private static void say(String what, long startedNs) {
    System.out.printf("%s seconds=%.1f%n", what, (System.nanoTime() - startedNs) / 1e9);
  }
}
