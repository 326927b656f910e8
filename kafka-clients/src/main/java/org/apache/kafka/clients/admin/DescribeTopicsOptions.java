package org.apache.kafka.clients.admin;

/** How topics are described. */
public class DescribeTopicsOptions extends AbstractOptions<DescribeTopicsOptions> {

  private boolean includeAuthorizedOperations = false;

  /** Tell what the caller may do. */
  public DescribeTopicsOptions includeAuthorizedOperations(boolean value) {
    this.includeAuthorizedOperations = value;
    return this;
  }

  public boolean includeAuthorizedOperations() {
    return includeAuthorizedOperations;
  }
}
