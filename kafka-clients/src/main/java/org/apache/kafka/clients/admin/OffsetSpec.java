package org.apache.kafka.clients.admin;

/** Which offset of a partition is asked for. */
public class OffsetSpec {

  private final long timestamp;

  private OffsetSpec(long timestamp) {
    this.timestamp = timestamp;
  }

  /** The end: the offset the next record will take. */
  public static OffsetSpec latest() {
    return new OffsetSpec(-1);
  }

  /** The first offset that can be read. */
  public static OffsetSpec earliest() {
    return new OffsetSpec(-2);
  }

  /** The record with the largest timestamp. */
  public static OffsetSpec maxTimestamp() {
    return new OffsetSpec(-3);
  }

  /** The first record at or after a time in epoch milliseconds. */
  public static OffsetSpec forTimestamp(long timestamp) {
    return new OffsetSpec(timestamp);
  }

  /** The number that stands for it on the wire. */
  long timestamp() {
    return timestamp;
  }
}
