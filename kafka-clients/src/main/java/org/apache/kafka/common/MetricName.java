package org.apache.kafka.common;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The name of a figure: its group, its name and tags. The description is no part of it. */
public final class MetricName {

  private final String name;
  private final String group;
  private final String description;
  private final Map<String, String> tags;

  public MetricName(String name, String group, String description, Map<String, String> tags) {
    this.name = name;
    this.group = group;
    this.description = description;
    this.tags = tags;
  }

  public String name() {
    return name;
  }

  public String group() {
    return group;
  }

  public Map<String, String> tags() {
    return tags;
  }

  public String description() {
    return description;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MetricName that
        && name.equals(that.name)
        && group.equals(that.group)
        && tags.equals(that.tags);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * group.hashCode() + name.hashCode()) + tags.hashCode();
  }

  @Override
  public String toString() {
    return "MetricName [name="
        + name
        + ", group="
        + group
        + ", description="
        + description
        + ", tags="
        + tags
        + "]";
  }
}
