package org.apache.kafka.common.errors;

/** Broker epoch is outdated. Error code STALE_BROKER_EPOCH. */
public class StaleBrokerEpochException extends ApiException {

  private static final long serialVersionUID = 1L;

  public StaleBrokerEpochException(String message) {
    super(message);
  }

  public StaleBrokerEpochException(String message, Throwable cause) {
    super(message, cause);
  }
}
