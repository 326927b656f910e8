package io.classickafka.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.classickafka.api.Peer;
import io.classickafka.api.ReplySlot;
import io.classickafka.api.Requests;
import io.classickafka.metrics.MetricsRegistry;
import io.classickafka.seam.ByteSlice;
import io.classickafka.seam.EventLoop;
import io.classickafka.seam.Payload;
import io.classickafka.security.Principal;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClientConnectionTest {

  private static final long IDLE_MS = 600_000;

  private static final ReplySlot.OnSent NOBODY = (turnNs, sentNs) -> {};

  private final ManualLoop loop = new ManualLoop();
  private final FakeConnection socket = new FakeConnection(loop);
  private final List<String> requests = new ArrayList<>();
  private final List<ReplySlot> slots = new ArrayList<>();
  private final LoopConnections siblings = new LoopConnections();
  private final MBeanServer beans = MBeanServerFactory.newMBeanServer();
  private final MetricsRegistry metrics = new MetricsRegistry(beans, () -> 0);
  private final SoftwareCounts software = new SoftwareCounts(metrics, "PLAINTEXT", 0);
  private boolean answerAtOnce;
  private ClientConnection connection;

  private final Requests sink =
      new Requests() {
        @Override
        public @Nullable String refusal(short apiKey, short version) {
          return null;
        }

        @Override
        public void onRequest(Peer peer, EventLoop on, ByteSlice frame, ReplySlot reply) {
          String text = new String(frame.toByteArray(), StandardCharsets.ISO_8859_1);
          frame.release();
          requests.add(text);
          slots.add(reply);
          if (answerAtOnce) {
            reply.send(reply(text), 0, NOBODY);
          }
        }
      };

  @BeforeEach
  void connect() {
    connect(socket, IDLE_MS);
  }

  private void connect(FakeConnection on, long maxIdleMs) {
    Peer peer =
        new Peer("1", "PLAINTEXT", new InetSocketAddress("127.0.0.1", 5), Principal.ANONYMOUS);
    NetworkSettings settings =
        new NetworkSettings(
            1 << 24, maxIdleMs, Integer.MAX_VALUE, Integer.MAX_VALUE, new LinkedHashMap<>());
    connection = new ClientConnection(on, peer, sink, siblings, software, settings);
    connection.onConnected(on);
  }

  private static ByteBuffer frame(String text) {
    byte[] body = text.getBytes(StandardCharsets.ISO_8859_1);
    return ByteBuffer.allocate(4 + body.length).putInt(body.length).put(body).flip();
  }

  private static List<Payload> reply(String text) {
    return List.of(ByteSlice.wrap(frame(text)));
  }

  private void receive(String... texts) {
    for (String text : texts) {
      connection.onReceived(ByteSlice.wrap(frame(text)));
    }
    loop.runAll();
  }

  private void answer(int index) {
    slots.get(index).send(reply("re " + requests.get(index)), 0, NOBODY);
    loop.runAll();
  }

  @Test
  void anotherRequestHurriesTheOneBeforeIt() {
    List<String> hurried = new ArrayList<>();
    receive("a");
    slots.get(0).onHurried(() -> hurried.add("a"));
    receive("b");
    slots.get(1).onHurried(() -> hurried.add("b"));
    assertThat(hurried).containsExactly("a");
    answer(1);
    receive("c");
    assertThat(hurried).containsExactly("a");
  }

  @Test
  void aRequestIsHandledThoughAnsweringTheOneBeforeItFails() {
    receive("a");
    slots
        .get(0)
        .onHurried(
            () -> {
              throw new IllegalStateException("planted");
            });
    assertThatThrownBy(() -> receive("b")).hasMessage("planted");
    assertThat(requests).containsExactly("a", "b");
  }

  @Test
  void aConnectionThatIsToCloseHurriesWhatIsUnderWay() {
    receive("a");
    slots.get(0).onHurried(() -> slots.get(0).send(reply("re a"), 0, NOBODY));
    connection.drain();
    loop.runAll();
    assertThat(socket.closed).isTrue();
  }

  @Test
  void aConnectionCountsByTheLastThatItsClientSaidItIs() throws Exception {
    assertThat(connections("unknown")).isEqualTo(1);
    receive("a");
    slots.get(0).clientIs("sarama", "unknown");
    assertThat(connections("sarama")).isEqualTo(1);
    slots.get(0).clientIs("", "");
    assertThat(connections("sarama")).isZero();
    assertThat(connections("unknown")).isEqualTo(1);
    connection.onClosed(null);
    slots.get(0).clientIs("sarama", "unknown");
    assertThat(connections("sarama")).isZero();
    assertThat(connections("unknown")).isZero();
  }

  private double connections(String software) throws JMException {
    ObjectName bean =
        new ObjectName(
            "kafka.server:type=socket-server-metrics,clientSoftwareName="
                + software
                + ",clientSoftwareVersion=unknown,listener=PLAINTEXT,networkProcessor=0");
    return (double) beans.getAttribute(bean, "connections");
  }

  // B11
  @Test
  void repliesLeaveInTheOrderOfTheirRequests() {
    receive("a", "b", "c", "d");
    answer(2);
    answer(1);
    assertThat(socket.sent).isEmpty();
    answer(0);
    assertThat(socket.sent).containsExactly("re a", "re b", "re c");
    answer(3);
    assertThat(socket.sent).hasSize(4);
  }

  @Test
  void aRequestWithoutReplyDoesNotHoldUpTheOthers() {
    receive("a", "b");
    answer(1);
    slots.get(0).sendNothing(0);
    loop.runAll();
    assertThat(socket.sent).containsExactly("re b");
  }

  // B10
  @Test
  void soManyRequestsAreInFlightAndThenReadingStops() {
    ByteBuffer many = ByteBuffer.allocate(100_000);
    for (int i = 0; i < 10_000; i++) {
      many.put(frame("ping"));
    }
    connection.onReceived(ByteSlice.wrap(many.flip()));
    assertThat(requests).hasSize(ClientConnection.MAX_IN_FLIGHT);
    assertThat(socket.reading).isFalse();
    answer(0);
    assertThat(requests).hasSize(ClientConnection.MAX_IN_FLIGHT + 1);
    answerAtOnce = true;
    for (int i = 1; i <= ClientConnection.MAX_IN_FLIGHT; i++) {
      answer(i);
    }
    assertThat(socket.sent).hasSize(10_000);
    assertThat(socket.reading).isTrue();
  }

  @Test
  void largeRequestsInFlightStopReadingSooner() {
    receive("x".repeat(ClientConnection.MAX_IN_FLIGHT_BYTES), "y");
    assertThat(requests).hasSize(1);
    assertThat(socket.reading).isFalse();
    answer(0);
    assertThat(requests).hasSize(2);
    assertThat(socket.reading).isTrue();
  }

  @Test
  void aPeerThatReadsNoRepliesIsNotReadEither() {
    socket.peerTakes = false;
    answerAtOnce = true;
    for (int i = 0; i < 100; i++) {
      receive("x".repeat(100_000));
    }
    assertThat(socket.reading).isFalse();
    assertThat(socket.pendingBytes()).isLessThan(ClientConnection.MAX_UNSENT_BYTES + 2 * 100_000);
    socket.peerTakes = true;
    socket.take();
    loop.runAll();
    assertThat(socket.sent).hasSize(100);
    assertThat(socket.reading).isTrue();
  }

  @Test
  void aThrottledConnectionIsAnsweredButNotReadForSoLong() {
    receive("a");
    slots.get(0).send(reply("slow down"), 250, NOBODY);
    receive("b");
    assertThat(socket.sent).containsExactly("slow down");
    assertThat(socket.reading).isFalse();
    assertThat(requests).hasSize(1);
    loop.advance(249);
    assertThat(requests).hasSize(1);
    loop.advance(1);
    assertThat(requests).hasSize(2);
    assertThat(socket.reading).isTrue();
  }

  @Test
  void aReplyTellsWhenItsTurnCameAndWhenItWasSent() {
    List<Long> turnAndSentMs = new ArrayList<>();
    receive("a", "b");
    socket.peerTakes = false;
    long startMs = loop.monotonicMs();
    slots
        .get(1)
        .send(
            reply("second"),
            0,
            (turnNs, sentNs) -> {
              turnAndSentMs.add(turnNs / 1_000_000 - startMs);
              turnAndSentMs.add(sentNs / 1_000_000 - startMs);
            });
    loop.advance(7);
    answer(0);
    loop.advance(5);
    assertThat(turnAndSentMs).isEmpty();
    socket.peerTakes = true;
    socket.take();
    loop.runAll();
    assertThat(turnAndSentMs).containsExactly(7L, 12L);
  }

  @Test
  void whatCameBeforeABadFrameIsAnsweredAndThenItCloses() {
    receive("a");
    connection.onReceived(ByteSlice.wrap(ByteBuffer.allocate(4).putInt(0, -1)));
    receive("never read");
    assertThat(socket.closed).isFalse();
    answer(0);
    assertThat(socket.sent).containsExactly("re a");
    assertThat(socket.closed).isTrue();
    assertThat(requests).containsExactly("a");
  }

  @Test
  void aRequestThatIsRefusedClosesAfterTheRepliesBeforeIt() {
    receive("a", "b", "c");
    slots.get(1).close("no such thing", "Metadata");
    answer(2);
    assertThat(socket.closed).isFalse();
    answer(0);
    assertThat(socket.sent).containsExactly("re a");
    assertThat(socket.closed).isTrue();
  }

  // B6
  @Test
  void aSilentConnectionIsClosedAtTheIdleLimit() {
    loop.advance(IDLE_MS - 1);
    assertThat(socket.closed).isFalse();
    loop.advance(1);
    assertThat(socket.closed).isTrue();
  }

  @Test
  void aNegativeIdleLimitClosesNoConnection() {
    FakeConnection patient = new FakeConnection(loop);
    connect(patient, -1);
    loop.advance(10 * IDLE_MS);
    assertThat(patient.closed).isFalse();
  }

  @Test
  void requestsAndRepliesRestartTheIdleClock() {
    answerAtOnce = true;
    for (int i = 0; i < 5; i++) {
      loop.advance(IDLE_MS - 1);
      receive("still here");
    }
    assertThat(socket.closed).isFalse();
    assertThat(loop.timers()).isEqualTo(1);
    loop.advance(IDLE_MS);
    assertThat(socket.closed).isTrue();
  }

  // B5
  @Test
  void aFrameMustBeWholeWithinTheIdleLimitOfItsFirstByte() {
    loop.advance(1_000);
    byte[] bytes = frame("x".repeat(1_000)).array();
    int sent = 0;
    while (!socket.closed && sent < bytes.length) {
      connection.onReceived(ByteSlice.wrap(new byte[] {bytes[sent++]}));
      loop.advance(10_000);
    }
    assertThat(sent).isEqualTo(60);
    assertThat(requests).isEmpty();
  }

  @Test
  void theTimeForAFrameIsNotSpentWhileWeDoNotRead() {
    String large = "x".repeat(ClientConnection.MAX_IN_FLIGHT_BYTES);
    receive(large);
    connection.onReceived(ByteSlice.wrap(new byte[] {0, 0, 0, 2, 0}));
    loop.advance(IDLE_MS - 10);
    answer(0);
    loop.advance(20);
    assertThat(socket.closed).isFalse();
    connection.onReceived(ByteSlice.wrap(new byte[] {1}));
    assertThat(requests).hasSize(2);
  }

  // B4
  @Test
  void aConnectionThatGoesAwayLeavesNothingBehind() {
    receive("a", "b");
    connection.onReceived(ByteSlice.wrap(new byte[] {0, 0, 0, 100, 1}));
    connection.onClosed(null);
    answer(1);
    answer(0);
    assertThat(socket.sent).isEmpty();
    assertThat(loop.timers()).isZero();
  }

  @Test
  void drainingAnswersWhatWasTakenAndClosesThen() {
    receive("a", "b");
    boolean[] drained = {false};
    siblings.drain(() -> drained[0] = true);
    receive("too late");
    answer(1);
    assertThat(socket.closed).isFalse();
    answer(0);
    assertThat(socket.sent).containsExactly("re a", "re b");
    assertThat(socket.closed).isTrue();
    connection.onClosed(null);
    assertThat(drained[0]).isTrue();
    assertThat(requests).containsExactly("a", "b");
  }

  @Test
  void reasonsCannotForgeLinesInTheLog() {
    assertThat(RefusalLog.escape("a\r\nb\u001b[31m\"\u202e"))
        .isEqualTo("\"a\\u000d\\u000ab\\u001b[31m\\\"\\u202e\"");
    assertThat(RefusalLog.escape("x".repeat(1_000))).hasSize(122);
  }
}
