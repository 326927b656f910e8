package io.classickafka.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * The name of an MBean: a domain, a type, in most cases a name, and tags in a fixed order. Equal
 * when its text is equal. Make it once and keep it: it is not for the data path.
 */
public final class BeanName implements Comparable<BeanName> {

  /** What stands in a name as it is; everything else is quoted. */
  private static final Pattern PLAIN = Pattern.compile("[\\w\\-%. \\t]*");

  private record Tag(String key, String value) {}

  private final String text;
  private final List<Tag> tags;

  private BeanName(String text, List<Tag> tags) {
    this.text = text;
    this.tags = tags;
  }

  /** A bean with a type and a name, such as a meter or a gauge. */
  public static BeanName of(String domain, String type, String name) {
    return new BeanName(domain + ":type=" + quoted(type) + ",name=" + quoted(name), List.of());
  }

  /** A bean with a type only, whose attributes are the measures. */
  public static BeanName of(String domain, String type) {
    return new BeanName(domain + ":type=" + quoted(type), List.of());
  }

  /** The name with one more tag at its end. */
  public BeanName with(String key, String value) {
    List<Tag> more = new ArrayList<>(tags);
    more.add(new Tag(key, value));
    return new BeanName(text + "," + key + "=" + quoted(value), List.copyOf(more));
  }

  /** The name with one more tag at its end. */
  public BeanName with(String key, int value) {
    return with(key, Integer.toString(value));
  }

  /** The value of a tag as it was given, null when there is no such tag. */
  public @Nullable String tag(String key) {
    for (Tag tag : tags) {
      if (tag.key.equals(key)) {
        return tag.value;
      }
    }
    return null;
  }

  ObjectName objectName() {
    try {
      return new ObjectName(text);
    } catch (MalformedObjectNameException e) {
      throw new IllegalArgumentException("not a bean name: " + text, e);
    }
  }

  private static String quoted(String value) {
    return PLAIN.matcher(value).matches() ? value : ObjectName.quote(value);
  }

  @Override
  public int compareTo(BeanName other) {
    return text.compareTo(other.text);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BeanName name && name.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
