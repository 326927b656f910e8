package org.apache.kafka.common.errors;

/** Not allowed on the cluster. Error code CLUSTER_AUTHORIZATION_FAILED. */
public class ClusterAuthorizationException extends AuthorizationException {

  private static final long serialVersionUID = 1L;

  public ClusterAuthorizationException(String message) {
    super(message);
  }

  public ClusterAuthorizationException(String message, Throwable cause) {
    super(message, cause);
  }
}
