package io.classickafka.metrics;

import com.codahale.metrics.Clock;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.Histogram;
import com.codahale.metrics.Meter;
import com.codahale.metrics.Metric;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Timer;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of one broker: each made on the first call that names it, visible as an MBean until
 * it is removed or the registry is closed.
 *
 * <p>May be used on any thread. Asking for a metric is a lookup by name: keep what is returned
 * where it is used often. A name stands for one metric; asking for it as another kind is a bug.
 *
 * <p>The word for what a meter counts ({@code bytes}, {@code requests}) is its EventType attribute.
 */
public final class MetricsRegistry implements AutoCloseable {

  private static final Logger LOG = LogManager.getLogger(MetricsRegistry.class);

  private final @Nullable MBeanServer server;
  private final LongSupplier monotonicNs;
  private final Clock clock;
  private final MetricRegistry metrics = new MetricRegistry();
  private final Map<BeanName, Object> byName = new ConcurrentHashMap<>();

  /** Beans that are no metrics. */
  private final Queue<ObjectName> others = new ConcurrentLinkedQueue<>();

  /** Names under which this registry's beans stand at the server; guarded by this. */
  private final NavigableSet<BeanName> visible = new TreeSet<>();

  /**
   * @param server where the beans appear; null keeps them to this registry
   * @param monotonicNs a clock that any thread may read
   */
  public MetricsRegistry(@Nullable MBeanServer server, LongSupplier monotonicNs) {
    this.server = server;
    this.monotonicNs = monotonicNs;
    this.clock = new MonotonicClock(monotonicNs);
  }

  /** The clock of all rates: monotonic nanoseconds, read by any thread. */
  public LongSupplier clock() {
    return monotonicNs;
  }

  /** A meter of events, in events a second. */
  public Meter meter(BeanName name, String eventType) {
    return meter(name, eventType, TimeUnit.SECONDS);
  }

  /** A meter whose rates are per another unit: a share of time is counted in nanoseconds. */
  public Meter meter(BeanName name, String eventType, TimeUnit rateUnit) {
    return add(
        name,
        Meter.class,
        this::newMeter,
        meter -> MetricBeans.ofMeter(meter, eventType, rateUnit));
  }

  /** A gauge. The supplier is called on whichever thread reads the bean. */
  public void gauge(BeanName name, Supplier<?> value) {
    add(
        name,
        SuppliedGauge.class,
        () -> new SuppliedGauge(value),
        gauge -> MetricBeans.ofGauge(gauge::getValue));
  }

  /** A histogram of the last five to ten minutes. */
  public Histogram histogram(BeanName name) {
    return add(
        name,
        Histogram.class,
        () -> new Histogram(new WindowedReservoir(clock)),
        MetricBeans::ofHistogram);
  }

  /** A timer in milliseconds, of calls a second. */
  public Timer timer(BeanName name) {
    return add(
        name,
        Timer.class,
        () -> new Timer(newMeter(), new Histogram(new WindowedReservoir(clock)), clock),
        timer -> MetricBeans.ofTimer(timer, "calls", TimeUnit.SECONDS, TimeUnit.MILLISECONDS));
  }

  /**
   * One attribute of a bean that has several, each a number. The bean appears with its first
   * attribute; giving an attribute again replaces it.
   */
  public void sensor(BeanName name, String attribute, DoubleSupplier value) {
    bean(name).put(attribute, "double", value::getAsDouble);
  }

  /** One attribute of a bean that has several, of any type. */
  public void attribute(BeanName name, String attribute, Class<?> type, Supplier<?> value) {
    bean(name).put(attribute, type.getName(), value);
  }

  /** Shows a bean that is no metric, such as one with operations, under a name as JMX writes it. */
  public void bean(String name, Object bean) {
    if (server == null) {
      return;
    }
    try {
      ObjectName objectName = new ObjectName(name);
      server.registerMBean(bean, objectName);
      others.add(objectName);
    } catch (JMException e) {
      LOG.warn("bean not visible bean={}", name, e);
    }
  }

