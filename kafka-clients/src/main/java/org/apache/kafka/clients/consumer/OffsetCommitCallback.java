package org.apache.kafka.clients.consumer;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Told how an asynchronous commit fared. Called inside {@code poll} or a commit, by its thread. */
@FunctionalInterface
public interface OffsetCommitCallback {

  /**
   * The commit ended.
   *
   * @param exception null when the offsets are committed
   */
  void onComplete(Map<TopicPartition, OffsetAndMetadata> offsets, Exception exception);
}
