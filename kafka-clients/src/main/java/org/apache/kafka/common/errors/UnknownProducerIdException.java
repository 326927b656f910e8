package org.apache.kafka.common.errors;

/** No state for this producer id. Error code UNKNOWN_PRODUCER_ID. */
public class UnknownProducerIdException extends OutOfOrderSequenceException {

  private static final long serialVersionUID = 1L;

  public UnknownProducerIdException(String message) {
    super(message);
  }
}
