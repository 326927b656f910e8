package io.classickafka.metrics;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import javax.management.AttributeNotFoundException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import org.jspecify.annotations.Nullable;

/**
 * What the MBeans of one kind of metric have in common: the attributes, and how each is read from
 * the metric. A broker shows hundreds of metrics before it serves; so a bean of a kind holds the
 * metric and nothing else. Immutable.
 *
 * @param <M> what a bean shows
 */
final class BeanKind<M> {

  private record Entry<M>(String type, Function<M, ?> value) {}

  private final Map<String, Entry<M>> attributes;
  private final MBeanInfo info;

  private BeanKind(String description, Map<String, Entry<M>> attributes) {
    this.attributes = attributes;
    this.info =
        new MBeanInfo(
            Bean.class.getName(),
            description,
            attributes.entrySet().stream()
                .map(
                    entry ->
                        new MBeanAttributeInfo(
                            entry.getKey(),
                            entry.getValue().type,
                            entry.getKey(),
                            true,
                            false,
                            false))
                .toArray(MBeanAttributeInfo[]::new),
            null,
            null,
            null);
  }

  ReadOnlyBean bean(M metric) {
    return new Bean<>(this, metric);
  }

  /** Takes the attributes of a kind, in the order in which JMX lists them. */
  static final class Builder<M> {

    private final String description;
    private final Map<String, Entry<M>> attributes = new LinkedHashMap<>();

    /**
     * @param description what beans of the kind measure
     */
    Builder(String description) {
      this.description = description;
    }

    Builder<M> put(String name, String type, Function<M, ?> value) {
      attributes.put(name, new Entry<>(type, value));
      return this;
    }

    BeanKind<M> build() {
      return new BeanKind<>(description, new LinkedHashMap<>(attributes));
    }
  }

  private static final class Bean<M> extends ReadOnlyBean {

    private final BeanKind<M> kind;
    private final M metric;

    Bean(BeanKind<M> kind, M metric) {
      this.kind = kind;
      this.metric = metric;
    }

    @Override
    @Nullable Object read(String name) throws AttributeNotFoundException {
      Entry<M> entry = kind.attributes.get(name);
      if (entry == null) {
        throw new AttributeNotFoundException(name);
      }
      return entry.value.apply(metric);
    }

    @Override
    public MBeanInfo getMBeanInfo() {
      return kind.info;
    }
  }
}
