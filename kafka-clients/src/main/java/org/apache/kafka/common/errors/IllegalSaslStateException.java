package org.apache.kafka.common.errors;

/** Request illegal in this SASL phase. Error code ILLEGAL_SASL_STATE. */
public class IllegalSaslStateException extends AuthenticationException {

  private static final long serialVersionUID = 1L;

  public IllegalSaslStateException(String message) {
    super(message);
  }

  public IllegalSaslStateException(String message, Throwable cause) {
    super(message, cause);
  }
}
