package org.apache.kafka.common.errors;

/** Authorizer not ready. */
public class AuthorizerNotReadyException extends RetriableException {

  private static final long serialVersionUID = 1L;

  public AuthorizerNotReadyException() {}
}
