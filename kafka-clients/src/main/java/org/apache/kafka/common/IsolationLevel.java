package org.apache.kafka.common;

/** Which records a consumer sees. */
public enum IsolationLevel {
  /** Every record up to the high watermark. */
  READ_UNCOMMITTED((byte) 0),
  /** Only records of committed transactions, up to the last stable offset. */
  READ_COMMITTED((byte) 1);

  private final byte id;

  IsolationLevel(byte id) {
    this.id = id;
  }

  public byte id() {
    return id;
  }

  /** The level of a number on the wire. */
  public static IsolationLevel forId(byte id) {
    for (IsolationLevel level : values()) {
      if (level.id == id) {
        return level;
      }
    }
    throw new IllegalArgumentException("unknown isolation level " + id);
  }
}
