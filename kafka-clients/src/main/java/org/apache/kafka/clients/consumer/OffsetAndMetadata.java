package org.apache.kafka.clients.consumer;

import java.io.Serializable;
import java.util.Objects;
import java.util.Optional;

/** A position to commit: the next offset to read, with a text of the application's own. */
public class OffsetAndMetadata implements Serializable {

  private static final long serialVersionUID = 2019555404968089681L;

  private final long offset;
  private final String metadata;
  // An Integer rather than an Optional, which cannot be serialized.
  private final Integer leaderEpoch;

  public OffsetAndMetadata(long offset, Optional<Integer> leaderEpoch, String metadata) {
    if (offset < 0) {
      throw new IllegalArgumentException("the offset must not be negative: " + offset);
    }
    this.offset = offset;
    this.leaderEpoch = leaderEpoch.orElse(null);
    this.metadata = metadata == null ? "" : metadata;
  }

  public OffsetAndMetadata(long offset, String metadata) {
    this(offset, Optional.empty(), metadata);
  }

  public OffsetAndMetadata(long offset) {
    this(offset, "");
  }

  public long offset() {
    return offset;
  }

  public String metadata() {
    return metadata;
  }

  /** The leader epoch of the last record read, if known. */
  public Optional<Integer> leaderEpoch() {
    return Optional.ofNullable(leaderEpoch).filter(epoch -> epoch >= 0);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof OffsetAndMetadata that
        && offset == that.offset
        && metadata.equals(that.metadata)
        && Objects.equals(leaderEpoch, that.leaderEpoch);
  }

  @Override
  public int hashCode() {
    return Objects.hash(offset, metadata, leaderEpoch);
  }

  @Override
  public String toString() {
    return "OffsetAndMetadata{offset="
        + offset
        + ", leaderEpoch="
        + leaderEpoch
        + ", metadata='"
        + metadata
        + "'}";
  }
}
