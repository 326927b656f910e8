package org.apache.kafka.clients.consumer;

import java.util.Objects;
import java.util.Optional;

/** A member's standing in its group. */
public class ConsumerGroupMetadata {

  private final String groupId;
  private final int generationId;
  private final String memberId;
  private final Optional<String> groupInstanceId;

  public ConsumerGroupMetadata(
      String groupId, int generationId, String memberId, Optional<String> groupInstanceId) {
    this.groupId = Objects.requireNonNull(groupId, "the group id must not be null");
    this.generationId = generationId;
    this.memberId = Objects.requireNonNull(memberId, "the member id must not be null");
    this.groupInstanceId = Objects.requireNonNull(groupInstanceId);
  }

  public ConsumerGroupMetadata(String groupId) {
    this(groupId, -1, "", Optional.empty());
  }

  public String groupId() {
    return groupId;
  }

  public int generationId() {
    return generationId;
  }

  public String memberId() {
    return memberId;
  }

  public Optional<String> groupInstanceId() {
    return groupInstanceId;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ConsumerGroupMetadata that
        && groupId.equals(that.groupId)
        && generationId == that.generationId
        && memberId.equals(that.memberId)
        && groupInstanceId.equals(that.groupInstanceId);
  }

  @Override
  public int hashCode() {
    return Objects.hash(groupId, generationId, memberId, groupInstanceId);
  }

  @Override
  public String toString() {
    return "GroupMetadata(groupId = "
        + groupId
        + ", generationId = "
        + generationId
        + ", memberId = "
        + memberId
        + ", groupInstanceId = "
        + groupInstanceId.orElse("")
        + ")";
  }
}
