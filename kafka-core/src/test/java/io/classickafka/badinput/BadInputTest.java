package io.classickafka.badinput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.classickafka.config.BrokerConfig;
import io.classickafka.server.BrokerProcess;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.curator.test.TestingServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The tables of bad input against a whole broker over real sockets: the answer, at most one log
 * line that is no error, and a client with good manners that notices nothing. With {@code
 * -Dbad-input.broker=apache} they are held against an Apache Kafka broker of the same settings,
 * whose answer stands in the rows where it differs.
 */
class BadInputTest {

  /** Longest wait for an answer; far beyond what one takes, for machines that are busy. */
  private static final int PATIENCE_MS = 5_000;

  private static final boolean APACHE = "apache".equals(System.getProperty("bad-input.broker"));

  /** Ends an expected answer of which only the beginning is said. */
  private static final String MORE = " ...";

  /** {@code max.incremental.fetch.session.cache.slots}, as it is by default. */
  private static final int CACHE_SLOTS = 1_000;

  private static final byte[] API_VERSIONS = ByteScript.bytes("ApiVersions.0()");
  private static final byte[] GOOD_PRODUCE = ByteScript.bytes("put(7, -1, canary, batch)");

  @TempDir static Path folder;

  private static @Nullable TestingServer zooKeeper;
  private static @Nullable BrokerProcess broker;
  private static @Nullable ApacheBroker apache;
  private static int port;
  private static LogLines log = LogLines.open();
  private static WireClient canary;

  @BeforeAll
  static void start() throws Exception {
    zooKeeper = new TestingServer(true);
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("broker.id", "1");
    settings.put("log.dirs", folder.resolve("logs").toString());
    settings.put("zookeeper.connect", zooKeeper.getConnectString());
    settings.put("num.network.threads", "2");
    settings.put("num.io.threads", "2");
    settings.put("offsets.topic.num.partitions", "1");
    settings.put("offsets.topic.replication.factor", "1");
    settings.put("group.initial.rebalance.delay.ms", "0");
    settings.put("group.max.size", "1");
    if (APACHE) {
      apache = ApacheBroker.start(settings, folder);
      port = apache.port();
    } else {
      settings.put("listeners", "PLAINTEXT://127.0.0.1:0");
      broker = BrokerProcess.start(BrokerConfig.parse(settings).orThrow());
      port = broker.ports().get("PLAINTEXT");
    }
    canary = new WireClient(port, PATIENCE_MS);
    for (String topic :
        List.of(
            "canary",
            "bad",
            "limited max.message.bytes=1000",
            "compacted cleanup.policy=compact",
            "timely message.timestamp.before.max.ms=3600000",
            "small segment.bytes=2000")) {
      create(topic.split(" "));
    }
    awaitCoordinator();
    log.take();
  }

  /** The topic of offsets is made when somebody asks for a coordinator, and loaded after that. */
  private static void awaitCoordinator() throws IOException {
    byte[] find = ByteScript.bytes("FindCoordinator.0(str(any))");
    byte[] beat = ByteScript.bytes("Heartbeat.0(str(any) i32(1) str(nobody))");
    long deadlineNs = System.nanoTime() + PATIENCE_MS * 4_000_000L;
    String found = "";
    while (!found.equals("0 25")) {
      assertThat(System.nanoTime()).as("no coordinator: %s", found).isLessThan(deadlineNs);
      canary.send(find);
      found = canary.answerTo(find);
      canary.send(beat);
      found += " " + canary.answerTo(beat);
    }
  }

  private static void create(String... topic) throws IOException {
    String config = "list()";
    if (topic.length > 1) {
      String[] entry = topic[1].split("=");
      config = "list(str(" + entry[0] + ") str(" + entry[1] + "))";
    }
    byte[] request =
        ByteScript.bytes(
            "CreateTopics.4(list(str("
                + topic[0]
                + ") i32(1) i16(1) list() "
                + config
                + ") i32(10000) 00)");
    // Apache's broker answers before its controller has taken it in: nowhere to put replicas yet.
    long deadlineNs = System.nanoTime() + PATIENCE_MS * 4_000_000L;
    String answer = "38";
    while (answer.equals("38") && System.nanoTime() < deadlineNs) {
      canary.send(request);
      answer = canary.answerTo(request);
    }
    assertThat(answer).as("creation of %s", topic[0]).isEqualTo("0");
  }

  @AfterAll
  static void stop() throws Exception {
    canary.close();
    if (broker != null) {
      broker.stop();
    }
    if (apache != null) {
      apache.close();
    }
    if (zooKeeper != null) {
      zooKeeper.close();
    }
    log.close();
  }

