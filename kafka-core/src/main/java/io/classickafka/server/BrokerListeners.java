package io.classickafka.server;

import io.classickafka.config.BrokerConfig;
import io.classickafka.config.BrokerProperties;
import io.classickafka.config.Endpoint;
import io.classickafka.config.SecurityProtocol;
import io.classickafka.network.NetworkServer;
import io.classickafka.network.NetworkSettings;
import io.classickafka.zk.BrokerEndpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The listeners as the settings name them: where they bind, and what others are told. */
final class BrokerListeners {

  private BrokerListeners() {}

  /** The limits of connections, as the settings name them. */
  static NetworkSettings settings(BrokerConfig config) throws StartFailedException {
    return new NetworkSettings(
        config.get(BrokerProperties.SOCKET_REQUEST_MAX_BYTES),
        config.get(BrokerProperties.CONNECTIONS_MAX_IDLE_MS),
        config.get(BrokerProperties.MAX_CONNECTIONS),
        config.get(BrokerProperties.MAX_CONNECTIONS_PER_IP),
        overrides(config.get(BrokerProperties.MAX_CONNECTIONS_PER_IP_OVERRIDES)));
  }

  private static Map<InetAddress, Integer> overrides(String text) throws StartFailedException {
    Map<InetAddress, Integer> overrides = new LinkedHashMap<>();
    for (String entry : text.split(",", -1)) {
      if (entry.isBlank()) {
        continue;
      }
      int colon = entry.lastIndexOf(':');
      try {
        String host = entry.substring(0, Math.max(0, colon)).trim();
        overrides.put(
            InetAddress.getByName(host), Integer.valueOf(entry.substring(colon + 1).trim()));
      } catch (UnknownHostException | NumberFormatException e) {
        throw new StartFailedException(
            BrokerProperties.MAX_CONNECTIONS_PER_IP_OVERRIDES.name()
                + " has '"
                + entry
                + "', which is no host:count",
            e);
      }
    }
    return overrides;
  }

  /**
   * Binds all listeners.
   *
   * @return the ports, by listener
   */
  static Map<String, Integer> bind(BrokerConfig config, NetworkServer server)
      throws StartFailedException {
    Map<String, Integer> ports = new LinkedHashMap<>();
    for (Endpoint endpoint : config.listeners().bound()) {
      if (endpoint.protocol() != SecurityProtocol.PLAINTEXT) {
        throw new StartFailedException(
            "listener "
                + endpoint
                + " wants "
                + endpoint.protocol()
                + "; this version serves PLAINTEXT only",
            null);
      }
      InetSocketAddress address =
          endpoint.host().isEmpty()
              ? new InetSocketAddress(endpoint.port())
              : new InetSocketAddress(endpoint.host(), endpoint.port());
      if (address.isUnresolved()) {
        throw new StartFailedException(
            "listener " + endpoint + " cannot be bound: no such host", null);
      }
      try {
        ports.put(endpoint.listenerName(), server.bind(endpoint.listenerName(), address).getPort());
      } catch (IOException e) {
        throw new StartFailedException(
            "listener "
                + endpoint
                + " cannot be bound, is the port in use by another process? ("
                + e.getMessage()
                + ")",
            e);
      }
    }
    return ports;
  }

  /** What the registration tells others, once the ports are known. */
  static List<BrokerEndpoint> advertised(BrokerConfig config, Map<String, Integer> ports)
      throws StartFailedException {
    List<BrokerEndpoint> advertised = new ArrayList<>();
    for (Endpoint endpoint : config.listeners().advertised()) {
      Endpoint reachable =
          endpoint.reachableAs(
              endpoint.host().isEmpty() ? ownName() : endpoint.host(),
              ports.getOrDefault(endpoint.listenerName(), endpoint.port()));
      advertised.add(
          new BrokerEndpoint(
              reachable.listenerName(),
              reachable.protocol().name(),
              reachable.host(),
              reachable.port()));
    }
    return advertised;
  }

  private static String ownName() throws StartFailedException {
    try {
      return InetAddress.getLocalHost().getCanonicalHostName();
    } catch (UnknownHostException e) {
      throw new StartFailedException(
          "this host's own name cannot be resolved; set advertised.listeners", e);
    }
  }
}
