package io.classickafka.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replicas that move between brokers and disks, with the scripts alone. */
class ReassignmentIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int RECORDS = 8_000;

  @TempDir Path folder;

  @Test
  void aMoveIsHeldToItsThrottleAndVerifyTakesThatOff() throws IOException {
    try (TestCluster cluster = new TestCluster(folder, 2).start()) {
      TestBroker broker = cluster.broker(0);
      run(
          broker,
          "kafka-topics.sh",
          "--create --topic t --replica-assignment 0 --config retention.ms=7200000");
      Await.until(
          "its settings shown by the broker without a replica",
          LIMIT,
          () -> topic(cluster.broker(1)).contains("retention.ms=7200000"),
          cluster::story);
      fill(broker);
      String file = " --reassignment-json-file " + moves("\"replicas\":[0,1]");
      // Ten seconds' worth may go at once: 1 MB, and the fetch that passes it.
      String executed = reassign(broker, "--execute --throttle 100000" + file);
      assertThat(executed).contains("The inter-broker throttle limit was set to 100000 B/s");
      assertThat(reassign(broker, "--verify" + file)).contains("t-0 is still in progress");
      assertThat(topic(broker)).contains("leader.replication.throttled.replicas=0:0");
      reassign(broker, "--execute --additional --throttle 100000000" + file);
      Await.until(
          "the move, at a higher rate",
          LIMIT,
          () -> reassign(broker, "--list").contains("No partition reassignments found."),
          cluster::story);
      assertThat(reassign(broker, "--verify" + file))
          .contains("Reassignment of partition t-0 is completed.")
          .contains("Clearing broker-level throttles on brokers 0,1");
      assertThat(topic(broker)).doesNotContain("throttled");
    }
  }

  @Test
  void aReplicaMovesToAnotherDiskOfItsBroker() throws IOException {
    Path first = folder.resolve("first");
    Path second = folder.resolve("second");
    try (TestBroker broker =
        new TestBroker(folder.resolve("broker"), "log.dirs", first + "," + second).start()) {
      run(broker, "kafka-topics.sh", "--create --topic t --partitions 1");
      fill(broker);
      Path to = Files.exists(first.resolve("t-0")) ? second : first;
      String file =
          " --reassignment-json-file " + moves("\"replicas\":[0],\"log_dirs\":[\"" + to + "\"]");
      assertThat(reassign(broker, "--execute" + file))
          .contains("Successfully started moving log directory to " + to + " for replica t-0");
      Await.until(
          "the move",
          LIMIT,
          () ->
              reassign(broker, "--verify" + file)
                  .contains("Reassignment of replica t-0-0 completed successfully."),
          () -> broker.broker().story());
      assertThat(to.resolve("t-0")).isDirectory();
      assertThat(run(broker, "kafka-get-offsets.sh", "--topic t"))
          .containsExactly("t:0:" + RECORDS);
    }
  }

  private Path moves(String where) throws IOException {
    Path file = folder.resolve("moves.json");
    Files.writeString(
        file, "{\"version\":1,\"partitions\":[{\"topic\":\"t\",\"partition\":0," + where + "}]}");
    return file;
  }

  private static void fill(TestBroker broker) {
    command(broker, "kafka-console-producer.sh", "--topic t")
        .run("producer", broker.logs(), ("x".repeat(999) + "\n").repeat(RECORDS))
        .succeeded();
  }

  private static String reassign(TestBroker broker, String arguments) {
    return String.join("\n", run(broker, "kafka-reassign-partitions.sh", arguments));
  }

  private static String topic(TestBroker broker) {
    return String.join("\n", run(broker, "kafka-configs.sh", "--describe --topic t"));
  }

  private static List<String> run(TestBroker broker, String script, String arguments) {
    return command(broker, script, arguments).run(script, broker.logs()).lines();
  }

  private static Child.Command command(TestBroker broker, String script, String arguments) {
    List<String> all = new ArrayList<>(List.of("--bootstrap-server", broker.bootstrap()));
    all.addAll(List.of(arguments.split(" ")));
    return Installation.script(script, all.toArray(new String[0]));
  }
}
