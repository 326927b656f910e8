package io.classickafka.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** A start that cannot succeed ends with 1 and one line that says what to do about it. */
class StartFailuresIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir static Path folder;

  private static TestBroker ensemble;
  private static int starts;

  @BeforeAll
  static void startZooKeeper() {
    ensemble = new TestBroker(folder.resolve("ensemble"));
    ensemble.startZooKeeper();
  }

  @AfterAll
  static void stopZooKeeper() {
    ensemble.close();
  }

  /** What stands in the way of a start; closed, it is out of the way. */
  private interface Obstacle {
    AutoCloseable put(Map<String, String> properties, Path data) throws IOException;
  }

  /**
   * @param says what the line on stderr must hold
   */
  private record Row(String name, List<String> says, Obstacle obstacle) {}

  @SuppressWarnings("UnnecessaryLambda") // What most obstacles leave to be closed.
  private static final AutoCloseable NOTHING = () -> {};

  private static Row row(String name, List<String> says, Obstacle obstacle) {
    return new Row(name, says, obstacle);
  }

  private static Row property(String name, String key, String value, String... says) {
    return row(
        name,
        List.of(says),
        (properties, data) -> {
          properties.put(key, value);
          return NOTHING;
        });
  }

  private static List<Row> rows() {
    return List.of(
        row(
            "port taken",
            List.of("listener", "in use", "PLAINTEXT://127.0.0.1:"),
            (properties, data) -> {
              ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
              properties.put("listeners", "PLAINTEXT://127.0.0.1:" + other.getLocalPort());
              return other;
            }),
        row(
            "ZooKeeper unreachable",
            List.of("ZooKeeper", "zookeeper.connect"),
            (properties, data) -> {
              properties.put("zookeeper.connect", "127.0.0.1:" + Installation.freePort());
              properties.put("zookeeper.connection.timeout.ms", "1000");
              return NOTHING;
            }),
        row(
            "data of another cluster",
            List.of("meta.properties", "otherClusterotherClust", "cluster"),
            (properties, data) -> {
              identify(data, "otherClusterotherClust", 0);
              return NOTHING;
            }),
        row(
            "data of another broker",
            List.of("meta.properties", "broker.id", "7"),
            (properties, data) -> {
              identify(data, null, 7);
              return NOTHING;
            }),
        row(
            "log directory locked",
            List.of("log directory", ".lock", "in use by another process"),
            (properties, data) -> {
              FileChannel channel =
                  FileChannel.open(
                      data.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
              FileLock lock = channel.lock();
              assertThat(lock.isValid()).isTrue();
              return channel;
            }),
        row(
            "log directory not writable",
            List.of("no log directory can be used", "a-file (not a directory)"),
            (properties, data) -> {
              // A file where the directory should be: even root cannot write into that.
              Path file = Files.writeString(data.resolve("a-file"), "");
              properties.put("log.dirs", file.toString());
              return NOTHING;
            }),
        property("no number", "num.io.threads", "eight", "num.io.threads=eight", "whole number"),
        property("out of range", "num.io.threads", "0", "num.io.threads=0", "[1,...]"),
        property("no such codec", "compression.type", "rar", "compression.type=rar", "zstd", "lz4"),
        property("no listener", "listeners", "127.0.0.1:9092", "listeners=127.0.0.1:9092"),
        property("a KRaft file", "process.roles", "broker", "process.roles=broker"),
        property("no ensemble named", "zookeeper.connect", "", "zookeeper.connect"),
        property(
            "listener without encryption yet",
            "listeners",
            "SSL://127.0.0.1:0",
            "listeners=SSL",
            "not there yet"),
        property("znodes to be restricted", "zookeeper.set.acl", "true", "zookeeper.set.acl=true"));
  }

  @TestFactory
  Stream<DynamicTest> endsWithOneAndOneLine() {
    return rows().stream()
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.name(),
                    () -> {
                      Path home = Files.createDirectories(folder.resolve("start-" + starts++));
                      Path data = Files.createDirectories(home.resolve("data"));
                      Map<String, String> properties = properties(data);
                      try (AutoCloseable obstacle = row.obstacle().put(properties, data)) {
                        assertThat(obstacle).isNotNull();
                        oneLine(start(home, file(home, properties)), row.says());
                      }
                    }));
  }

  @Test
  void logDirectoryWithoutPermissionIsNamed() throws IOException {
    Path home = Files.createDirectories(folder.resolve("permission"));
    Path data = Files.createDirectories(home.resolve("data"));
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("r-xr-xr-x"));
    Child.Result result = unprivileged(home, file(home, properties(data)));
    oneLine(
        result, List.of("no log directory can be used", "log.dirs=" + data, "permission denied"));
  }

  @Test
  void fileThatIsMissingIsNamed() throws IOException {
    Path home = Files.createDirectories(folder.resolve("missing"));
    Child.Result result = start(home, home.resolve("nowhere.properties").toString());
    oneLine(result, List.of("no such file", "nowhere.properties"));
  }

  @Test
  void folderInPlaceOfTheFileIsNamed() throws IOException {
    Path home = Files.createDirectories(folder.resolve("directory"));
    oneLine(start(home, home.toString()), List.of("cannot read", home.toString()));
  }

  @Test
  void withoutArgumentTheUsageIsShown() throws IOException {
    Path home = Files.createDirectories(folder.resolve("usage"));
    oneLine(start(home), List.of("usage: ", "server.properties"));
  }

  @Test
  void optionThatIsUnknownIsNamed() throws IOException {
    Path home = Files.createDirectories(folder.resolve("option"));
    oneLine(start(home, "server.properties", "--fast"), List.of("--fast", "usage: "));
  }

  @Test
  void overrideWithoutValueIsNamed() throws IOException {
    Path home = Files.createDirectories(folder.resolve("override"));
    String file = file(home, properties(home.resolve("data")));
    oneLine(start(home, file, "--override", "num.io.threads"), List.of("num.io.threads"));
  }

  @Test
  void versionAndHelpEndWell() throws IOException {
    Path home = Files.createDirectories(folder.resolve("version"));
    assertThat(start(home, "--version").succeeded()).matches("\\S+( \\S+)*\\R");
    assertThat(start(home, "--help").lines()).hasSize(1).allMatch(line -> line.contains("usage"));
  }

  @Test
  void propertyThatNobodyKnowsOrThatHasNoEffectGivesOneWarningEach() throws IOException {
    Path home = Files.createDirectories(folder.resolve("warnings"));
    Map<String, String> properties = properties(home.resolve("data"));
    properties.put("num.oi.threads", "3");
    properties.put("queued.max.requests", "100");
    // Ends the start once the settings are read.
    properties.put("zookeeper.connect", "127.0.0.1:" + Installation.freePort());
    properties.put("zookeeper.connection.timeout.ms", "500");
    Child.Result result = start(home, file(home, properties));
    assertThat(result.exitCode()).isEqualTo(1);
    List<String> warnings =
        result.output().lines().filter(line -> line.contains("] WARN setting ")).toList();
    assertThat(warnings).as(result.output()).hasSize(2);
    assertThat(warnings.get(0)).contains("num.oi.threads");
    assertThat(warnings.get(1)).contains("queued.max.requests=100");
  }

  private static void oneLine(Child.Result result, List<String> says) {
    String story = result.output() + "--- stderr\n" + result.errors();
    assertThat(result.exitCode()).as(story).isEqualTo(1);
    assertThat(result.errors().lines().toList()).as(story).hasSize(1);
    assertThat(result.errors()).as(story).contains(says).doesNotContain("Exception", "\tat ");
  }

  private static void identify(Path data, @Nullable String clusterId, int brokerId)
      throws IOException {
    String cluster = clusterId == null ? "" : "cluster.id=" + clusterId + "\n";
    Files.writeString(
        data.resolve("meta.properties"), "version=0\nbroker.id=" + brokerId + "\n" + cluster);
  }

  private static Map<String, String> properties(Path data) {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("broker.id", "0");
    properties.put("listeners", "PLAINTEXT://127.0.0.1:0");
    properties.put("log.dirs", data.toString());
    properties.put("zookeeper.connect", ensemble.zooKeeperConnect());
    properties.put("zookeeper.connection.timeout.ms", "15000");
    return properties;
  }

  private static String file(Path home, Map<String, String> properties) {
    Path file = home.resolve("server.properties");
    StringBuilder text = new StringBuilder();
    properties.forEach((key, value) -> text.append(key).append('=').append(value).append('\n'));
    try {
      return Files.writeString(file, text).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Child.Result start(Path home, String... arguments) {
    return result(home, Installation.script("kafka-server-start.sh", arguments));
  }

  /** Started so that the permissions of files count, for root too. */
  private static Child.Result unprivileged(Path home, String file) throws IOException {
    boolean root = ((Number) Files.getAttribute(home, "unix:uid")).intValue() == 0;
    Child.Command command =
        root
            ? Installation.scriptAfter(
                List.of("setpriv", "--bounding-set=-dac_override,-dac_read_search"),
                "kafka-server-start.sh",
                file)
            : Installation.script("kafka-server-start.sh", file);
    return result(home, command);
  }

  private static Child.Result result(Path home, Child.Command command) {
    try (Child child =
        command.environment("LOG_DIR", home.resolve("logs").toString()).start("start", home)) {
      return child.result(PATIENCE);
    }
  }
}
