package org.apache.kafka.common.errors;

/** Connection lost before the answer. Error code NETWORK_EXCEPTION. */
public class NetworkException extends InvalidMetadataException {

  private static final long serialVersionUID = 1L;

  public NetworkException() {}

  public NetworkException(String message) {
    super(message);
  }

  public NetworkException(String message, Throwable cause) {
    super(message, cause);
  }

  public NetworkException(Throwable cause) {
    super(cause);
  }
}
