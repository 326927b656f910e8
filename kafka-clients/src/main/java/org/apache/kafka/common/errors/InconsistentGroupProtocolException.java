package org.apache.kafka.common.errors;

/** Protocol type or list incompatible. Error code INCONSISTENT_GROUP_PROTOCOL. */
public class InconsistentGroupProtocolException extends ApiException {

  private static final long serialVersionUID = 1L;

  public InconsistentGroupProtocolException(String message) {
    super(message);
  }

  public InconsistentGroupProtocolException(String message, Throwable cause) {
    super(message, cause);
  }
}
