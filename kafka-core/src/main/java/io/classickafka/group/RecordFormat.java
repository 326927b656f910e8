package io.classickafka.group;

import io.classickafka.group.GroupRecord.GroupRemoved;
import io.classickafka.group.GroupRecord.GroupStored;
import io.classickafka.group.GroupRecord.OffsetRemoved;
import io.classickafka.group.GroupRecord.OffsetStored;
import io.classickafka.group.GroupRecord.StoredMember;
import io.classickafka.protocol.VersionedBlob;
import io.classickafka.protocol.message.GroupMetadataKey;
import io.classickafka.protocol.message.GroupMetadataValue;
import io.classickafka.protocol.message.OffsetCommitKey;
import io.classickafka.protocol.message.OffsetCommitValue;
import io.classickafka.record.Compression;
import io.classickafka.record.RecordBatch;
import io.classickafka.record.RecordBatchBuilder;
import io.classickafka.seam.ByteSlice;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The bytes of the offsets topic's records, which any broker of the cluster can take over. */
final class RecordFormat {

  private static final short OFFSET_KEY = 1;
  private static final short GROUP_KEY = 2;
  private static final short OFFSET_VALUE = 3;
  private static final short OFFSET_VALUE_WITH_EXPIRY = 1;
  private static final short GROUP_VALUE = 3;

  private RecordFormat() {}

  /** The batch of a write. That of offsets is numbered from 0, though no producer is named. */
  static ByteSlice batch(Write write, Compression codec, long nowMs) {
    try (RecordBatchBuilder builder = new RecordBatchBuilder()) {
      builder.open(codec);
      if (write instanceof Write.Offsets) {
        builder.producer(RecordBatch.NO_PRODUCER_ID, RecordBatch.NO_PRODUCER_EPOCH, 0);
      }
      for (GroupRecord record : write.records()) {
        builder.append(nowMs, key(record).duplicate(), viewOrNull(value(record)), List.of());
      }
      return builder.build();
    }
  }

  private static @Nullable ByteBuffer viewOrNull(@Nullable ByteSlice bytes) {
    return bytes == null ? null : bytes.duplicate();
  }

  static ByteSlice key(GroupRecord record) {
    if (record instanceof OffsetStored stored) {
      return offsetKey(stored.group(), stored.partition());
    } else if (record instanceof OffsetRemoved removed) {
      return offsetKey(removed.group(), removed.partition());
    }
    return VersionedBlob.write(new GroupMetadataKey().group(record.group()), GROUP_KEY);
  }

  private static ByteSlice offsetKey(String group, TopicPartition partition) {
    return VersionedBlob.write(
        new OffsetCommitKey()
            .group(group)
            .topic(partition.topic())
            .partition(partition.partition()),
        OFFSET_KEY);
  }

  /** Null for a record that removes. */
  static @Nullable ByteSlice value(GroupRecord record) {
    if (record instanceof OffsetStored stored) {
      CommittedOffset offset = stored.offset();
      return VersionedBlob.write(
          new OffsetCommitValue()
              .offset(offset.offset())
              .leaderEpoch(offset.leaderEpoch())
              .metadata(offset.metadata())
              .commitTimestamp(offset.commitMs())
              .expireTimestamp(offset.expireMs()),
          offset.expireMs() == CommittedOffset.NO_EXPIRY ? OFFSET_VALUE : OFFSET_VALUE_WITH_EXPIRY);
    } else if (record instanceof GroupStored stored) {
      return VersionedBlob.write(value(stored), GROUP_VALUE);
    }
    return null;
  }

  private static GroupMetadataValue value(GroupStored stored) {
    String type = stored.protocolType();
    List<GroupMetadataValue.MemberMetadata> members = new ArrayList<>();
    for (StoredMember member : stored.members()) {
      members.add(
          new GroupMetadataValue.MemberMetadata()
              .memberId(member.memberId())
              .groupInstanceId(member.instanceId())
              .clientId(member.clientId())
              .clientHost(member.clientHost())
              .rebalanceTimeout(member.rebalanceTimeoutMs())
              .sessionTimeout(member.sessionTimeoutMs())
              .subscription(member.subscription().toByteArray())
              .assignment(member.assignment().toByteArray()));
    }
    return new GroupMetadataValue()
        .protocolType(type == null ? "" : type)
        .generation(stored.generation())
        .protocol(stored.protocolName())
        .leader(stored.leader())
        .currentStateTimestamp(stored.stateMs())
        .members(members);
  }

  /**
   * Reads a record.
   *
   * @return null for a kind of record that this broker does not know
   * @throws io.classickafka.protocol.MalformedMessageException when it is cut off or garbage
   * @throws io.classickafka.protocol.UnsupportedVersionException when its value is of a later form
   */
  static @Nullable GroupRecord read(ByteSlice key, @Nullable ByteSlice value) {
    short version = VersionedBlob.version(key);
    if (version < 0 || version > GROUP_KEY) {
      return null;
    }
    if (version == GROUP_KEY) {
      String group = VersionedBlob.read(key, new GroupMetadataKey()).group();
      return value == null
          ? new GroupRemoved(group)
          : read(group, VersionedBlob.read(value, new GroupMetadataValue()));
    }
    OffsetCommitKey named = VersionedBlob.read(key, new OffsetCommitKey());
    TopicPartition partition = new TopicPartition(named.topic(), named.partition());
    if (value == null) {
      return new OffsetRemoved(named.group(), partition);
    }
    OffsetCommitValue stored = VersionedBlob.read(value, new OffsetCommitValue());
    return new OffsetStored(
        named.group(),
        partition,
        new CommittedOffset(
            stored.offset(),
            stored.leaderEpoch(),
            stored.metadata(),
            stored.commitTimestamp(),
            stored.expireTimestamp()));
  }

  private static GroupStored read(String group, GroupMetadataValue value) {
    List<StoredMember> members = new ArrayList<>();
    for (GroupMetadataValue.MemberMetadata member : value.members()) {
      // The oldest form has one timeout for both.
      int rebalanceTimeoutMs =
          member.rebalanceTimeout() < 0 ? member.sessionTimeout() : member.rebalanceTimeout();
      members.add(
          new StoredMember(
              member.memberId(),
              member.groupInstanceId(),
              member.clientId(),
              member.clientHost(),
              rebalanceTimeoutMs,
              member.sessionTimeout(),
              ByteSlice.wrap(member.subscription()),
              ByteSlice.wrap(member.assignment())));
    }
    return new GroupStored(
        group,
        value.protocolType().isEmpty() ? null : value.protocolType(),
        value.generation(),
        value.protocol(),
        value.leader(),
        value.currentStateTimestamp(),
        members);
  }
}
