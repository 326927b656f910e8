package io.classickafka.system;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A ZooKeeper and one broker, each a process of its own started through {@code bin/}. */
final class TestBroker implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(60);

  private final Path folder;
  private final int zooKeeperPort;
  private final int port = Installation.freePort();
  private final Map<String, String> properties = new LinkedHashMap<>();
  private final Map<String, String> environment = new LinkedHashMap<>();
  private final List<String> arguments = new ArrayList<>();
  private @Nullable Child zooKeeper;
  private @Nullable Child broker;

  /**
   * @param folder for data, settings and logs
   * @param overrides broker properties as key, value, key, value
   */
  TestBroker(Path folder, String... overrides) {
    this(folder, 0, Installation.freePort(), overrides);
  }

  /**
   * One of several brokers on one ZooKeeper, which one of them starts.
   *
   * @param folder of this broker alone
   */
  TestBroker(Path folder, int brokerId, int zooKeeperPort, String... overrides) {
    this.folder = folder;
    this.zooKeeperPort = zooKeeperPort;
    properties.put("broker.id", Integer.toString(brokerId));
    properties.put("listeners", "PLAINTEXT://" + bootstrap());
    properties.put("log.dirs", folder.resolve("data").toString());
    properties.put("zookeeper.connect", zooKeeperConnect());
    properties.put("zookeeper.session.timeout.ms", "6000");
    properties.put("offsets.topic.replication.factor", "1");
    properties.put("offsets.topic.num.partitions", "5");
    properties.put("group.initial.rebalance.delay.ms", "0");
    for (int i = 0; i < overrides.length; i += 2) {
      properties.put(overrides[i], overrides[i + 1]);
    }
  }

  /** Sets a variable of the broker's environment. Returns this. */
  TestBroker environment(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** Adds arguments behind the file on the broker's command line. Returns this. */
  TestBroker arguments(String... more) {
    arguments.addAll(List.of(more));
    return this;
  }

  String bootstrap() {
    return "127.0.0.1:" + port;
  }

  String zooKeeperConnect() {
    return "127.0.0.1:" + zooKeeperPort;
  }

  Path logs() {
    return folder.resolve("logs");
  }

  Path data() {
    return folder.resolve("data");
  }

  /** Starts ZooKeeper and the broker, and waits until the broker answers. */
  TestBroker start() {
    startZooKeeper();
    startBroker();
    return this;
  }

  void startZooKeeper() {
    Path file = folder.resolve("zookeeper.properties");
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("dataDir", folder.resolve("zookeeper").toString());
    settings.put("clientPort", Integer.toString(zooKeeperPort));
    settings.put("clientPortAddress", "127.0.0.1");
    settings.put("admin.enableServer", "false");
    settings.put("maxClientCnxns", "0");
    settings.put("tickTime", "1000");
    write(file, settings);
    Child child =
        Installation.script("zookeeper-server-start.sh", file.toString())
            .environment("LOG_DIR", logs().resolve("zookeeper").toString())
            .start("zookeeper", logs());
    zooKeeper = child;
    Await.until("ZooKeeper's port", START, () -> accepts(zooKeeperPort), child::story);
  }

  /** SIGKILL to ZooKeeper; what it had acknowledged is on its disk. */
  void killZooKeeper() {
    if (zooKeeper == null) {
      throw new IllegalStateException("not started");
    }
    zooKeeper.kill9();
  }

  /** Starts the broker and waits until it lists itself in its Metadata answer. */
  void startBroker() {
    launchBroker();
    awaitAnswer();
  }

  /** Waits until the broker lists itself in its Metadata answer. */
  void awaitAnswer() {
    Child child = broker();
    Await.until("the broker's answer", START, () -> answersMetadata(child), child::story);
  }

  /**
   * Starts Apache's broker with the same settings, data and ports, and waits like {@link
   * #startBroker}.
   */
  void startApache() {
    Child child = ApacheKafka.broker(settings()).start("apache-broker", logs());
    broker = child;
    Await.until("the broker's answer", START, () -> answersMetadata(child), child::story);
  }

  /** SIGTERM, and the broker's end. */
  void stopBroker() {
    broker().terminate();
    broker().result(START);
  }

  private Path settings() {
    Path file = folder.resolve("server.properties");
    write(file, properties);
    return file;
  }

  /** Starts the broker without waiting for anything. */
  Child launchBroker() {
    Path file = settings();
    Child.Command command =
        Installation.script("kafka-server-start.sh", file.toString())
            .with(arguments.toArray(new String[0]))
            .environment("LOG_DIR", logs().resolve("broker").toString());
    environment.forEach(command::environment);
    Child child = command.start("broker", logs());
    broker = child;
    return child;
  }

  private boolean answersMetadata(Child child) {
    if (!child.alive()) {
      throw new AssertionError("the broker ended\n" + child.story());
    }
    return brokersSeen() > 0;
  }

  Child broker() {
    if (broker == null) {
      throw new IllegalStateException("not started");
    }
    return broker;
  }

  private static boolean accepts(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** The number of brokers in the Metadata answer (v1, no topics), 0 when there is none. */
  private int brokersSeen() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
      socket.setSoTimeout(5000);
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      out.writeInt(14);
      out.writeShort(3);
      out.writeShort(1);
      out.writeInt(1);
      out.writeShort(-1);
      out.writeInt(0);
      out.flush();
      DataInputStream in = new DataInputStream(socket.getInputStream());
      in.readInt();
      in.readInt();
      return in.readInt();
    } catch (IOException e) {
      return 0;
    }
  }

  private static void write(Path file, Map<String, String> settings) {
    StringBuilder text = new StringBuilder();
    settings.forEach((key, value) -> text.append(key).append('=').append(value).append('\n'));
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (broker != null) {
      broker.close();
    }
    if (zooKeeper != null) {
      zooKeeper.close();
    }
  }
}
