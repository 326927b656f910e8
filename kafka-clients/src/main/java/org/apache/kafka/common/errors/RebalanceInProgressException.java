package org.apache.kafka.common.errors;

/** Group rebalancing, member must rejoin. Error code REBALANCE_IN_PROGRESS. */
public class RebalanceInProgressException extends ApiException {

  private static final long serialVersionUID = 1L;

  public RebalanceInProgressException() {}

  public RebalanceInProgressException(String message) {
    super(message);
  }

  public RebalanceInProgressException(String message, Throwable cause) {
    super(message, cause);
  }

  public RebalanceInProgressException(Throwable cause) {
    super(cause);
  }
}
