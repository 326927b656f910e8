package io.classickafka.client.consumer;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.jspecify.annotations.Nullable;

/** The settings of consumers whose cluster the test plays. */
final class ScriptedSettings {

  private ScriptedSettings() {}

  /** Without a group nothing is committed; without a rack it is empty. */
  static ConsumerSettings of(
      @Nullable String group,
      OffsetResetStrategy reset,
      String rack,
      ConsumerPartitionAssignor assignor) {
    return new ConsumerSettings(
        group,
        null,
        6_000,
        1_000,
        60_000,
        group != null,
        5_000,
        reset,
        false,
        1,
        1_000_000,
        500,
        100_000,
        500,
        true,
        true,
        60_000,
        rack,
        List.of(assignor));
  }
}
