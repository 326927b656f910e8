package io.classickafka.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One of two log directories is a small file system of its own and fills up under load: it alone
 * goes out of use, and once there is room again nothing that was acknowledged is missing.
 */
class FullDiskIT {

  private static final int MEGABYTES = 16;
  private static final int LEFT_BYTES = 300_000;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir Path folder;

  private Path full() {
    return folder.resolve("full");
  }

  private void mount() throws IOException {
    Files.createDirectories(full());
    Child.command("mount", "-t", "tmpfs", "-o", "size=" + MEGABYTES + "m", "tmpfs")
        .with(full().toString())
        .run("mount", folder.resolve("logs"))
        .succeeded();
  }

  @AfterEach
  void unmount() {
    Child.command("umount", "-l", full().toString()).run("umount", folder.resolve("logs"));
  }

  @Test
  @Needs(ForeignClient.TMPFS)
  void aFullDiskTakesOnlyItsDirectoryOutOfUseAndLosesNothingAcknowledged() throws IOException {
    mount();
    Path ballast = full().resolve("ballast");
    Path logDir = full().resolve("data");
    try (TestBroker broker =
        new TestBroker(
            folder, "num.partitions", "2", "log.dirs", folder.resolve("data") + "," + logDir)) {
      broker.start();
      Files.write(ballast, new byte[MEGABYTES * 1024 * 1024 - LEFT_BYTES]);
      List<String> acked;
      try (Child producer =
          Programs.java("3.9", "AckedProducer.java", broker.bootstrap(), "acked", "1000000", "7000")
              .start("producer", broker.logs())) {
        Await.until(
            "an error of the producer",
            PATIENCE,
            () -> producer.errors().contains("Exception"),
            () -> producer.story() + broker.broker().story());
        long before = count(producer, other(producer));
        Await.until(
            "the other partition goes on",
            PATIENCE,
            () -> count(producer, other(producer)) > before,
            () -> producer.story() + broker.broker().story());
        producer.kill9();
        acked = producer.output().lines().toList();
      }
      assertThat(broker.broker().alive()).isTrue();
      assertThat(broker.broker().story())
          .contains("log dir offline dir=" + logDir)
          .contains("No space left on device");
      broker.broker().kill9();
      Files.delete(ballast);
      broker.startBroker();
      assertAllStored(broker, acked);
    }
  }

  /** The partition whose records were acknowledged last. */
  private static String other(Child producer) {
    List<String> lines = producer.output().lines().toList();
    return lines.get(lines.size() - 1).substring(0, 2);
  }

  private static long count(Child producer, String partition) {
    return producer.output().lines().filter(line -> line.startsWith(partition)).count();
  }

  private static void assertAllStored(TestBroker broker, List<String> acked) {
    TreeMap<String, String> stored = new TreeMap<>();
    Programs.java("3.9", "ReadAll.java", broker.bootstrap(), "acked", "2")
        .run("reader", broker.logs())
        .lines()
        .forEach(line -> stored.put(line.substring(0, line.lastIndexOf(' ')), line));
    assertThat(acked).hasSizeGreaterThan(1_000);
    // The last line may have been cut off by the kill.
    for (String line : acked.subList(0, acked.size() - 1)) {
      assertThat(stored.get(line.substring(0, line.lastIndexOf(' ')))).isEqualTo(line);
    }
  }
}
