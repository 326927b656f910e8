package io.classickafka.network;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The limits of connections.
 *
 * @param maxRequestBytes largest frame, {@code socket.request.max.bytes}
 * @param maxIdleMs after which a silent connection is closed, {@code connections.max.idle.ms};
 *     negative for never
 * @param maxConnections over all listeners; who comes then waits to be accepted
 * @param maxConnectionsPerAddress who comes then is closed at once
 * @param addressOverrides in place of {@code maxConnectionsPerAddress}
 */
public record NetworkSettings(
    int maxRequestBytes,
    long maxIdleMs,
    int maxConnections,
    int maxConnectionsPerAddress,
    Map<InetAddress, Integer> addressOverrides) {

  public NetworkSettings {
    addressOverrides = new LinkedHashMap<>(addressOverrides);
  }
}
