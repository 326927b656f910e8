package io.classickafka.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A level of {@code inter.broker.protocol.version}: which dialect the brokers of a mixed cluster
 * speak with each other. Ordered from the oldest.
 *
 * @param name the long form, such as {@code 3.9-IV0}
 * @param ordinal the place in the order, oldest first from 0
 */
public record InterBrokerVersion(String name, int ordinal)
    implements Comparable<InterBrokerVersion> {

  private static final List<InterBrokerVersion> ALL = all();

  /** The newest level that this broker speaks, which is also the default. */
  public static final InterBrokerVersion LATEST = of("3.9-IV0");

  /** Whether this level is at or above the one named. */
  public boolean isAtLeast(String other) {
    return compareTo(of(other)) >= 0;
  }

  @Override
  public int compareTo(InterBrokerVersion other) {
    return Integer.compare(ordinal, other.ordinal);
  }

  /** The level of a name that is known to exist. */
  public static InterBrokerVersion of(String name) {
    InterBrokerVersion version = parse(name);
    if (version == null) {
      throw new IllegalArgumentException("no inter-broker protocol version " + name);
    }
    return version;
  }

  /**
   * The level of a long name, or the last of a release for a short one ({@code 2.8} is {@code
   * 2.8-IV1}; a third number after 1.0 is a bug-fix release and does not count). Null when there is
   * none.
   */
  public static @Nullable InterBrokerVersion parse(String text) {
    InterBrokerVersion newest = null;
    String release = releaseOf(text);
    for (InterBrokerVersion version : ALL) {
      if (version.name.equals(text)) {
        return version;
      }
      if (!text.contains("IV") && releaseOf(version.name).equals(release)) {
        newest = version;
      }
    }
    return newest;
  }

  static List<String> names() {
    List<String> names = new ArrayList<>();
    for (InterBrokerVersion version : ALL) {
      names.add(version.name);
    }
    return names;
  }

  /** The part that names a release: three numbers below 1.0, two from there on. */
  private static String releaseOf(String text) {
    int dash = text.indexOf('-');
    String[] numbers = (dash < 0 ? text : text.substring(0, dash)).split("\\.", -1);
    int significant = numbers[0].equals("0") ? 3 : 2;
    return String.join(".", List.of(numbers).subList(0, Math.min(significant, numbers.length)));
  }

  private static List<InterBrokerVersion> all() {
    String names =
        "0.8.0 0.8.1 0.8.2 0.9.0 0.10.0-IV0 0.10.0-IV1 0.10.1-IV0 0.10.1-IV1 0.10.1-IV2 0.10.2-IV0"
            + " 0.11.0-IV0 0.11.0-IV1 0.11.0-IV2 1.0-IV0 1.1-IV0 2.0-IV0 2.0-IV1 2.1-IV0 2.1-IV1"
            + " 2.1-IV2 2.2-IV0 2.2-IV1 2.3-IV0 2.3-IV1 2.4-IV0 2.4-IV1 2.5-IV0 2.6-IV0 2.7-IV0"
            + " 2.7-IV1 2.7-IV2 2.8-IV0 2.8-IV1 3.0-IV0 3.0-IV1 3.1-IV0 3.2-IV0 3.3-IV0 3.3-IV1"
            + " 3.3-IV2 3.3-IV3 3.4-IV0 3.5-IV0 3.5-IV1 3.5-IV2 3.6-IV0 3.6-IV1 3.6-IV2 3.7-IV0"
            + " 3.7-IV1 3.7-IV2 3.7-IV3 3.7-IV4 3.8-IV0 3.9-IV0 4.0-IV0 4.0-IV1";
    List<InterBrokerVersion> versions = new ArrayList<>();
    for (String name : names.split(" ", -1)) {
      versions.add(new InterBrokerVersion(name, versions.size()));
    }
    return Collections.unmodifiableList(versions);
  }
}
