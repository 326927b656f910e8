package io.classickafka.tools;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Collections;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BrokerProbeTest {

  private static final int SHORT_MS = 300;
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

  private static String freeAddress() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "127.0.0.1:" + socket.getLocalPort();
    }
  }

  @Test
  void isContentWithOneBrokerThatAnswers() throws Exception {
    try (Answerer broker = new Answerer(new byte[] {0, 0, 0, 10, 0, 0, 0, 1})) {
      BrokerProbe.await(freeAddress() + "," + broker.address(), NONE, 5_000);
    }
  }

  @Test
  void namesTheAddressWhereNothingAnswers() throws Exception {
    String address = freeAddress();
    assertThatThrownBy(() -> BrokerProbe.await(address, NONE, SHORT_MS))
        .isInstanceOf(ToolFailure.class)
        .hasMessage("no broker answers at " + address + " (Connection refused)");
  }

  @Test
  void tellsABrokerFromOtherServers() throws Exception {
    try (Answerer other = new Answerer("HTTP/1.1 400 Bad Request".getBytes(US_ASCII))) {
      assertThatThrownBy(() -> BrokerProbe.await(other.address(), NONE, SHORT_MS))
          .hasMessageContaining(other.address())
          .hasMessageContaining("what answers there is no broker");
    }
  }

  @Test
  void asksNothingWhereTheClientMustAuthenticate() throws Exception {
    Map<String, Object> secure = Collections.singletonMap("security.protocol", "SASL_SSL");
    BrokerProbe.await(freeAddress(), secure, SHORT_MS);
  }

  @Test
  void refusesAddressesThatAreNone() {
    assertThatThrownBy(() -> BrokerProbe.await("nowhere", NONE, SHORT_MS))
        .isInstanceOf(UsageFailure.class);
  }
}
