package org.apache.kafka.common.errors;

/** The principal may not use the transactional id. */
public class TransactionalIdAuthorizationException extends AuthorizationException {

  private static final long serialVersionUID = 1L;

  public TransactionalIdAuthorizationException(String message) {
    super(message);
  }
}
