package io.classickafka.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a stranger types first, from a checkout and from an unpacked release. */
class QuickstartIT {

  @TempDir Path folder;

  private final String port = Integer.toString(Installation.freePort());
  private final String zooKeeperPort = Integer.toString(Installation.freePort());

  private Child.Result quickstart(Path home, String... arguments) {
    return Child.command(home.resolve("bin/kafka-quickstart.sh").toString())
        .with(arguments)
        .environment("KAFKA_SKIP_BUILD", "1")
        .run("quickstart", folder.resolve("logs"));
  }

  @Test
  void fromACheckoutItWorksTwiceAndStops() {
    Path home = Installation.root();
    String data = folder.resolve("data").toString();
    String[] run = {"--port", port, "--zookeeper-port", zooKeeperPort, "--data", data};
    try {
      assertThat(quickstart(home, run).succeeded())
          .contains("Starting ZooKeeper and a broker", "all 20 the same", "127.0.0.1:" + port);
      assertThat(quickstart(home, run).succeeded()).contains("Already running", "all 20 the same");
    } finally {
      assertThat(quickstart(home, "--stop", "--data", data).succeeded()).contains("Stopped");
    }
    assertThat(quickstart(home, "--stop", "--data", data).succeeded()).contains("Nothing to stop");
  }

  @Test
  void fromAReleaseItKeepsItsDataUnderTheInstallation() {
    Path release = Installation.root().resolve("kafka-core/target/kafka_0.1.0.tgz");
    Child.command("tar", "xzf", release.toString(), "-C", folder.toString())
        .run("tar", folder.resolve("logs"))
        .succeeded();
    Path home = folder.resolve("kafka_0.1.0");
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
  void aTakenPortIsNamed() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
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
}
