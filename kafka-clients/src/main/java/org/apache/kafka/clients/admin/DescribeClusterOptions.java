package org.apache.kafka.clients.admin;

/** How the cluster is described. */
public class DescribeClusterOptions extends AbstractOptions<DescribeClusterOptions> {

  private boolean includeAuthorizedOperations = false;

  /** Tell what the caller may do. */
  public DescribeClusterOptions includeAuthorizedOperations(boolean value) {
    this.includeAuthorizedOperations = value;
    return this;
  }

  public boolean includeAuthorizedOperations() {
    return includeAuthorizedOperations;
  }
}
