package io.classickafka.group;

import io.classickafka.protocol.ErrorCode;
import io.classickafka.seam.ByteSlice;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** What a coordinator answers. Immutable; one kind for each kind of request. */
public sealed interface GroupReply {

  /** The generation of a reply that is about none. */
  int NO_GENERATION = -1;

  /** The member id of who has none. */
  String NO_MEMBER = "";

  ErrorCode error();

  /**
   * To a join.
   *
   * @param protocolName the protocol of the generation, null when there is none
   * @param leader member id of the leader, empty when there is none
   * @param skipAssignment whether the leader keeps the assignments as they are
   * @param members all members, for the leader only
   */
  record Joined(
      ErrorCode error,
      int generation,
      @Nullable String protocolType,
      @Nullable String protocolName,
      String leader,
      boolean skipAssignment,
      String memberId,
      List<JoinedMember> members)
      implements GroupReply {

    public Joined {
      members = List.copyOf(members);
    }

    static Joined refused(ErrorCode error, String memberId) {
      return new Joined(error, NO_GENERATION, null, null, NO_MEMBER, false, memberId, List.of());
    }
  }

  /** A member as its leader sees it. */
  record JoinedMember(String memberId, @Nullable String instanceId, ByteSlice metadata) {}

  /** To a sync. */
  record Synced(
      ErrorCode error,
      @Nullable String protocolType,
      @Nullable String protocolName,
      ByteSlice assignment)
      implements GroupReply {

    static Synced refused(ErrorCode error) {
      return new Synced(error, null, null, ByteSlice.empty());
    }
  }

  /** To a heartbeat. */
  record Heard(ErrorCode error) implements GroupReply {}

  /**
   * To members who leave.
   *
   * @param members in the order of the request
   */
  record Left(ErrorCode error, List<LeftMember> members) implements GroupReply {

    public Left {
      members = List.copyOf(members);
    }
  }

  /** What became of one who leaves. */
  record LeftMember(String memberId, @Nullable String instanceId, ErrorCode error) {}

  /**
   * To a commit.
   *
   * @param errors for each offset of the request, in its order
   */
  record Committed(List<ErrorCode> errors) implements GroupReply {

    public Committed {
      errors = List.copyOf(errors);
    }

    /** Of the first offset. */
    @Override
    public ErrorCode error() {
      return errors.isEmpty() ? ErrorCode.NONE : errors.get(0);
    }
  }

  /**
   * To who asks for offsets.
   *
   * @param error concerns the whole group; then there are no offsets
   */
  record Fetched(ErrorCode error, List<FetchedOffset> offsets) implements GroupReply {

    public Fetched {
      offsets = List.copyOf(offsets);
    }
  }

  /**
   * A partition's committed offset.
   *
   * @param committed null when there is none
   */
  record FetchedOffset(
      TopicPartition partition, ErrorCode error, @Nullable CommittedOffset committed) {}
}
