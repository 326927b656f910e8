package org.apache.kafka.common.errors;

/** Newer producer owns the transactional id. Error code PRODUCER_FENCED. */
public class ProducerFencedException extends ApiException {

  private static final long serialVersionUID = 1L;

  public ProducerFencedException(String message) {
    super(message);
  }
}
