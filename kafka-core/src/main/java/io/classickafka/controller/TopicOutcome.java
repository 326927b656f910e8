package io.classickafka.controller;

import io.classickafka.protocol.ErrorCode;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * How a topic's creation, growth or deletion ended.
 *
 * @param message for people, or null for the error's own sentence
 * @param id the topic's id when it was created, else {@link Uuid#ZERO_UUID}
 * @param partitions how many it has, -1 when it was not created
 * @param replicationFactor -1 when it was not created
 */
public record TopicOutcome(
    String name,
    ErrorCode error,
    @Nullable String message,
    Uuid id,
    int partitions,
    int replicationFactor) {

  /** The topic was not touched, for this reason. */
  public static TopicOutcome refused(String name, ErrorCode error, @Nullable String message) {
    return new TopicOutcome(name, error, message, Uuid.ZERO_UUID, -1, -1);
  }

  /** One line for tests and traces. */
  String text() {
    String created = partitions < 0 ? "" : " partitions=" + partitions;
    return name + " " + error + created + (message == null ? "" : " " + message);
  }

  /** It was done, and there is nothing to tell. */
  public static TopicOutcome done(String name) {
    return refused(name, ErrorCode.NONE, null);
  }
}
