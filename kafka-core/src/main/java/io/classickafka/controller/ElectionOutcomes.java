package io.classickafka.controller;

import io.classickafka.protocol.ErrorCode;
import java.util.List;

/**
 * What became of a request for elections.
 *
 * @param error for the whole request; then there are no outcomes
 * @param outcomes by partition, those asked for or those of all that needed one
 */
public record ElectionOutcomes(ErrorCode error, List<ElectionOutcome> outcomes) {
  public ElectionOutcomes {
    outcomes = List.copyOf(outcomes);
  }
}
