package org.apache.kafka.clients.admin;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AclOperation;
import org.jspecify.annotations.Nullable;

/** A topic that was described. */
public class TopicDescription {

  private final String name;
  private final boolean internal;
  private final List<TopicPartitionInfo> partitions;
  private final @Nullable Set<AclOperation> authorizedOperations;
  private final Uuid topicId;

  public TopicDescription(String name, boolean internal, List<TopicPartitionInfo> partitions) {
    this(name, internal, partitions, null, Uuid.ZERO_UUID);
  }

  public TopicDescription(
      String name,
      boolean internal,
      List<TopicPartitionInfo> partitions,
      @Nullable Set<AclOperation> authorizedOperations,
      Uuid topicId) {
    this.name = name;
    this.internal = internal;
    this.partitions = partitions;
    this.authorizedOperations = authorizedOperations;
    this.topicId = topicId;
  }

  public String name() {
    return name;
  }

  public boolean isInternal() {
    return internal;
  }

  /** The topic's id, zero when the broker does not tell. */
  public Uuid topicId() {
    return topicId;
  }

  /** The partitions, in the order of their numbers. */
  public List<TopicPartitionInfo> partitions() {
    return partitions;
  }

  /** What the caller may do; null when it was not asked for. */
  public @Nullable Set<AclOperation> authorizedOperations() {
    return authorizedOperations;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TopicDescription that
        && name.equals(that.name)
        && internal == that.internal
        && partitions.equals(that.partitions)
        && Objects.equals(authorizedOperations, that.authorizedOperations)
        && topicId.equals(that.topicId);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, internal, partitions, authorizedOperations, topicId);
  }

  @Override
  public String toString() {
    return "(name="
        + name
        + ", internal="
        + internal
        + ", partitions="
        + partitions
        + ", authorizedOperations="
        + authorizedOperations
        + ")";
  }
}
