package io.classickafka.zk;

import java.util.List;
import java.util.Optional;

/** What an access rule is about, by its text in ACL nodes. */
public enum AclOperation {
  ALL("All"),
  READ("Read"),
  WRITE("Write"),
  CREATE("Create"),
  DELETE("Delete"),
  ALTER("Alter"),
  DESCRIBE("Describe"),
  CLUSTER_ACTION("ClusterAction"),
  DESCRIBE_CONFIGS("DescribeConfigs"),
  ALTER_CONFIGS("AlterConfigs"),
  IDEMPOTENT_WRITE("IdempotentWrite"),
  CREATE_TOKENS("CreateTokens"),
  DESCRIBE_TOKENS("DescribeTokens");

  private static final List<AclOperation> VALUES = List.of(values());

  private final String text;

  AclOperation(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }

  /** Whatever the case, as other brokers read it. */
  static Optional<AclOperation> ofText(String text) {
    return VALUES.stream().filter(operation -> operation.text.equalsIgnoreCase(text)).findFirst();
  }
}
