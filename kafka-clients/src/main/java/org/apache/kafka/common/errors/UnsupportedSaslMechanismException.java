package org.apache.kafka.common.errors;

/** SASL mechanism not enabled. Error code UNSUPPORTED_SASL_MECHANISM. */
public class UnsupportedSaslMechanismException extends AuthenticationException {

  private static final long serialVersionUID = 1L;

  public UnsupportedSaslMechanismException(String message) {
    super(message);
  }

  public UnsupportedSaslMechanismException(String message, Throwable cause) {
    super(message, cause);
  }
}
