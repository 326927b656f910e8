package org.apache.kafka.common.errors;

/** Configuration name or value rejected. Error code INVALID_CONFIG. */
public class InvalidConfigurationException extends ApiException {

  private static final long serialVersionUID = 1L;

  public InvalidConfigurationException(String message) {
    super(message);
  }

  public InvalidConfigurationException(String message, Throwable cause) {
    super(message, cause);
  }
}
