package io.classickafka.tools;

import io.classickafka.client.cluster.HostPort;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;

/**
 * Finds out whether a broker answers at one of the addresses to start from, so that a tool can say
 * at once that there is none.
 *
 * <p>An address that refuses is tried again for a while: a script may have started the broker a
 * moment ago.
 */
final class BrokerProbe {

  static final int PATIENCE_MS = 8_000;

  private static final int PAUSE_MS = 250;
  private static final int MAX_ANSWER_BYTES = 1 << 20;
  // ApiVersions 0 with correlation id 1 and no client id: every broker since 0.10 answers it.
  private static final byte[] QUESTION = {
    0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 1, (byte) 0xff, (byte) 0xff
  };

  private final long deadlineNs;

  private BrokerProbe(long deadlineNs) {
    this.deadlineNs = deadlineNs;
  }

  /**
   * Returns as soon as a broker answers. Asks nothing where a client would have to say who it is.
   *
   * @param bootstrap addresses with commas between them
   * @param settings the client's
   */
  static void await(String bootstrap, Map<String, ?> settings, int patienceMs) throws ToolFailure {
    List<HostPort> addresses = addresses(bootstrap);
    Object security = settings.get("security.protocol");
    if (security != null && !security.toString().equalsIgnoreCase("PLAINTEXT")) {
      return;
    }
    new BrokerProbe(System.nanoTime() + patienceMs * 1_000_000L).await(addresses);
  }

  private static List<HostPort> addresses(String bootstrap) throws UsageFailure {
    List<String> texts = new ArrayList<>();
    for (String text : Arrays.asList(bootstrap.split(",", -1))) {
      if (!text.isBlank()) {
        texts.add(text.strip());
      }
    }
    try {
      return HostPort.parseAll(texts);
    } catch (ConfigException e) {
      throw new UsageFailure("--bootstrap-server takes host:port, not '" + bootstrap + "'");
    }
  }

  private void await(List<HostPort> addresses) throws ToolFailure {
    String why = "";
    while (true) {
      for (HostPort address : addresses) {
        try {
          ask(address);
          return;
        } catch (UnknownHostException e) {
          why = "the name " + address.host() + " is not known";
        } catch (SocketTimeoutException e) {
          // Whatever else was heard tells more.
          why = why.isEmpty() ? "no answer in time" : why;
        } catch (IOException e) {
          why = String.valueOf(e.getMessage());
        }
      }
      if (leftMs() <= PAUSE_MS) {
        throw new ToolFailure(
            "no broker answers at "
                + String.join(",", addresses.stream().map(HostPort::toString).toList())
                + " ("
                + why
                + ")",
            "start one, or correct --bootstrap-server");
      }
      pause();
    }
  }

  private int leftMs() {
    return (int) ((deadlineNs - System.nanoTime()) / 1_000_000);
  }

  private static void pause() throws ToolFailure {
    try {
      Thread.sleep(PAUSE_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ToolFailure("interrupted", e);
    }
  }

  private void ask(HostPort address) throws IOException {
    try (Socket socket = new Socket()) {
      int timeoutMs = Math.max(1, leftMs());
      socket.connect(new InetSocketAddress(address.host(), address.port()), timeoutMs);
      socket.setSoTimeout(timeoutMs);
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      out.write(QUESTION);
      out.flush();
      DataInputStream in = new DataInputStream(socket.getInputStream());
      byte[] head = new byte[2 * Integer.BYTES];
      if (in.readNBytes(head, 0, head.length) < head.length) {
        throw new IOException("the connection was closed: is it a broker?");
      }
      ByteBuffer answer = ByteBuffer.wrap(head);
      int sizeBytes = answer.getInt();
      if (sizeBytes < Integer.BYTES || sizeBytes > MAX_ANSWER_BYTES || answer.getInt() != 1) {
        throw new IOException("what answers there is no broker");
      }
    }
  }
}
