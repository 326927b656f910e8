package org.apache.kafka.common.errors;

/** Group does not exist. Error code GROUP_ID_NOT_FOUND. */
public class GroupIdNotFoundException extends ApiException {

  private static final long serialVersionUID = 1L;

  public GroupIdNotFoundException(String message) {
    super(message);
  }
}
