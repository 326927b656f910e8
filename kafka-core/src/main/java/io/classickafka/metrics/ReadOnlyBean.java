package io.classickafka.metrics;

import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.ReflectionException;
import org.jspecify.annotations.Nullable;

/** What all MBeans here have in common: attributes that can only be read, and no operations. */
abstract class ReadOnlyBean implements DynamicMBean {

  /** Reads an attribute; may throw what the attribute's source throws. */
  abstract @Nullable Object read(String name) throws AttributeNotFoundException;

  @Override
  public final @Nullable Object getAttribute(String name)
      throws AttributeNotFoundException, ReflectionException {
    try {
      return read(name);
    } catch (RuntimeException e) {
      throw new ReflectionException(e, "cannot read " + name);
    }
  }

  /** The attributes that can be read; JMX asks for leaving out the others. */
  @Override
  public final AttributeList getAttributes(String[] names) {
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
  public final void setAttribute(Attribute attribute) throws AttributeNotFoundException {
    throw new AttributeNotFoundException(attribute.getName() + " is read-only");
  }

  @Override
  public final AttributeList setAttributes(AttributeList list) {
    return new AttributeList();
  }

  @Override
  public final Object invoke(String action, Object[] parameters, String[] signature)
      throws ReflectionException {
    throw new ReflectionException(new NoSuchMethodException(action), "no operations");
  }
}
