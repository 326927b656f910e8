package org.apache.kafka.clients.consumer;

import java.util.Objects;
import java.util.Optional;

/** The first record at or after a time: its offset and its timestamp. */
public final class OffsetAndTimestamp {

  private final long timestamp;
  private final long offset;
  private final Optional<Integer> leaderEpoch;

  public OffsetAndTimestamp(long offset, long timestamp) {
    this(offset, timestamp, Optional.empty());
  }

  public OffsetAndTimestamp(long offset, long timestamp, Optional<Integer> leaderEpoch) {
    if (offset < 0) {
      throw new IllegalArgumentException("the offset must not be negative: " + offset);
    }
    this.offset = offset;
    this.timestamp = timestamp;
    this.leaderEpoch = leaderEpoch;
  }

  public long timestamp() {
    return timestamp;
  }

  public long offset() {
    return offset;
  }

  public Optional<Integer> leaderEpoch() {
    return leaderEpoch;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof OffsetAndTimestamp that
        && timestamp == that.timestamp
        && offset == that.offset
        && leaderEpoch.equals(that.leaderEpoch);
  }

  @Override
  public int hashCode() {
    return Objects.hash(timestamp, offset, leaderEpoch);
  }

  @Override
  public String toString() {
    return "(timestamp="
        + timestamp
        + ", leaderEpoch="
        + leaderEpoch.orElse(null)
        + ", offset="
        + offset
        + ")";
  }
}
