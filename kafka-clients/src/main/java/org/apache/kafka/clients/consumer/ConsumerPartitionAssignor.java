package org.apache.kafka.clients.consumer;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.TopicPartition;

/**
 * Decides which member of a group gets which partitions. The member that leads the group runs it
 * for all. Runs on the client's own thread and must not block.
 */
public interface ConsumerPartitionAssignor {

  /** What this member tells the leader besides its topics; null for nothing. */
  default ByteBuffer subscriptionUserData(Set<String> topics) {
    return null;
  }

  /** Decides for all members. */
  GroupAssignment assign(Cluster metadata, GroupSubscription groupSubscription);

  /** Hears what this member got. */
  default void onAssignment(Assignment assignment, ConsumerGroupMetadata metadata) {}

  /** How members give up partitions, in the order of preference. */
  default List<RebalanceProtocol> supportedProtocols() {
    return Collections.singletonList(RebalanceProtocol.EAGER);
  }

  default short version() {
    return 0;
  }

  /** The name all members must have in common. */
  String name();

  /** What one member told. */
  final class Subscription {

    private final List<String> topics;
    private final ByteBuffer userData;
    private final List<TopicPartition> ownedPartitions;
    private final int generationId;
    private final Optional<String> rackId;
    private Optional<String> groupInstanceId = Optional.empty();

    public Subscription(
        List<String> topics,
        ByteBuffer userData,
        List<TopicPartition> ownedPartitions,
        int generationId,
        Optional<String> rackId) {
      this.topics = topics;
      this.userData = userData;
      this.ownedPartitions = ownedPartitions;
      this.generationId = generationId;
      this.rackId = rackId;
    }

    public Subscription(
        List<String> topics, ByteBuffer userData, List<TopicPartition> ownedPartitions) {
      this(topics, userData, ownedPartitions, -1, Optional.empty());
    }

    public Subscription(List<String> topics, ByteBuffer userData) {
      this(topics, userData, Collections.emptyList());
    }

    public Subscription(List<String> topics) {
      this(topics, null);
    }

    public List<String> topics() {
      return topics;
    }

    public ByteBuffer userData() {
      return userData;
    }

    public List<TopicPartition> ownedPartitions() {
      return ownedPartitions;
    }

    public Optional<String> rackId() {
      return rackId;
    }

    public void setGroupInstanceId(Optional<String> groupInstanceId) {
      this.groupInstanceId = groupInstanceId;
    }

    public Optional<String> groupInstanceId() {
      return groupInstanceId;
    }

    /** The generation in which the member owned its partitions, if it says. */
    public Optional<Integer> generationId() {
      return generationId < 0 ? Optional.empty() : Optional.of(generationId);
    }

    @Override
    public String toString() {
      return "Subscription(topics="
          + topics
          + ", ownedPartitions="
          + ownedPartitions
          + ", groupInstanceId="
          + groupInstanceId.orElse("null")
          + ", generationId="
          + generationId
          + ", rackId="
          + rackId.orElse("null")
          + ")";
    }
  }

  /** What one member gets. */
  final class Assignment {

    private final List<TopicPartition> partitions;
    private final ByteBuffer userData;

    public Assignment(List<TopicPartition> partitions, ByteBuffer userData) {
      this.partitions = partitions;
      this.userData = userData;
    }

    public Assignment(List<TopicPartition> partitions) {
      this(partitions, null);
    }

    public List<TopicPartition> partitions() {
      return partitions;
    }

    public ByteBuffer userData() {
      return userData;
    }

    @Override
    public String toString() {
      return "Assignment(partitions=" + partitions + ")";
    }
  }

  /** What all members told, by member id. */
  final class GroupSubscription {

    private final Map<String, Subscription> subscriptions;

    public GroupSubscription(Map<String, Subscription> subscriptions) {
      this.subscriptions = subscriptions;
    }

    public Map<String, Subscription> groupSubscription() {
      return subscriptions;
    }

    @Override
    public String toString() {
      return "GroupSubscription(subscriptions=" + subscriptions + ")";
    }
  }

  /** What all members get, by member id. */
  final class GroupAssignment {

    private final Map<String, Assignment> assignments;

    public GroupAssignment(Map<String, Assignment> assignments) {
      this.assignments = assignments;
    }

    public Map<String, Assignment> groupAssignment() {
      return assignments;
    }

    @Override
    public String toString() {
      return "GroupAssignment(assignments=" + assignments + ")";
    }
  }

  /** How members give up partitions in a rebalance. */
  enum RebalanceProtocol {
    /** All of them, before they join again. */
    EAGER((byte) 0),
    /** Only those that go to another member, after that was decided. */
    COOPERATIVE((byte) 1);

    private final byte id;

    RebalanceProtocol(byte id) {
      this.id = id;
    }

    public byte id() {
      return id;
    }

    public static RebalanceProtocol forId(byte id) {
      for (RebalanceProtocol protocol : values()) {
        if (protocol.id == id) {
          return protocol;
        }
      }
      throw new IllegalArgumentException("no rebalance protocol has the id " + id);
    }
  }

  /** Makes assignors of class names. */
  static List<ConsumerPartitionAssignor> getAssignorInstances(
      List<String> assignorClasses, Map<String, Object> configs) {
    return new ArrayList<>(
        io.classickafka.client.consumer.Assignors.make(assignorClasses, configs));
  }
}
