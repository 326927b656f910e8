package org.apache.kafka.common.errors;

/** SASL login failed. Error code SASL_AUTHENTICATION_FAILED. */
public class SaslAuthenticationException extends AuthenticationException {

  private static final long serialVersionUID = 1L;

  public SaslAuthenticationException(String message) {
    super(message);
  }

  public SaslAuthenticationException(String message, Throwable cause) {
    super(message, cause);
  }
}
