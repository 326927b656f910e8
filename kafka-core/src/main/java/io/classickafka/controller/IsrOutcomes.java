package io.classickafka.controller;

import io.classickafka.protocol.ErrorCode;
import java.util.List;

/**
 * The answers to the proposals of one request.
 *
 * @param error of the request as a whole
 * @param outcomes in the order of the proposals; empty when there is such an error
 */
public record IsrOutcomes(ErrorCode error, List<IsrOutcome> outcomes) {
  public IsrOutcomes {
    outcomes = List.copyOf(outcomes);
  }
}
