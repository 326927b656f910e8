package org.apache.kafka.clients.admin;

/** Which offset of a partition is asked for. */
public class OffsetSpec {

  /** The first offset that can be read. */
  public static class EarliestSpec extends OffsetSpec {}

  /** The end. */
  public static class LatestSpec extends OffsetSpec {}

  /** The record with the largest timestamp. */
  public static class MaxTimestampSpec extends OffsetSpec {}

  /** The first offset that lies on the broker itself. */
  public static class EarliestLocalSpec extends OffsetSpec {}

  /** The last offset that lies in remote storage. */
  public static class LatestTieredSpec extends OffsetSpec {}

  /** The first record at or after a time. */
  public static class TimestampSpec extends OffsetSpec {

    private final long timestamp;

    TimestampSpec(long timestamp) {
      this.timestamp = timestamp;
    }

    long timestamp() {
      return timestamp;
    }
  }

  /** The end: the offset the next record will take. */
  public static OffsetSpec latest() {
    return new LatestSpec();
  }

  /** The first offset that can be read. */
  public static OffsetSpec earliest() {
    return new EarliestSpec();
  }

  /** The record with the largest timestamp. */
  public static OffsetSpec maxTimestamp() {
    return new MaxTimestampSpec();
  }

  /** The first offset that lies on the broker itself, not only in remote storage. */
  public static OffsetSpec earliestLocal() {
    return new EarliestLocalSpec();
  }

  /** The last offset that lies in remote storage. */
  public static OffsetSpec latestTiered() {
    return new LatestTieredSpec();
  }

  /** The first record at or after a time in epoch milliseconds. */
  public static OffsetSpec forTimestamp(long timestamp) {
    return new TimestampSpec(timestamp);
  }

  /** The number that stands for a spec on the wire. */
  static long wire(OffsetSpec spec) {
    if (spec instanceof TimestampSpec time) {
      return time.timestamp();
    } else if (spec instanceof EarliestSpec) {
      return -2;
    } else if (spec instanceof MaxTimestampSpec) {
      return -3;
    } else if (spec instanceof EarliestLocalSpec) {
      return -4;
    } else if (spec instanceof LatestTieredSpec) {
      return -5;
    }
    return -1;
  }
}
