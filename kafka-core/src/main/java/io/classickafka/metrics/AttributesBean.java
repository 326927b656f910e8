package io.classickafka.metrics;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.management.AttributeNotFoundException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import org.jspecify.annotations.Nullable;

/**
 * An MBean of read-only attributes, each read from a supplier when it is asked for. Attributes may
 * be added later. Thread-safe: the attributes are an immutable map behind a volatile reference.
 */
final class AttributesBean extends ReadOnlyBean {

  private record Entry(String type, Supplier<?> value) {}

  private final String kind;
  private volatile Map<String, Entry> attributes = Collections.emptyMap();

  /**
   * @param kind what the bean measures, its description
   */
  AttributesBean(String kind) {
    this.kind = kind;
  }

  /** Adds or replaces an attribute. */
  synchronized AttributesBean put(String name, String type, Supplier<?> value) {
    Map<String, Entry> next = new LinkedHashMap<>(attributes);
    next.put(name, new Entry(type, value));
    attributes = Collections.unmodifiableMap(next);
    return this;
  }

  @Override
  @Nullable Object read(String name) throws AttributeNotFoundException {
    Entry entry = attributes.get(name);
    if (entry == null) {
      throw new AttributeNotFoundException(name);
    }
    return entry.value.get();
  }

  @Override
  public MBeanInfo getMBeanInfo() {
    List<MBeanAttributeInfo> infos = new ArrayList<>();
    for (Map.Entry<String, Entry> entry : attributes.entrySet()) {
      infos.add(
          new MBeanAttributeInfo(
              entry.getKey(), entry.getValue().type, entry.getKey(), true, false, false));
    }
    return new MBeanInfo(
        AttributesBean.class.getName(),
        kind,
        infos.toArray(new MBeanAttributeInfo[0]),
        null,
        null,
        null);
  }
}
