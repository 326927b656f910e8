package io.classickafka.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The stop scripts, with a list of processes of the test's own in place of the machine's: they end
 * whatever they find.
 */
class StopScriptsIT {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String ZOOKEEPER = "org.apache.zookeeper.server.quorum.QuorumPeerMain";

  @TempDir Path folder;

  private final List<Child> servers = new ArrayList<>();
  private Path processes = Path.of("");

  @BeforeEach
  void listProcesses() throws IOException {
    processes = Files.createFile(folder.resolve("processes"));
    Path ps = Files.writeString(folder.resolve("ps"), "#!/bin/sh\ncat " + processes + "\n");
    assertThat(ps.toFile().setExecutable(true)).isTrue();
  }

  @AfterEach
  void endAll() {
    servers.forEach(Child::close);
  }

  /** A process that does something on SIGTERM, listed under a server's class. */
  private Child server(String name, String className, String onTerm) throws IOException {
    Child server =
        Child.command(
                "bash",
                "-c",
                "trap '" + onTerm + "; exit 143' TERM; echo ready; while :; do read -t 0.1; done")
            .start(name, folder.resolve("logs"));
    servers.add(server);
    Await.until(name, PATIENCE, () -> server.output().contains("ready"), server::story);
    String line = server.pid() + " java -Xmx512M -cp libs/* " + className + " some.properties\n";
    Files.writeString(processes, Files.readString(processes) + line);
    return server;
  }

  private Child.Result stop(String script, String... arguments) {
    return Child.command(Installation.root().resolve("bin").resolve(script).toString())
        .with(arguments)
        .environment("PATH", folder + ":" + System.getenv("PATH"))
        .run("stop", folder.resolve("logs"));
  }

  @Test
  void aQuickstartsClusterIsStoppedAndItsZooKeeperLast() throws IOException {
    Child broker = server("broker", "kafka.Kafka", "sleep 1; touch " + folder + "/handed-over");
    Child first =
        server("first", "kafka.Standalone", "test -e " + folder + "/handed-over && echo last");
    Child other = server("other", "io.example.Main", "echo stopped");
    assertThat(stop("kafka-server-stop.sh").succeeded())
        .isEqualTo(
            "Stopping ZooKeeper together with the broker in its process: " + first.pid() + "\n");
    assertThat(broker.result(PATIENCE).exitCode()).isEqualTo(143);
    assertThat(first.result(PATIENCE).output()).contains("last");
    assertThat(other.alive()).isTrue();
  }

  @Test
  void brokersByThemselvesAreStoppedWithoutAWord() throws IOException {
    Child broker = server("broker", "kafka.Kafka", "echo stopped");
    Child zooKeeper = server("zookeeper", ZOOKEEPER, "echo stopped");
    assertThat(stop("kafka-server-stop.sh").succeeded()).isEmpty();
    assertThat(broker.result(PATIENCE).output()).contains("stopped");
    assertThat(zooKeeper.alive()).isTrue();
    assertThat(stop("zookeeper-server-stop.sh").succeeded()).isEmpty();
    assertThat(zooKeeper.result(PATIENCE).output()).contains("stopped");
  }

  @Test
  void whoWouldStopTheZooKeeperOfABrokersProcessIsToldWhatDoes() throws IOException {
    Child first = server("first", "kafka.Standalone", "echo stopped");
    Child.Result told = stop("zookeeper-server-stop.sh");
    assertThat(told.exitCode()).isEqualTo(1);
    assertThat(told.output())
        .hasLineCount(1)
        .contains("bin/kafka-server-stop.sh", Long.toString(first.pid()));
    assertThat(first.alive()).isTrue();
  }

  @Test
  void whereNothingRunsThatIsSaid() {
    for (String script : List.of("kafka-server-stop.sh", "zookeeper-server-stop.sh")) {
      Child.Result told = stop(script);
      assertThat(told.exitCode()).isEqualTo(1);
      assertThat(told.output()).hasLineCount(1).startsWith("No ");
    }
  }

  @Test
  void whoAsksForHelpOrMistypesStopsNothing() throws IOException {
    Child broker = server("broker", "kafka.Kafka", "echo stopped");
    Child zooKeeper = server("zookeeper", ZOOKEEPER, "echo stopped");
    for (String script : List.of("kafka-server-stop.sh", "zookeeper-server-stop.sh")) {
      for (String help : List.of("--help", "-h")) {
        assertThat(stop(script, help).succeeded()).startsWith("usage: " + script);
      }
      for (String argument : List.of("--node-id=1", "--process-role=broker", "broker-1", "")) {
        Child.Result refused = stop(script, argument);
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.errors()).hasLineCount(1).contains("nothing was stopped");
      }
    }
    assertThat(List.of(broker, zooKeeper)).allMatch(Child::alive);
    assertThat(List.of(broker.output(), zooKeeper.output())).containsOnly("ready\n");
  }
}