  /** B2: memory follows what arrived, not what was announced. */
  @Test
  void aConnectionThatAnnouncesALargeFrameAndFallsSilentCostsNextToNothing() throws IOException {
    assumeThat(APACHE).as("memory of our own process").isFalse();
    PooledByteBufAllocator pool = PooledByteBufAllocator.DEFAULT;
    List<WireClient> silent = new ArrayList<>();
    long directBefore = pool.pinnedDirectMemory();
    long heapBefore = heapBytes();
    for (int i = 0; i < 4; i++) {
      WireClient client = new WireClient(port, PATIENCE_MS);
      client.send(ByteScript.bytes("i32(104857600) 0000 0007"));
      silent.add(client);
    }
    // The loops have read the four bytes once they have answered others since.
    for (int i = 0; i < 4; i++) {
      try (WireClient other = new WireClient(port, PATIENCE_MS)) {
        other.send(API_VERSIONS);
        assertThat(other.answerTo(API_VERSIONS)).isEqualTo("0");
      }
    }
    assertThat(pool.pinnedDirectMemory() - directBefore).isLessThan(256 << 10);
    assertThat(heapBytes() - heapBefore).isLessThan(4 << 20);
    for (WireClient client : silent) {
      client.close();
    }
  }

  private static long heapBytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** B61: who comes when the cache of sessions is full goes on without one. */
  @Test
  void fetchSessionsBeyondTheCacheAreServedWithoutOne() throws IOException {
    byte[] open =
        ByteScript.bytes(
            "Fetch.7(ffffffff i32(0) i32(0) i32(1000) 00 i32(0) i32(0) "
                + "list(str(canary) list(i32(0) i64(0) i64(-1) i32(0))) list())");
    int withSession = 0;
    int asked = CACHE_SLOTS + 100;
    try (WireClient client = new WireClient(port, PATIENCE_MS)) {
      for (int i = 0; i < asked; i++) {
        client.send(open);
        assertThat(client.answerTo(open)).isEqualTo("0 0");
        withSession += client.lastAnswer().contains("sessionId=0,") ? 0 : 1;
      }
      assertThat(client.lastAnswer()).contains("sessionId=0,");
    }
    assertThat(withSession).isBetween(CACHE_SLOTS / 2, CACHE_SLOTS);
  }

  @Test
  void whereApacheAnswersSomethingElseTheReasonIsWrittenDown() throws IOException {
    List<String> reasons = Files.readAllLines(BadInputRow.FOLDER.resolve("README.md"));
    for (BadInputRow row : rows()) {
      if (row.steps().stream().anyMatch(step -> !step.expected().equals(step.byApache()))) {
        assertThat(reasons)
            .as(row.toString())
            .anyMatch(line -> line.startsWith("| B") && line.contains(row.id() + " "));
      }
    }
  }

  static List<BadInputRow> rows() {
    return BadInputRow.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void isAnsweredAsTheRowSays(BadInputRow row) throws IOException {
    log.take();
    List<String> told = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    try (WireClient client = new WireClient(port, PATIENCE_MS)) {
      String last = "";
      for (BadInputRow.Step step : row.steps()) {
        String answer = APACHE ? step.byApache() : step.expected();
        last = perform(client, step.script(), answer);
        told.add(step.script() + " => " + last);
        expected.add(step.script() + " => " + answer);
      }
      assertThat(told).isEqualTo(expected);
      if (!List.of(WireClient.CLOSE, WireClient.SILENCE, "fin").contains(last)) {
        client.send(API_VERSIONS);
        assertThat(client.answerTo(API_VERSIONS)).as("the next request").isEqualTo("0");
      }
    }
    canary.send(GOOD_PRODUCE);
    assertThat(canary.answerTo(GOOD_PRODUCE)).as("the canary").isEqualTo("0");
    List<String> lines = log.take();
    assertThat(lines).hasSizeLessThanOrEqualTo(1).noneMatch(line -> line.startsWith("ERROR"));
    assertThat(lines).allMatch(line -> line.length() <= 256 && line.matches("[ -~]*"));
  }

  /** Sends and says what came, in the words of the expected answer as far as they are true. */
  private static String perform(WireClient client, String script, String expected)
      throws IOException {
    byte[] request = ByteScript.bytes(script);
    client.send(request);
    switch (expected.split(" ")[0]) {
      case "nothing" -> {
        return "nothing";
      }
      case "fin" -> {
        client.finish();
        return client.answerTo(request).equals(WireClient.CLOSE) ? "fin" : client.lastAnswer();
      }
      default -> {
        String answer = client.answerTo(request);
        if (expected.endsWith(MORE)
            && answer.startsWith(expected.substring(0, expected.length() - MORE.length()))) {
          return expected;
        }
        int with = expected.indexOf(" with ");
        if (with < 0) {
          return answer;
        }
        String text = expected.substring(with + " with ".length());
        return client.lastAnswer().contains(text)
            ? answer + " with " + text
            : answer + " with " + client.lastAnswer();
      }
    }
  }
}
