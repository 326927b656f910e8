package io.classickafka.controller;

import io.classickafka.protocol.ErrorCode;
import java.util.List;

/**
 * What became of a request to move replicas.
 *
 * @param error for the whole request; then there are no outcomes
 * @param outcomes one for each move, in the order given
 */
public record ReassignmentOutcomes(ErrorCode error, List<ReassignmentOutcome> outcomes) {
  public ReassignmentOutcomes {
    outcomes = List.copyOf(outcomes);
  }
}
