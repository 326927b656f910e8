package io.classickafka.record;

/** Whose clock a record's timestamp comes from. */
public enum TimestampType {
  /** Magic 0 has no timestamps. */
  NO_TIMESTAMP_TYPE(-1, "NoTimestampType"),
  /** The producer's. */
  CREATE_TIME(0, "CreateTime"),
  /** The leader's, when it appended the batch. */
  LOG_APPEND_TIME(1, "LogAppendTime");

  private final int id;
  private final String typeName;

  TimestampType(int id, String typeName) {
    this.id = id;
    this.typeName = typeName;
  }

  /** The wire's number: -1, 0 or 1. */
  public int id() {
    return id;
  }

  /** The name used in configurations: {@code CreateTime}. */
  public String typeName() {
    return typeName;
  }
}