  /** Removes a metric, or a bean with all its attributes. Nothing happens when there is none. */
  public synchronized void remove(BeanName name) {
    Object metric = byName.remove(name);
    if (metric != null) {
      metrics.remove(name.toString());
      unregister(name);
    }
  }

  /** Removes everything with a tag of this value, such as the metrics of a deleted topic. */
  public void removeTagged(String key, String value) {
    for (BeanName name : byName.keySet()) {
      if (value.equals(name.tag(key))) {
        remove(name);
      }
    }
  }

  /** How many metrics there are. */
  public int size() {
    return byName.size();
  }

  /** The metrics as Dropwizard's reporters read them, under their bean names. */
  public MetricRegistry dropwizard() {
    return metrics;
  }

  @Override
  public void close() {
    for (BeanName name : byName.keySet()) {
      remove(name);
    }
    for (ObjectName name = others.poll(); name != null; name = others.poll()) {
      unregister(name);
    }
  }

  private AttributesBean bean(BeanName name) {
    Object found = byName.get(name);
    if (found == null) {
      found = addIfAbsent(name, () -> new AttributesBean("sensor"), bean -> bean);
    }
    return requireKind(name, AttributesBean.class, found);
  }

  private <M extends Metric> M add(
      BeanName name, Class<M> kind, Supplier<M> maker, BeanMaker<M> beanMaker) {
    Object found = byName.get(name);
    if (found == null) {
      found = addIfAbsent(name, maker, beanMaker);
    }
    return requireKind(name, kind, found);
  }

  /** Under the lock, so that a removal at the same time cannot leave half of a metric behind. */
  private synchronized <M> Object addIfAbsent(
      BeanName name, Supplier<M> maker, BeanMaker<M> beanMaker) {
    Object found = byName.get(name);
    if (found != null) {
      return found;
    }
    M made = maker.get();
    byName.put(name, made);
    if (made instanceof Metric metric) {
      metrics.register(name.toString(), metric);
    }
    if (server != null) {
      register(server, name, beanMaker.beanOf(made));
    }
    return made;
  }

  private Meter newMeter() {
    return new Meter(new MovingRates(clock), clock);
  }

  private static <M> M requireKind(BeanName name, Class<M> kind, Object found) {
    if (!kind.isInstance(found)) {
      throw new IllegalStateException(
          name + " is a " + found.getClass().getSimpleName() + ", not a " + kind.getSimpleName());
    }
    return kind.cast(found);
  }

  private void register(MBeanServer at, BeanName name, ReadOnlyBean bean) {
    try {
      at.registerMBean(bean, name.objectName());
      visible.add(name);
    } catch (InstanceAlreadyExistsException e) {
      LOG.warn("metric not visible, name taken by another registry bean={}", name);
    } catch (JMException e) {
      LOG.warn("metric not visible bean={}", name, e);
    }
  }

  private void unregister(BeanName name) {
    if (visible.remove(name)) {
      unregister(name.objectName());
    }
  }

  private void unregister(ObjectName name) {
    if (server == null) {
      return;
    }
    try {
      server.unregisterMBean(name);
    } catch (InstanceNotFoundException e) {
      LOG.debug("metric was not visible bean={}", name);
    } catch (JMException e) {
      LOG.warn("metric not removed bean={}", name, e);
    }
  }

  private interface BeanMaker<M> {
    ReadOnlyBean beanOf(M metric);
  }

  private record SuppliedGauge(Supplier<?> supplier) implements Gauge<@Nullable Object> {
    @Override
    public @Nullable Object getValue() {
      return supplier.get();
    }
  }

  /** Dropwizard's clock, told the time from outside. */
  private static final class MonotonicClock extends Clock {
    private final LongSupplier monotonicNs;

    MonotonicClock(LongSupplier monotonicNs) {
      this.monotonicNs = monotonicNs;
    }

    @Override
    public long getTick() {
      return monotonicNs.getAsLong();
    }

    @Override
    public long getTime() {
      return TimeUnit.NANOSECONDS.toMillis(monotonicNs.getAsLong());
    }
  }
}
