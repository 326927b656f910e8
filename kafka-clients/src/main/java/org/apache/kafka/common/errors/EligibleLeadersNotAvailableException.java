package org.apache.kafka.common.errors;

/** No eligible leader for the partition. Error code ELIGIBLE_LEADERS_NOT_AVAILABLE. */
public class EligibleLeadersNotAvailableException extends InvalidMetadataException {

  private static final long serialVersionUID = 1L;

  public EligibleLeadersNotAvailableException(String message) {
    super(message);
  }

  public EligibleLeadersNotAvailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
