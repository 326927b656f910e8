package org.apache.kafka.common.errors;

/** Manual replica assignment not valid. Error code INVALID_REPLICA_ASSIGNMENT. */
public class InvalidReplicaAssignmentException extends ApiException {

  private static final long serialVersionUID = 1L;

  public InvalidReplicaAssignmentException(String message) {
    super(message);
  }

  public InvalidReplicaAssignmentException(String message, Throwable cause) {
    super(message, cause);
  }
}
