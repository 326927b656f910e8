package io.classickafka.metrics;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.ReflectionException;
import org.jspecify.annotations.Nullable;

/**
 * An MBean of read-only attributes, each read from a supplier when it is asked for. Attributes may
 * be added later. Thread-safe: the attributes are an immutable map behind a volatile reference.
 */
final class AttributesBean implements DynamicMBean {

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
  public @Nullable Object getAttribute(String name)
      throws AttributeNotFoundException, ReflectionException {
    Entry entry = attributes.get(name);
    if (entry == null) {
      throw new AttributeNotFoundException(name);
    }
    try {
      return entry.value.get();
    } catch (RuntimeException e) {
      throw new ReflectionException(e, "cannot read " + name);
    }
  }

  /** The attributes that can be read; JMX asks for leaving out the others. */
  @Override
  public AttributeList getAttributes(String[] names) {
    AttributeList list = new AttributeList();
    for (String name : names) {
      try {
        list.add(new Attribute(name, getAttribute(name)));
      } catch (AttributeNotFoundException | ReflectionException e) {
        // Left out.
      }
    }
    return list;
  }

  @Override
  public void setAttribute(Attribute attribute) throws AttributeNotFoundException {
    throw new AttributeNotFoundException(attribute.getName() + " is read-only");
  }

  @Override
  public AttributeList setAttributes(AttributeList list) {
    return new AttributeList();
  }

  @Override
  public Object invoke(String action, Object[] parameters, String[] signature)
      throws ReflectionException {
    throw new ReflectionException(new NoSuchMethodException(action), "no operations");
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
