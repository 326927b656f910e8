package io.classickafka.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.classickafka.cluster.BrokerMembership;
import io.classickafka.cluster.ClusterSetup;
import io.classickafka.coordination.ChildrenResult;
import io.classickafka.coordination.CoordinationClient;
import io.classickafka.coordination.NodeStat;
import io.classickafka.coordination.Op;
import io.classickafka.coordination.Op.Lifetime;
import io.classickafka.coordination.ReadResult;
import io.classickafka.coordination.SessionEvent;
import io.classickafka.coordination.Status;
import io.classickafka.coordination.WatchEvent;
import io.classickafka.coordination.WriteResult;
import io.classickafka.metrics.MetricsRegistry;
import io.classickafka.zk.BrokerEndpoint;
import io.classickafka.zk.BrokerRegistration;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.curator.test.InstanceSpec;
import org.apache.curator.test.TestingServer;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The seam over a real server. */
class ZooKeeperCoordinationTest {

  private static final long PATIENCE_S = 20;
  private static final int TICK_MS = 250;
  private static int chroots;

  @org.jspecify.annotations.Nullable private static TestingServer server;

  private final MetricsRegistry metrics = new MetricsRegistry(null, System::nanoTime);
  private final TestLoop loop = new TestLoop();
  private final List<ZooKeeperCoordination> open = new ArrayList<>();
  private String chroot = "";

  @BeforeAll
  static void startServer() throws Exception {
    InstanceSpec spec = new InstanceSpec(null, -1, -1, -1, true, -1, TICK_MS, -1);
    server = new TestingServer(spec, true);
  }

