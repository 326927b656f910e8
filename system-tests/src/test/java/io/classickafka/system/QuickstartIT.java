package io.classickafka.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a stranger types first, from a checkout and from an unpacked release. */
class QuickstartIT {

  // Several brokers and several tools, one after the other, on a machine that may be busy.
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir Path folder;

  private final String port = Integer.toString(Installation.freePort());
  private final String zooKeeperPort = Integer.toString(Installation.freePort());

  private Child.Result quickstart(Path home, String... arguments) {
    try (Child child =
        Child.command(home.resolve("bin/kafka-quickstart.sh").toString())
            .with(arguments)
            .environment("KAFKA_SKIP_BUILD", "1")
            .start("quickstart", folder.resolve("logs"))) {
      return child.result(PATIENCE);
    }
  }

  @Test
  void fromACheckoutItWorksTwiceAndStops() {
    Path home = Installation.root();
    String data = folder.resolve("data").toString();
    String[] run = {"--port", port, "--zookeeper-port", zooKeeperPort, "--data", data};
    try {
      assertThat(quickstart(home, run).succeeded())
          .contains("Starting ZooKeeper and a broker", "all 20 the same", "127.0.0.1:" + port);
      assertThat(quickstart(home, run).succeeded())
          .contains("Already running", "Making it anew, without its records", "all 20 the same");
      // What is left open is what runs.
      assertThat(quickstart(home, "--data", data).succeeded()).contains("127.0.0.1:" + port);
      String other = Integer.toString(Installation.freePort());
      for (String flag : List.of("--port", "--zookeeper-port")) {
        Child.Result refused = quickstart(home, flag, other, "--data", data);
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.errors()).hasLineCount(1).contains(flag, "--stop --data " + data);
      }
    } finally {
      assertThat(quickstart(home, "--stop", "--data", data).succeeded()).contains("Stopped");
    }
    assertThat(quickstart(home, "--stop", "--data", data).succeeded()).contains("Nothing to stop");
  }

  private Path unpackedRelease() {
    Path release = Installation.root().resolve("kafka-core/target/kafka_0.1.0.tgz");
    Child.command("tar", "xzf", release.toString(), "-C", folder.toString())
        .run("tar", folder.resolve("logs"))
        .succeeded();
    return folder.resolve("kafka_0.1.0");
  }

  @Test
  void whatTheReadmeOfAReleaseLinksToIsInIt() throws IOException {
    Path home = unpackedRelease();
    String readme = Files.readString(home.resolve("README.md"));
    Matcher link = Pattern.compile("]\\(([^:)#]+)(#[^)]*)?\\)").matcher(readme);
    List<String> missing = new ArrayList<>();
    int links = 0;
    while (link.find()) {
      links++;
      if (!Files.exists(home.resolve(link.group(1)))) {
        missing.add(link.group(1));
      }
    }
    assertThat(links).isPositive();
    assertThat(missing).isEmpty();
  }

  @Test
  void fromAReleaseItKeepsItsDataUnderTheInstallation() {
    Path home = unpackedRelease();
    try {
      assertThat(quickstart(home, "--port", port, "--zookeeper-port", zooKeeperPort).succeeded())
          .contains("all 20 the same");
      assertThat(home.resolve("data/quickstart/kafka/quickstart-0")).isDirectory();
    } finally {
      assertThat(quickstart(home, "--stop").succeeded()).contains("Stopped");
    }
    for (String file : List.of("LICENSE", "NOTICE", "README.md", "config/server.properties")) {
      assertThat(home.resolve(file)).exists();
    }
  }

  @Test
  void threeBrokersMakeAClusterThatGrowsInASecondRunAndStops() throws IOException {
    Path home = Installation.root();
    String data = folder.resolve("data").toString();
    int first = consecutivePorts(4);
    String[] run = {
      "--brokers",
      "3",
      "--port",
      Integer.toString(first),
      "--zookeeper-port",
      zooKeeperPort,
      "--data",
      data
    };
    try (ServerSocket taken = listenAt(first + 2)) {
      Child.Result refused = quickstart(home, run);
      assertThat(refused.exitCode()).isEqualTo(1);
      assertThat(refused.errors()).hasLineCount(1).contains("port " + taken.getLocalPort());
    }
    Child.Result stop;
    try {
      assertThat(quickstart(home, run).succeeded())
          .contains(
              "Starting ZooKeeper and 3 brokers",
              "with 3 replicas",
              "all 20 the same",
              "ok, none",
              "127.0.0.1:" + (first + 2));
      assertThat(topics(first, "--create", "--topic", "orders")).contains("Created topic orders");
      assertThat(topics(first, "--describe", "--topic", "orders")).contains("ReplicationFactor: 3");
      run[1] = "4";
      assertThat(quickstart(home, run).succeeded())
          .contains("Already running", "Starting brokers 3", "all 20 the same")
          .contains("127.0.0.1:" + (first + 3));
      run[1] = "2";
      Child.Result fewer = quickstart(home, run);
      assertThat(fewer.exitCode()).isEqualTo(1);
      assertThat(fewer.errors()).hasLineCount(1).contains("has --brokers 4, not 2");
    } finally {
      stop = quickstart(home, "--stop", "--data", data);
    }
    assertThat(stop.succeeded()).contains("Stopping 4 brokers and ZooKeeper", "ok\nStopped.");
    // What stands still keeps its size, too.
    Child.Result one = quickstart(home, "--brokers", "1", "--data", data);
    assertThat(one.exitCode()).isEqualTo(1);
    assertThat(one.errors()).hasLineCount(1).contains("has --brokers 4, not 1");
    assertThat(quickstart(home, "--stop", "--data", data).succeeded()).contains("Nothing to stop");
  }

  private String topics(int bootstrapPort, String... arguments) {
    return Installation.script(
            "kafka-topics.sh", "--bootstrap-server", "127.0.0.1:" + bootstrapPort)
        .with(arguments)
        .run("topics", folder.resolve("logs"))
        .succeeded();
  }

  private static int consecutivePorts(int count) {
    while (true) {
      int first = Installation.freePort();
      try {
        for (int port = first; port < first + count; port++) {
          listenAt(port).close();
        }
        return first;
      } catch (IOException | IllegalArgumentException e) {
        // One of them is taken, or beyond the last: another start.
        assertThat(first).isPositive();
      }
    }
  }

  private static ServerSocket listenAt(int port) throws IOException {
    return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
  }

  @Test
  void aTakenPortIsNamed() throws IOException {
    try (ServerSocket taken = listenAt(0)) {
      String number = Integer.toString(taken.getLocalPort());
      Child.Result result =
          quickstart(
              Installation.root(),
              "--port",
              number,
              "--zookeeper-port",
              zooKeeperPort,
              "--data",
              folder.resolve("data").toString());
      assertThat(result.exitCode()).isEqualTo(1);
      assertThat(result.errors()).hasLineCount(1).contains("port " + number + " is taken");
    }
  }

  /** As in a container whose first process waits for nobody. */
  @Test
  void aProcessThatNobodyWaitsForCountsAsStopped() throws IOException {
    Path data = Files.createDirectory(folder.resolve("data"));
    Path pidFile = data.resolve("standalone.pid");
    try (Child parent =
        Child.command(
                "bash",
                "-c",
                ": >\"$0\"; tail -f \"$0\" & echo $! >\"$0\"; echo started; exec sleep 300")
            .with(pidFile.toString())
            .start("parent", folder.resolve("logs"))) {
      Await.until("a process", PATIENCE, () -> parent.output().contains("started"), parent::story);
      assertThat(quickstart(Installation.root(), "--stop", "--data", data.toString()).succeeded())
          .matches("Stopping a broker and ZooKeeper +ok\nStopped.*\n");
    }
  }
}
