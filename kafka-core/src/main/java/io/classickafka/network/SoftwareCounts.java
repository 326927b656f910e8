package io.classickafka.network;

import io.classickafka.metrics.BeanName;
import io.classickafka.metrics.MetricsRegistry;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one listener on one network loop by what their clients say they are (KIP-511).
 * State of that loop; only the numbers are read elsewhere.
 *
 * <p>Clients name themselves, so names are bounded: one that no connection has stays until its
 * place is needed, which also spares a bean for every connection that comes and goes. When all are
 * in use a further one is not counted.
 */
final class SoftwareCounts {

  /** As many as Apache's broker shows. */
  static final int MAX_NAMES = 100;

  /** Longer names and versions count as unknown. */
  static final int MAX_CHARS = 255;

  private static final String UNKNOWN = "unknown";

  private final MetricsRegistry registry;
  private final int loop;
  private final String listener;
  private final Map<Name, Count> counts = new LinkedHashMap<>();

  SoftwareCounts(MetricsRegistry registry, String listener, int loop) {
    this.registry = registry;
    this.listener = listener;
    this.loop = loop;
  }

  private record Name(String software, String version) {}

  /** How many connections have one name; they hold it. */
  static final class Count {
    private final BeanName bean;
    private final AtomicInteger connections = new AtomicInteger();

    private Count(BeanName bean) {
      this.bean = bean;
    }
  }

  /** Counts a connection that has not said what its client is. */
  @Nullable Count unknown() {
    return count(UNKNOWN, UNKNOWN);
  }

  /**
   * Counts a connection.
   *
   * @param software empty when the client did not say
   * @return what is to be given back when the connection closes or changes its name; null when it
   *     is not counted
   */
  @Nullable Count count(String software, String version) {
    boolean named = isShort(software) && isShort(version);
    Name name = named ? new Name(software, version) : new Name(UNKNOWN, UNKNOWN);
    Count count = counts.get(name);
    if (count == null) {
      if (counts.size() >= MAX_NAMES && !makeRoom()) {
        return null;
      }
      count = show(name);
      counts.put(name, count);
    }
    count.connections.incrementAndGet();
    return count;
  }

  private static boolean isShort(String text) {
    return !text.isEmpty() && text.length() <= MAX_CHARS;
  }

  void release(@Nullable Count count) {
    if (count != null) {
      count.connections.decrementAndGet();
    }
  }

  private Count show(Name name) {
    Count count =
        new Count(
            ServerCounts.SERVER
                .with("clientSoftwareName", name.software)
                .with("clientSoftwareVersion", name.version)
                .with("listener", listener)
                .with("networkProcessor", loop));
    registry.sensor(count.bean, "connections", () -> (double) count.connections.get());
    return count;
  }

  private boolean makeRoom() {
    Iterator<Count> each = counts.values().iterator();
    while (each.hasNext()) {
      Count count = each.next();
      if (count.connections.get() == 0) {
        each.remove();
        registry.remove(count.bean);
        return true;
      }
    }
    return false;
  }
}
