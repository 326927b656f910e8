package org.apache.kafka.common.errors;

/** Group still has members. Error code NON_EMPTY_GROUP. */
public class GroupNotEmptyException extends ApiException {

  private static final long serialVersionUID = 1L;

  public GroupNotEmptyException(String message) {
    super(message);
  }
}
