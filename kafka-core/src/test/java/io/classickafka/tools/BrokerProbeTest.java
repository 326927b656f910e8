package io.classickafka.tools;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Collections;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BrokerProbeTest {

  private static final Patience SHORT = new Patience(60_000, 300, 300);
  private static final Map<String, Object> NONE = Collections.emptyMap();

  /** Answers one connection with some bytes, on a port of its own. */
  private static final class Answerer implements AutoCloseable {

    private final ServerSocket socket;
    private final Thread thread;
    private volatile @Nullable IOException failure;

    Answerer(byte[] answer) throws IOException {
      socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      thread =
          new Thread(
              () -> {
                try (Socket peer = socket.accept()) {
                  peer.getInputStream().readNBytes(14);
                  peer.getOutputStream().write(answer);
                  peer.getOutputStream().flush();
                } catch (IOException e) {
                  failure = e;
                }
              });
      thread.start();
    }

    String address() {
      return "127.0.0.1:" + socket.getLocalPort();
    }

    @Override
    public void close() throws IOException {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      socket.close();
      assertThat(failure).isNull();
    }
  }

  private static PrintStream nowhere() {
    return new PrintStream(OutputStream.nullOutputStream(), false, US_ASCII);
  }

  private static String freeAddress() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "127.0.0.1:" + socket.getLocalPort();
    }
  }

  @Test
  void isContentWithOneBrokerThatAnswers() throws Exception {
    try (Answerer broker = new Answerer(new byte[] {0, 0, 0, 10, 0, 0, 0, 1})) {
      BrokerProbe.await(freeAddress() + "," + broker.address(), NONE, Patience.DEFAULT, nowhere());
    }
  }

  @Test
  void namesTheAddressWhereNothingAnswers() throws Exception {
    String address = freeAddress();
    assertThatThrownBy(() -> BrokerProbe.await(address, NONE, SHORT, nowhere()))
        .isInstanceOf(ToolFailure.class)
        .hasMessage("no broker answers at " + address + " (Connection refused)");
  }

  @Test
  void whoWaitsIsToldWhatRefusesBeforeItIsGivenUp() throws Exception {
    String address = freeAddress();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try (PrintStream told = new PrintStream(err, true, US_ASCII)) {
      assertThatThrownBy(() -> BrokerProbe.await(address, NONE, new Patience(0, 999, 60_000), told))
          .isInstanceOf(ToolFailure.class);
    }
    assertThat(err.toString(US_ASCII))
        .isEqualTo(
            "no broker answers at "
                + address
                + " (Connection refused) yet: trying for 1 s more."
                + " Is one running, and is --bootstrap-server right?\n");
  }

  @Test
  void anAddressThatKeepsSilentDoesNotHideTheBrokerAtTheNext() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Answerer broker = new Answerer(new byte[] {0, 0, 0, 10, 0, 0, 0, 1})) {
      String both = "127.0.0.1:" + silent.getLocalPort() + "," + broker.address();
      BrokerProbe.await(both, NONE, new Patience(300, 300, 60_000), nowhere());
    }
  }

  @Test
  void theLimitOfTheClientIsThatOfTheSearch() {
    assertThat(Patience.of(NONE)).isEqualTo(Patience.DEFAULT);
    assertThat(Patience.of(Map.of("default.api.timeout.ms", "20000")))
        .isEqualTo(new Patience(1_000, 20_000, 20_000));
    assertThat(Patience.of(Map.of("default.api.timeout.ms", "soon"))).isEqualTo(Patience.DEFAULT);
    assertThat(Patience.of(Map.of("default.api.timeout.ms", "9999999999")))
        .as("what a socket can wait for")
        .isEqualTo(new Patience(1_000, Integer.MAX_VALUE, Integer.MAX_VALUE));
    assertThat(Patience.DEFAULT.atMost(100)).isEqualTo(new Patience(1_000, 100, 100));
  }

  @Test
  void tellsABrokerFromOtherServers() throws Exception {
    try (Answerer other = new Answerer("HTTP/1.1 400 Bad Request".getBytes(US_ASCII))) {
      assertThatThrownBy(() -> BrokerProbe.await(other.address(), NONE, SHORT, nowhere()))
          .hasMessageContaining(other.address())
          .hasMessageContaining("what answers there is no broker");
    }
  }

  @Test
  void asksNothingWhereTheClientMustAuthenticate() throws Exception {
    Map<String, Object> secure = Collections.singletonMap("security.protocol", "SASL_SSL");
    BrokerProbe.await(freeAddress(), secure, SHORT, nowhere());
  }

  @Test
  void refusesAddressesThatAreNone() {
    assertThatThrownBy(() -> BrokerProbe.await("nowhere", NONE, SHORT, nowhere()))
        .isInstanceOf(UsageFailure.class);
  }
}
