package io.classickafka.controller;

import io.classickafka.protocol.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * The answer to an {@link IsrProposal}.
 *
 * @param state the partition's state now; not null exactly when there is no error
 */
public record IsrOutcome(
    IsrProposal proposal, ErrorCode error, @Nullable PartitionLeadership state) {

  /** One line for tests and traces. */
  String text() {
    String name = proposal.topic() == null ? proposal.topicId().toString() : proposal.topic();
    String now = state == null ? "" : " " + state.text();
    return name + "-" + proposal.partition() + " " + error + now;
  }
}
