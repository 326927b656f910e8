package org.apache.kafka.common;

/** Which leader is elected. */
public enum ElectionType {
  /** The first replica, when it is in sync. */
  PREFERRED((byte) 0),
  /** A replica that is not in sync, when no other lives: records may be lost. */
  UNCLEAN((byte) 1);

  /** The number of the protocol. */
  public final byte value;

  ElectionType(byte value) {
    this.value = value;
  }

  /** The type of a number of the protocol. */
  public static ElectionType valueOf(byte value) {
    for (ElectionType type : values()) {
      if (type.value == value) {
        return type;
      }
    }
    throw new IllegalArgumentException("there is no election type " + value);
  }
}
