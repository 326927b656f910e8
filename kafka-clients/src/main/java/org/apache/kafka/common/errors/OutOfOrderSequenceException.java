package org.apache.kafka.common.errors;

/** Producer sequence has a gap. Error code OUT_OF_ORDER_SEQUENCE_NUMBER. */
public class OutOfOrderSequenceException extends ApiException {

  private static final long serialVersionUID = 1L;

  public OutOfOrderSequenceException(String message) {
    super(message);
  }
}
