package org.apache.kafka.common.errors;

/** No transaction of that transactional id is known. */
public class TransactionalIdNotFoundException extends ApiException {

  private static final long serialVersionUID = 1L;

  public TransactionalIdNotFoundException(String message) {
    super(message);
  }
}
