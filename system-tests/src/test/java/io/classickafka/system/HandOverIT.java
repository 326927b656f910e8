package io.classickafka.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A data directory goes from our broker to Apache's and back: every record is served as it was
 * acknowledged, idempotent producers and transactions go on, committed offsets stay. Each compacts
 * topics, and the other serves what is left.
 */
class HandOverIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;

  private TestBroker broker() {
    return new TestBroker(
        folder,
        "transaction.state.log.replication.factor",
        "1",
        "transaction.state.log.min.isr",
        "1",
        "transaction.state.log.num.partitions",
        "2",
        "log.cleaner.backoff.ms",
        "300",
        "producer.id.expiration.ms",
        "86400000");
  }

  @Test
  void oursToApacheAndBackEachStoppedCleanly() {
    try (TestBroker broker = broker();
        Client client = new Client(broker)) {
      broker.start();
      client.does("topics", "write 1", "commit 7", "write 2", "cleaned");
      client.does("check", "committed", "through");
      broker.stopBroker();

      broker.startApache();
      client.does("check", "committed", "write 3", "transact 3", "commit 9", "cleaned", "check");
      broker.stopBroker();

      broker.startBroker();
      client.does("check", "committed", "write 4", "commit 11", "stop", "cleaned", "check");
      broker.stopBroker();
      bothDumpsSayTheSame(broker);

      broker.startApache();
      client.does("check", "committed", "transact 4", "check");
      broker.stopBroker();
    }
  }

  @Test
  void apacheToOursAndBackEachKilled() {
    try (TestBroker broker = broker();
        Client client = new Client(broker)) {
      broker.startZooKeeper();
      broker.startApache();
      client.does("topics", "write 1", "transact 1", "begin", "commit 7", "check", "through");
      kill(broker);

      broker.startBroker();
      client.does("check", "committed", "write 2", "commit 9", "check");
      kill(broker);

      broker.startApache();
      client.does("check", "committed", "end", "write 3", "transact 3", "commit 11", "check");
      kill(broker);

      broker.startBroker();
      client.does("check", "committed", "write 4", "stop", "check");
      broker.stopBroker();
    }
  }

  /** Of every file that the two brokers left. */
  private static void bothDumpsSayTheSame(TestBroker broker) {
    Path data = broker.data();
    List<String> logs = files(data, ".*\\.log");
    List<String> indexes = files(data, ".*\\.(index|timeindex)");
    List<String> others = files(data, ".*\\.(snapshot|txnindex)");
    assertThat(others).anyMatch(name -> name.endsWith(".txnindex"));
    assertThat(others).anyMatch(name -> name.endsWith(".snapshot"));
    List<String> all = Stream.of(logs, indexes, others).flatMap(List::stream).toList();

    Child.Result dumped = bothDump(broker, all, "--print-data-log");
    assertThat(dumped.errors().lines().filter(line -> !line.startsWith("  ")))
        .as("what Apache's dump finds fault with: gaps, and only where logs are compacted")
        .allMatch(line -> line.matches("Non-consecutive offsets in .*/compacted.*-0/.*"))
        .isNotEmpty();
    assertThat(bothDump(broker, indexes, "--index-sanity-check").lines())
        .filteredOn(line -> !line.startsWith("Dumping "))
        .allMatch(line -> line.matches(".* (passed sanity check|is empty)\\."))
        .hasSameSizeAs(indexes);
    List<String> offsets = files(data, ".*/__consumer_offsets-.*\\.log");
    assertThat(bothDump(broker, offsets, "--offsets-decoder").output())
        .contains("{\"group\":\"readers\",\"topic\":\"compacted\",\"partition\":0}");
    List<String> transactions = files(data, ".*/__transaction_state-.*\\.log");
    assertThat(bothDump(broker, transactions, "--transaction-log-decoder").output())
        .contains("transactionalId=tx-1", "state=CompleteAbort", "state=CompleteCommit");
  }

  private static Child.Result bothDump(TestBroker broker, List<String> files, String flag) {
    String[] arguments = {"--files", String.join(",", files), flag};
    Child.Result theirs = ApacheKafka.dump(broker.logs(), arguments);
    Child.Result ours =
        Installation.script("kafka-dump-log.sh", arguments).run("dump", broker.logs());
    assertThat(ours.output()).isEqualTo(theirs.output());
    assertThat(ours.errors().lines().sorted()).isEqualTo(theirs.errors().lines().sorted().toList());
    assertThat(theirs.succeeded()).isEqualTo(ours.succeeded());
    return theirs;
  }

  private static List<String> files(Path data, String pattern) {
    try (Stream<Path> found = Files.walk(data)) {
      return found.map(Path::toString).filter(name -> name.matches(pattern)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Apache's broker does not start while the session of the one before it lives. */
  private static void kill(TestBroker broker) {
    broker.broker().kill9();
    try {
      ZooKeeper session = new ZooKeeper(broker.zooKeeperConnect(), 6000, event -> {});
      try {
        Await.until(
            "the end of the killed broker's session",
            PATIENCE,
            () -> !exists(session, "/brokers/ids/0"),
            () -> "");
      } finally {
        session.close();
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean exists(ZooKeeper session, String path) {
    try {
      return session.exists(path, false) != null;
    } catch (KeeperException.ConnectionLossException e) {
      return true;
    } catch (KeeperException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The program that keeps the book; it outlives the brokers. */
  private static final class Client implements AutoCloseable {
    private final Child child;
    private int answers;

    Client(TestBroker broker) {
      child =
          Programs.java("3.9", "HandOver.java", broker.bootstrap())
              .start("hand-over", broker.logs());
    }

    void does(String... commands) {
      for (String command : commands) {
        child.tell(command);
        answers++;
        Await.until(
            command,
            PATIENCE,
            () -> child.output().lines().count() >= answers || !child.alive(),
            child::story);
        String answer = child.output().lines().skip(answers - 1).findFirst().orElse("no answer");
        assertThat(answer).as(child.story()).startsWith(command + ": OK");
      }
    }

    @Override
    public void close() {
      child.close();
    }
  }
}
