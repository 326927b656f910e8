package io.classickafka.group;

import io.classickafka.seam.ByteSlice;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** A record of the offsets topic. Immutable. {@link RecordFormat} knows its bytes. */
public sealed interface GroupRecord {

  String group();

  /** A group's offset in a partition. */
  record OffsetStored(String group, TopicPartition partition, CommittedOffset offset)
      implements GroupRecord {}

  /** The offset is gone. */
  record OffsetRemoved(String group, TopicPartition partition) implements GroupRecord {}

  /**
   * A generation of a group with its assignments.
   *
   * @param protocolType null while the group has had no members
   * @param stateMs wall time at which the group got into its phase, -1 when unknown
   */
  record GroupStored(
      String group,
      @Nullable String protocolType,
      int generation,
      @Nullable String protocolName,
      @Nullable String leader,
      long stateMs,
      List<StoredMember> members)
      implements GroupRecord {

    public GroupStored {
      members = List.copyOf(members);
    }
  }

  /**
   * A member in a group's record.
   *
   * @param subscription its metadata for the chosen protocol
   */
  record StoredMember(
      String memberId,
      @Nullable String instanceId,
      String clientId,
      String clientHost,
      int rebalanceTimeoutMs,
      int sessionTimeoutMs,
      ByteSlice subscription,
      ByteSlice assignment) {}

  /** The group is gone. */
  record GroupRemoved(String group) implements GroupRecord {}
}