  @AfterAll
  static void stopServer() throws Exception {
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  void chooseChroot() {
    chroot = "/test/c" + chroots++;
  }

  @AfterEach
  void closeAll() {
    open.forEach(ZooKeeperCoordination::close);
    loop.close();
  }

  @Test
  void writesAreAtomicAndTellWhichOperationWasRefused() throws Exception {
    CoordinationClient client = connect().on(loop);
    assertThat(write(client, create("/a", "one"), create("/a/b", null)).status())
        .isEqualTo(Status.OK);
    WriteResult refused =
        write(client, create("/a/c", null), new Op.SetData("/a", bytes("two"), 7));
    assertThat(refused.refused(1, Status.BAD_VERSION)).isTrue();
    assertThat(children(client, "/a").children()).containsExactly("b");
    assertThat(read(client, "/a").data()).isEqualTo(bytes("one"));
    assertThat(read(client, "/a/b").data()).isNull();
    WriteResult set = write(client, new Op.SetData("/a", bytes("two"), 0));
    NodeStat stat = Objects.requireNonNull(set.outcomes().get(0).stat());
    assertThat(stat.version()).isEqualTo(1);
    assertThat(stat.czxid()).isPositive();
    assertThat(read(client, "/nowhere").status()).isEqualTo(Status.NO_NODE);
  }

  @Test
  void sequentialNodesTellTheirNames() throws Exception {
    CoordinationClient client = connect().on(loop);
    write(client, create("/changes", null));
    Op next = new Op.Create("/changes/n_", bytes("x"), Lifetime.PERSISTENT_SEQUENTIAL);
    assertThat(write(client, next).outcomes().get(0).path()).isEqualTo("/changes/n_0000000000");
    assertThat(write(client, next).outcomes().get(0).path()).isEqualTo("/changes/n_0000000001");
  }

  @Test
  void syncIsAnsweredBehindWhatWasWrittenAndBeforeWhatIsReadNext() throws Exception {
    CoordinationClient client = connect().on(loop);
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    client.write(List.of(create("/s", "1")), result -> heard.add("written " + result.status()));
    client.sync(status -> heard.add("synced " + status));
    client.read("/s", null, result -> heard.add("read " + result.status()));
    assertThat(List.of(take(heard), take(heard), take(heard)))
        .containsExactly("written OK", "synced OK", "read OK");
  }

  @Test
  void watchesFireOnceAndBeforeLaterAnswers() throws Exception {
    CoordinationClient client = connect().on(loop);
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    client.exists("/w", event -> heard.add("watch " + event.kind()), result -> {});
    write(client, create("/w", "1"));
    assertThat(take(heard)).isEqualTo("watch " + WatchEvent.Kind.CREATED);
    client.children("/w", event -> heard.add("watch " + event.kind()), result -> {});
    write(client, create("/w/x", null));
    assertThat(take(heard)).isEqualTo("watch " + WatchEvent.Kind.CHILDREN);
    write(client, new Op.SetData("/w", bytes("2"), -1));
    assertThat(heard).isEmpty();
  }

  @Test
  void expiredSessionEndsItsOperationsAndASecondOneFollows() throws Exception {
    ZooKeeperCoordination coordination = connect();
    CoordinationClient client = coordination.on(loop);
    BlockingQueue<SessionEvent> events = new LinkedBlockingQueue<>();
    client.onSession(events::add);
    SessionEvent first = take(events);
    assertThat(first).isInstanceOf(SessionEvent.Connected.class);
    write(client, new Op.Create("/e", null, Lifetime.EPHEMERAL));
    kill(coordination);
    SessionEvent event = take(events);
    while (!(event instanceof SessionEvent.Connected connected
        && connected.sessionId() != first.sessionId())) {
      event = take(events);
    }
    assertThat(read(client, "/e").status()).isEqualTo(Status.NO_NODE);
    assertThat(write(client, create("/again", null)).status()).isEqualTo(Status.OK);
  }

  @Test
  void registrationSurvivesTheEndOfItsSession() throws Exception {
    ZooKeeperCoordination coordination = connect();
    CoordinationClient client = coordination.on(loop);
    BlockingQueue<ClusterSetup.Result> ready = new LinkedBlockingQueue<>();
    ClusterSetup.run(client, loop.random(), ready::add);
    assertThat(take(ready)).isInstanceOf(ClusterSetup.Result.Ready.class);
    BlockingQueue<BrokerMembership.Outcome> outcomes = new LinkedBlockingQueue<>();
    BrokerMembership membership = membership(client);
    client.onSession(
        event -> {
          if (event instanceof SessionEvent.Connected connected
              && membership.epoch() == BrokerMembership.NOT_REGISTERED) {
            membership.register(connected.sessionId(), outcomes::add);
          } else if (event instanceof SessionEvent.Expired) {
            membership.forget();
          }
        });
    BrokerMembership.Outcome first = take(outcomes);
    assertThat(first).isInstanceOf(BrokerMembership.Outcome.Registered.class);
    kill(coordination);
    BrokerMembership.Outcome second = take(outcomes);
    assertThat(((BrokerMembership.Outcome.Registered) second).epoch())
        .isGreaterThan(((BrokerMembership.Outcome.Registered) first).epoch());
  }

  @Test
  void restartAfterAKillRegistersOnceTheFormerSessionIsOver() throws Exception {
    ZooKeeperCoordination former = connect();
    CoordinationClient formerClient = former.on(loop);
    BlockingQueue<ClusterSetup.Result> ready = new LinkedBlockingQueue<>();
    ClusterSetup.run(formerClient, loop.random(), ready::add);
    take(ready);
    write(formerClient, new Op.Create("/brokers/ids/1", null, Lifetime.EPHEMERAL));
    CoordinationClient client = connect().on(loop);
    BlockingQueue<BrokerMembership.Outcome> outcomes = new LinkedBlockingQueue<>();
    BlockingQueue<SessionEvent> sessions = new LinkedBlockingQueue<>();
    client.onSession(sessions::add);
    long session = take(sessions).sessionId();
    loop.execute(() -> membership(client).register(session, outcomes::add));
    assertThat(read(client, "/brokers/ids/1").status()).isEqualTo(Status.OK);
    former.close();
    assertThat(take(outcomes)).isInstanceOf(BrokerMembership.Outcome.Registered.class);
  }

  @Test
  void unreachableServerIsNamed() {
    ZooKeeperSettings nowhere =
        new ZooKeeperSettings("127.0.0.1:1/x", 400, 400, 10, false, new TreeMap<>());
    assertThatThrownBy(() -> ZooKeeperCoordination.open(nowhere, metrics))
        .isInstanceOf(ZooKeeperUnavailableException.class)
        .hasMessageContaining("127.0.0.1:1")
        .hasMessageContaining("zookeeper.connect");
  }

  private BrokerMembership membership(CoordinationClient client) {
    BrokerRegistration registration =
        new BrokerRegistration(
            5,
            List.of(new BrokerEndpoint("PLAINTEXT", "PLAINTEXT", "localhost", 9092)),
            -1,
            0,
            null,
            new TreeMap<>());
    return new BrokerMembership(client, loop, 1, registration, 4_000);
  }

  private ZooKeeperCoordination connect() throws Exception {
    if (server == null) {
      throw new IllegalStateException("no server");
    }
    ZooKeeperCoordination coordination =
        ZooKeeperCoordination.open(
            new ZooKeeperSettings(
                server.getConnectString() + chroot, 4_000, 8_000, 10, false, new TreeMap<>()),
            metrics);
    open.add(coordination);
    return coordination;
  }

  /** Ends the session at the server, by closing it from a second connection with the same id. */
  @SuppressWarnings("try") // Made to be closed.
  private static void kill(ZooKeeperCoordination coordination) throws Exception {
    ZooKeeper handle = coordination.handleForTest();
    java.util.concurrent.CountDownLatch connected = new java.util.concurrent.CountDownLatch(1);
    if (server == null) {
      throw new IllegalStateException("no server");
    }
    try (ZooKeeper twin =
        new ZooKeeper(
            server.getConnectString(),
            4_000,
            event -> connected.countDown(),
            handle.getSessionId(),
            handle.getSessionPasswd())) {
      assertThat(connected.await(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static WriteResult write(CoordinationClient client, Op... ops) throws Exception {
    return call(reply -> client.write(List.of(ops), reply));
  }

  private static ReadResult read(CoordinationClient client, String path) throws Exception {
    return call(reply -> client.read(path, null, reply));
  }

  private static ChildrenResult children(CoordinationClient client, String path) throws Exception {
    return call(reply -> client.children(path, null, reply));
  }

  private static <T> T call(Consumer<Consumer<T>> operation) throws Exception {
    BlockingQueue<T> answers = new LinkedBlockingQueue<>();
    operation.accept(answers::add);
    return take(answers);
  }

  private static <T> T take(BlockingQueue<T> queue) throws Exception {
    T taken = queue.poll(PATIENCE_S, TimeUnit.SECONDS);
    assertThat(taken).as("an answer in time").isNotNull();
    return taken;
  }

  private static Op create(String path, @org.jspecify.annotations.Nullable String data) {
    return new Op.Create(path, data == null ? null : bytes(data), Lifetime.PERSISTENT);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
