package io.classickafka.network;

import io.classickafka.metrics.BeanName;
import io.classickafka.metrics.CountRate;
import io.classickafka.metrics.MetricsRegistry;
import io.classickafka.metrics.WindowMax;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * What goes over some connections, as one bean. Thread-safe: adding takes no lock and makes no
 * object; rates are worked out by whoever reads them.
 *
 * <p>The names are seen from this end of a connection, whichever end began: a request is a frame
 * sent, a response one received.
 */
public final class ConnectionCounts {

  private final LongAdder opened = new LongAdder();
  private final LongAdder closed = new LongAdder();
  private final LongAdder bytesIn = new LongAdder();
  private final LongAdder bytesOut = new LongAdder();
  private final LongAdder framesIn = new LongAdder();
  private final LongAdder framesOut = new LongAdder();
  private final LongAdder transfers = new LongAdder();
  private final WindowMax largestFrame;
  private final MetricsRegistry registry;
  private final BeanName bean;

  /** Shows the bean. */
  public static ConnectionCounts show(MetricsRegistry registry, BeanName bean) {
    return new ConnectionCounts(registry, bean);
  }

  private ConnectionCounts(MetricsRegistry registry, BeanName bean) {
    this.registry = registry;
    this.bean = bean;
    this.largestFrame = new WindowMax(registry.clock());
    count("connection-creation", opened::sum);
    count("connection-close", closed::sum);
    registry.sensor(bean, "connection-count", () -> (double) (opened.sum() - closed.sum()));
    CountRate out = count("outgoing-byte", bytesOut::sum);
    CountRate frames = count("request", framesOut::sum);
    count("incoming-byte", bytesIn::sum);
    count("response", framesIn::sum);
    count("network-io", transfers::sum);
    registry.sensor(bean, "request-size-avg", () -> ratio(out.perSecond(), frames.perSecond()));
    registry.sensor(bean, "request-size-max", () -> (double) largestFrame.get());
  }

  private CountRate count(String name, LongSupplier total) {
    CountRate rate = new CountRate(total, registry.clock());
    registry.sensor(bean, name + "-rate", rate::perSecond);
    registry.sensor(bean, name + "-total", () -> (double) total.getAsLong());
    return rate;
  }

  private static double ratio(double bytes, double frames) {
    return frames == 0 ? 0 : bytes / frames;
  }

  /** Takes the bean away. */
  public void hide() {
    registry.remove(bean);
  }

  /** How many connections were opened. */
  public long openedCount() {
    return opened.sum();
  }

  void opened() {
    opened.increment();
  }

  void closed() {
    closed.increment();
  }

  void received(int bytes, int frames) {
    bytesIn.add(bytes);
    framesIn.add(frames);
    transfers.increment();
  }

  void sent(long bytes) {
    bytesOut.add(bytes);
    framesOut.increment();
    transfers.increment();
    largestFrame.update(bytes);
  }
}
