package io.classickafka.controller;

import java.util.List;

/**
 * A topic that shall have more partitions.
 *
 * @param total how many it shall have
 * @param assignments the brokers for each new partition, or empty to have them chosen
 */
public record NewPartitions(String topic, int total, List<List<Integer>> assignments) {
  public NewPartitions {
    assignments = List.copyOf(assignments);
  }
}
