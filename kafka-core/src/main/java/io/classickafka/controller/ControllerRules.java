package io.classickafka.controller;

import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The settings that the controller decides by.
 *
 * @param defaultPartitions of a topic created without a number of partitions
 * @param defaultReplicationFactor likewise
 * @param deletionEnabled whether topics may be deleted
 * @param configCheck refuses topic settings
 */
public record ControllerRules(
    int defaultPartitions,
    int defaultReplicationFactor,
    boolean deletionEnabled,
    TopicConfigCheck configCheck) {

  /** More partitions than this are refused: one request must not be able to stop the cluster. */
  static final int PARTITIONS_PER_TOPIC_MAX = 10_000;

  /** Says what is wrong with the settings of a new topic. */
  @FunctionalInterface
  public interface TopicConfigCheck {
    /** One line for a person, or null when the settings are good. */
    @Nullable String problem(SortedMap<String, String> configs);
  }
}
