package org.apache.kafka.common.acl;

import java.util.Locale;

/** What a principal may do with a resource. */
public enum AclOperation {
  UNKNOWN((byte) 0),
  ANY((byte) 1),
  ALL((byte) 2),
  READ((byte) 3),
  WRITE((byte) 4),
  CREATE((byte) 5),
  DELETE((byte) 6),
  ALTER((byte) 7),
  DESCRIBE((byte) 8),
  CLUSTER_ACTION((byte) 9),
  DESCRIBE_CONFIGS((byte) 10),
  ALTER_CONFIGS((byte) 11),
  IDEMPOTENT_WRITE((byte) 12),
  CREATE_TOKENS((byte) 13),
  DESCRIBE_TOKENS((byte) 14);

  private final byte code;

  AclOperation(byte code) {
    this.code = code;
  }

  /** The operation of a name in any case; {@link #UNKNOWN} for one not known here. */
  public static AclOperation fromString(String name) {
    for (AclOperation operation : values()) {
      if (operation.name().equals(name.toUpperCase(Locale.ROOT))) {
        return operation;
      }
    }
    return UNKNOWN;
  }

  /** The operation of a number on the wire; {@link #UNKNOWN} for one not known here. */
  public static AclOperation fromCode(byte code) {
    return code >= 0 && code < values().length ? values()[code] : UNKNOWN;
  }

  public byte code() {
    return code;
  }

  public boolean isUnknown() {
    return this == UNKNOWN;
  }
}
