package org.apache.kafka.common.record;

/** What a record's timestamp means. */
public enum TimestampType {
  /** The record has no timestamp (the oldest format). */
  NO_TIMESTAMP_TYPE(-1, "NoTimestampType"),
  /** The time the producer gave. */
  CREATE_TIME(0, "CreateTime"),
  /** The time the broker appended the record. */
  LOG_APPEND_TIME(1, "LogAppendTime");

  public final int id;
  public final String name;

  TimestampType(int id, String name) {
    this.id = id;
    this.name = name;
  }

  /** The type of a name such as {@code CreateTime}. */
  public static TimestampType forName(String name) {
    for (TimestampType type : values()) {
      if (type.name.equals(name)) {
        return type;
      }
    }
    throw new java.util.NoSuchElementException("no timestamp type " + name);
  }

  @Override
  public String toString() {
    return name;
  }
}
