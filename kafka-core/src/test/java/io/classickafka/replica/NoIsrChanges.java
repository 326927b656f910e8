package io.classickafka.replica;

import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Nobody takes proposals. */
public final class NoIsrChanges implements IsrChanges {

  @Override
  public void propose(Proposal proposal, Consumer<Answer> onAnswer) {}

  @Override
  public void read(TopicPartition partition, Consumer<@Nullable Stored> onStored) {}
}
