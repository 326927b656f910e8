package org.apache.kafka.common.errors;

/** Producer epoch is outdated. Error code INVALID_PRODUCER_EPOCH. */
public class InvalidProducerEpochException extends ApiException {

  private static final long serialVersionUID = 1L;

  public InvalidProducerEpochException(String message) {
    super(message);
  }
}
