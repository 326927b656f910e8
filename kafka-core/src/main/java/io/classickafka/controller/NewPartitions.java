package io.classickafka.controller;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A topic that shall have more partitions.
 *
 * @param total how many it shall have
 * @param assignments the brokers for each new partition, or null to have them chosen
 */
public record NewPartitions(String topic, int total, @Nullable List<List<Integer>> assignments) {
  public NewPartitions {
    assignments = assignments == null ? null : List.copyOf(assignments);
  }
}
