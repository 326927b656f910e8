package io.classickafka.tools;

import io.classickafka.client.cluster.HostPort;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ConnectException;
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
 * soon that there is none.
 *
 * <p>What does not answer is tried again for a while, and who waits is told so after a second.
 */
final class BrokerProbe {

  private static final int PAUSE_MS = 250;
  private static final int MAX_ANSWER_BYTES = 1 << 20;
  // ApiVersions 0 with correlation id 1 and no client id: every broker since 0.10 answers it.
  private static final byte[] QUESTION = {
    0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 1, (byte) 0xff, (byte) 0xff
  };

  private final List<HostPort> addresses;
  private final Patience patience;
  private final long beganNs = System.nanoTime();

  private BrokerProbe(List<HostPort> addresses, Patience patience) {
    this.addresses = addresses;
    this.patience = patience;
  }

  /**
   * Returns as soon as a broker answers. Asks nothing where a client would have to say who it is.
   *
   * @param bootstrap addresses with commas between them
   * @param settings the client's
   * @param err where to tell what is waited for
   */
  static void await(String bootstrap, Map<String, ?> settings, Patience patience, PrintStream err)
      throws ToolFailure {
    List<HostPort> addresses = addresses(bootstrap);
    Object security = settings.get("security.protocol");
    if (security != null && !security.toString().equalsIgnoreCase("PLAINTEXT")) {
      return;
    }
    new BrokerProbe(addresses, patience).await(err);
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

  private void await(PrintStream err) throws ToolFailure {
    boolean told = false;
    String why = "";
    while (true) {
      boolean refused = true;
      for (int i = 0; i < addresses.size(); i++) {
        HostPort address = addresses.get(i);
        try {
          // In the first round nobody waits for long: what is wrong is told soon.
          long untilMs = patience.silentMs();
          long leftMs = leftMs(told ? untilMs : Math.min(untilMs, patience.tellAfterMs()));
          ask(address, (int) Math.max(PAUSE_MS, leftMs / (addresses.size() - i)));
          return;
        } catch (UnknownHostException e) {
          why = "the name " + address.host() + " is not known";
        } catch (ConnectException e) {
          why = String.valueOf(e.getMessage());
        } catch (SocketTimeoutException e) {
          refused = false;
          // Whatever else was heard tells more.
          why = why.isEmpty() ? "no answer in time" : why;
        } catch (IOException e) {
          refused = false;
          why = String.valueOf(e.getMessage());
        }
      }
      long leftMs = leftMs(refused ? patience.refusedMs() : patience.silentMs());
      if (leftMs <= PAUSE_MS) {
        throw new ToolFailure(nobody(why), "start one, or correct --bootstrap-server");
      }
      if (!told && leftMs(patience.tellAfterMs()) <= 0) {
        told = true;
        err.println(
            nobody(why)
                + " yet: trying for "
                + (leftMs + 999) / 1_000
                + " s more. Is one running, and is --bootstrap-server right?");
      }
      pause();
    }
  }

  private String nobody(String why) {
    return "no broker answers at "
        + String.join(",", addresses.stream().map(HostPort::toString).toList())
        + " ("
        + why
        + ")";
  }

  private long leftMs(long patienceMs) {
    return patienceMs - (System.nanoTime() - beganNs) / 1_000_000;
  }

  private static void pause() throws ToolFailure {
    try {
      Thread.sleep(PAUSE_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ToolFailure("interrupted", e);
    }
  }

  private static void ask(HostPort address, int timeoutMs) throws IOException {
    try (Socket socket = new Socket()) {
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
