package org.apache.kafka.common.errors;

/** Group has reached its size limit. Error code GROUP_MAX_SIZE_REACHED. */
public class GroupMaxSizeReachedException extends ApiException {

  private static final long serialVersionUID = 1L;

  public GroupMaxSizeReachedException(String message) {
    super(message);
  }
}
