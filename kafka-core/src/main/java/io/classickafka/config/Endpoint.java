package io.classickafka.config;

/**
 * One listener: its name, its security protocol, and an address to bind or to advertise.
 *
 * @param listenerName in upper case
 * @param host a name or an address, an IPv6 one without brackets; empty is every interface
 * @param port 0 lets the system choose
 */
public record Endpoint(String listenerName, SecurityProtocol protocol, String host, int port) {

  /** Whether the address to bind is every interface, which nobody can connect to by name. */
  public boolean bindsEveryInterface() {
    return host.isEmpty() || host.equals("0.0.0.0") || host.equals("::");
  }

  /** The endpoint as others reach it: an empty host and a chosen port are filled in. */
  public Endpoint reachableAs(String hostName, int boundPort) {
    return new Endpoint(
        listenerName, protocol, host.isEmpty() ? hostName : host, port == 0 ? boundPort : port);
  }

  /** The text of a {@code listeners} entry, {@code NAME://host:port}, IPv6 in brackets. */
  public String connectionString() {
    return listenerName + "://" + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }

  @Override
  public String toString() {
    return connectionString();
  }
}
