package io.classickafka.controller;

import java.util.SortedMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The settings that the controller decides by.
 *
 * @param defaultPartitions of a topic created without a number of partitions
 * @param defaultReplicationFactor likewise
 * @param deletionEnabled whether topics may be deleted
 * @param configCheck refuses topic settings
 * @param imbalancePercent above this share of lost leaderships a broker gets its own back; negative
 *     when that is left to operators
 * @param imbalanceCheckSeconds how long after one look at that the next one is
 * @param uncleanByDefault whether a replica that is not in sync may lead where a topic does not say
 */
public record ControllerRules(
    int defaultPartitions,
    int defaultReplicationFactor,
    boolean deletionEnabled,
    TopicConfigCheck configCheck,
    int imbalancePercent,
    long imbalanceCheckSeconds,
    BooleanSupplier uncleanByDefault) {

  /** Leaderships are given back when an operator asks for it. */
  public static final int NO_REBALANCE = -1;

  /** More partitions than this are refused: one request must not be able to stop the cluster. */
  static final int PARTITIONS_PER_TOPIC_MAX = 10_000;

  /** Whether leaderships are given back without being asked. */
  boolean rebalances() {
    return imbalancePercent >= 0;
  }

  /** Says what is wrong with the settings of a new topic. */
  @FunctionalInterface
  public interface TopicConfigCheck {
    /** One line for a person, or null when the settings are good. */
    @Nullable String problem(SortedMap<String, String> configs);
  }
}
