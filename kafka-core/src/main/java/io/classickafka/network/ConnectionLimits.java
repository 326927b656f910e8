package io.classickafka.network;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts connections, over all listeners and by address. Thread-safe, by atomic counters. */
final class ConnectionLimits {

  private final int maxConnections;
  private final int maxPerAddress;
  private final Map<InetAddress, Integer> overrides;
  private final AtomicInteger connections = new AtomicInteger();
  private final ConcurrentHashMap<InetAddress, Integer> byAddress = new ConcurrentHashMap<>();

  /**
   * Makes the counters.
   *
   * @param overrides limits for some addresses in place of {@code maxPerAddress}
   */
  ConnectionLimits(int maxConnections, int maxPerAddress, Map<InetAddress, Integer> overrides) {
    this.maxConnections = maxConnections;
    this.maxPerAddress = maxPerAddress;
    this.overrides = new LinkedHashMap<>(overrides);
  }

  /** Takes one of all connections; false when there is none left. */
  boolean acquire() {
    int before;
    do {
      before = connections.get();
      if (before >= maxConnections) {
        return false;
      }
    } while (!connections.compareAndSet(before, before + 1));
    return true;
  }

  void release() {
    connections.decrementAndGet();
  }

  boolean full() {
    return connections.get() >= maxConnections;
  }

  int connections() {
    return connections.get();
  }

  /** Takes one of an address's connections; false when it has no more. */
  boolean acquire(InetAddress address) {
    int limit = overrides.getOrDefault(address, maxPerAddress);
    int[] granted = {0};
    byAddress.compute(
        address,
        (key, count) -> {
          int now = count == null ? 0 : count;
          granted[0] = now < limit ? 1 : 0;
          int next = now + granted[0];
          return next == 0 ? null : next;
        });
    return granted[0] == 1;
  }

  void release(InetAddress address) {
    byAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
  }
}
