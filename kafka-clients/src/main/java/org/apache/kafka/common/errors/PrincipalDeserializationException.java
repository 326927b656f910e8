package org.apache.kafka.common.errors;

/** Forwarded principal could not be decoded. Error code PRINCIPAL_DESERIALIZATION_FAILURE. */
public class PrincipalDeserializationException extends ApiException {

  private static final long serialVersionUID = 1L;

  public PrincipalDeserializationException(String message) {
    super(message);
  }

  public PrincipalDeserializationException(String message, Throwable cause) {
    super(message, cause);
  }
}
