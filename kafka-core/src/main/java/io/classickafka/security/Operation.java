package io.classickafka.security;

/** What can be done to a resource, with its number on the wire. */
public enum Operation {
  READ(3),
  WRITE(4),
  CREATE(5),
  DELETE(6),
  ALTER(7),
  DESCRIBE(8),
  CLUSTER_ACTION(9),
  DESCRIBE_CONFIGS(10),
  ALTER_CONFIGS(11),
  IDEMPOTENT_WRITE(12),
  CREATE_TOKENS(13),
  DESCRIBE_TOKENS(14);

  private final int code;

  Operation(int code) {
    this.code = code;
  }

  /** The number on the wire, which is also the operation's bit in a set of operations. */
  public int code() {
    return code;
  }
}
