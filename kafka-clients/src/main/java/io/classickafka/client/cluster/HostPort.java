package io.classickafka.client.cluster;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.config.ConfigException;

/** An address as it was written: the name is resolved with each connection. */
public record HostPort(String host, int port) {

  /** Reads {@code host:port} or {@code [address]:port}, as in {@code bootstrap.servers}. */
  public static HostPort parse(String text) {
    String name = "bootstrap.servers";
    int colon = text.lastIndexOf(':');
    if (colon <= 0) {
      throw new ConfigException(name, text, "expected host:port");
    }
    String host = text.substring(0, colon);
    // An application may write a whole listener here, with its protocol.
    int scheme = host.indexOf("://");
    host = scheme < 0 ? host : host.substring(scheme + 3);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.indexOf(':') >= 0) {
      throw new ConfigException(name, text, "an IPv6 address stands in brackets");
    }
    try {
      int port = Integer.parseInt(text.substring(colon + 1).strip());
      if (!host.isEmpty() && port > 0 && port <= 65535) {
        return new HostPort(host, port);
      }
    } catch (NumberFormatException e) {
      // Told below, like every other port that cannot be.
    }
    throw new ConfigException(name, text, "expected host:port");
  }

  /** Reads a list of addresses, of which there must be one at least. */
  public static List<HostPort> parseAll(List<?> texts) {
    List<HostPort> addresses = new ArrayList<>();
    for (Object text : texts) {
      addresses.add(parse(text.toString()));
    }
    if (addresses.isEmpty()) {
      throw new ConfigException("bootstrap.servers", texts, "at least one address is needed");
    }
    return List.copyOf(addresses);
  }

  /** Whether this is an address, of which none is made to compare: it is asked for each batch. */
  boolean is(String otherHost, int otherPort) {
    return port == otherPort && host.equals(otherHost);
  }

  // By hand, as it is compared in the start of each client, which pays for what is generated.
  @Override
  public boolean equals(Object other) {
    return other instanceof HostPort that && is(that.host, that.port);
  }

  @Override
  public int hashCode() {
    return 31 * host.hashCode() + port;
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
