package org.apache.kafka.common.errors;

/** Broker is not leader or replica. Error code NOT_LEADER_OR_FOLLOWER. */
public class NotLeaderOrFollowerException extends NotLeaderForPartitionException {

  private static final long serialVersionUID = 1L;

  public NotLeaderOrFollowerException() {}

  public NotLeaderOrFollowerException(String message) {
    super(message);
  }

  public NotLeaderOrFollowerException(String message, Throwable cause) {
    super(message, cause);
  }

  public NotLeaderOrFollowerException(Throwable cause) {
    super(cause);
  }
}
