package io.classickafka.controller;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A topic to be created.
 *
 * @param partitions how many, or {@link #DEFAULT}; with {@code assignments} it must be that
 * @param replicationFactor likewise
 * @param assignments replicas chosen by the client, or empty
 * @param configs as given; a null value is refused
 */
public record NewTopic(
    String name,
    int partitions,
    int replicationFactor,
    List<Assignment> assignments,
    Map<String, @Nullable String> configs) {

  /** Take what the broker's settings say. */
  public static final int DEFAULT = -1;

  public NewTopic {
    assignments = List.copyOf(assignments);
    configs = Collections.unmodifiableMap(new LinkedHashMap<>(configs));
  }

  /** A topic whose replicas the controller chooses. */
  public static NewTopic of(String name, int partitions, int replicationFactor) {
    return new NewTopic(name, partitions, replicationFactor, List.of(), Collections.emptyMap());
  }

  /** The brokers that a client chose for a partition, preferred leader first. */
  public record Assignment(int partition, List<Integer> brokers) {
    public Assignment {
      brokers = List.copyOf(brokers);
    }
  }
}
