package io.classickafka.client.consumer;

import java.util.List;
import org.apache.kafka.common.TopicPartition;

/** Something that the application's thread has to do inside {@code poll}. */
public sealed interface Step {

  /** Read these records, then give the chunks back with {@link ConsumerCore#giveBack(List)}. */
  record Read(List<FetchedChunk> chunks) implements Step {}

  /** Tell the listener that partitions go, then answer with {@link ConsumerCore#revoked}. */
  record Revoke(List<TopicPartition> partitions) implements Step {}

  /** Tell the listener that partitions have gone, then answer with {@link ConsumerCore#revoked}. */
  record Lose(List<TopicPartition> partitions) implements Step {}

  /** Tell the listener what has come. */
  record Assign(List<TopicPartition> added) implements Step {}

  /** Run what was left to the application's thread. */
  record Run(List<Runnable> callbacks) implements Step {}

  /** Throw. */
  record Throw(RuntimeException error) implements Step {}
}
