package io.classickafka.zk;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a broker can be reached through one of its listeners.
 *
 * @param listener the listener's name, in upper case
 * @param securityProtocol one of {@link #SECURITY_PROTOCOLS}
 * @param host a name or address, IPv6 without brackets
 */
public record BrokerEndpoint(String listener, String securityProtocol, String host, int port) {
  public static final String PLAINTEXT = "PLAINTEXT";

  public static final List<String> SECURITY_PROTOCOLS =
      List.of(PLAINTEXT, "SSL", "SASL_PLAINTEXT", "SASL_SSL");

  private static final int MAX_PORT = 65_535;
  private static final Pattern URI =
      Pattern.compile("([^:/]+)://(?:\\[([0-9a-zA-Z\\-%._:]+)]|([0-9a-zA-Z\\-%._:]+)):(\\d{1,5})");

  public BrokerEndpoint {
    listener = listener.toUpperCase(Locale.ROOT);
    if (listener.isEmpty() || host.isEmpty()) {
      throw new IllegalArgumentException("a listener without name or host");
    }
    if (!SECURITY_PROTOCOLS.contains(securityProtocol)) {
      throw new IllegalArgumentException("not a security protocol: " + securityProtocol);
    }
    if (port < 0 || port > MAX_PORT) {
      throw new IllegalArgumentException("not a port: " + port);
    }
  }

  /** {@code NAME://host:port}, an IPv6 host in brackets. */
  public String uri() {
    String bracketed = host.indexOf(':') >= 0 ? '[' + host + ']' : host;
    return listener + "://" + bracketed + ':' + port;
  }

  /** A listener, host and port before the listener's security protocol is known. */
  record Address(String listener, String host, int port) {
    static Optional<Address> parse(String uri) {
      Matcher matcher = URI.matcher(uri);
      if (!matcher.matches()) {
        return Optional.empty();
      }
      String host = matcher.group(2) != null ? matcher.group(2) : matcher.group(3);
      int port = Integer.parseInt(matcher.group(4));
      return port > MAX_PORT
          ? Optional.empty()
          : Optional.of(new Address(matcher.group(1).toUpperCase(Locale.ROOT), host, port));
    }
  }
}
