package io.classickafka.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that is killed and started again still has every record it acknowledged. */
class CrashIT {

  private static final int RECORDS = 20_000;

  @TempDir Path folder;

  @Test
  @Needs(ForeignClient.KCAT)
  void killedTwiceUnderLoadItKeepsEveryAcknowledgedRecordAtItsOffset() {
    try (TestBroker broker = new TestBroker(folder, "num.partitions", "2").start();
        Child producer =
            Programs.java(
                    "3.9",
                    "AckedProducer.java",
                    broker.bootstrap(),
                    "acked",
                    Integer.toString(RECORDS))
                .start("producer", broker.logs())) {
      for (int round = 1; round <= 2; round++) {
        int enough = round * RECORDS / 5;
        Await.until(
            enough + " acknowledged records",
            Duration.ofSeconds(60),
            () -> producer.output().lines().count() > enough,
            producer::story);
        broker.broker().kill9();
        broker.startBroker();
      }
      List<String> acked =
          producer.result(Duration.ofMinutes(2)).lines().stream()
              .filter(line -> !line.equals("DONE"))
              .toList();
      TreeMap<String, String> stored = new TreeMap<>();
      Child.command("kcat", "-b", broker.bootstrap(), "-C", "-t", "acked", "-e", "-q")
          .with("-o", "beginning", "-f", "%p %o %s\\n")
          .run("kcat", broker.logs())
          .lines()
          .forEach(line -> stored.put(line.substring(0, line.lastIndexOf(' ')), line));
      assertThat(acked).hasSizeGreaterThan(RECORDS / 2);
      for (String line : acked) {
        assertThat(stored.get(line.substring(0, line.lastIndexOf(' ')))).isEqualTo(line);
      }
      long values =
          stored.values().stream().map(v -> v.substring(v.lastIndexOf(' '))).distinct().count();
      assertThat(values)
          .as("an idempotent producer writes each record once")
          .isEqualTo(stored.size());
    }
  }

  @Test
  void anIdleBrokerStopsCleanlyWithinTwoSeconds() {
    try (TestBroker broker = new TestBroker(folder).start()) {
      long began = System.nanoTime();
      broker.broker().terminate();
      Child.Result result = broker.broker().result(Duration.ofSeconds(20));
      Duration took = Duration.ofNanos(System.nanoTime() - began);
      assertThat(result.exitCode()).as(result.output() + result.errors()).isEqualTo(143);
      assertThat(took).isLessThan(Duration.ofSeconds(2));
      assertThat(broker.data().resolve(".kafka_cleanshutdown")).exists();
    }
  }
}
