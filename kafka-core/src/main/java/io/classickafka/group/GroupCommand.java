package io.classickafka.group;

import io.classickafka.group.GroupReply.Committed;
import io.classickafka.group.GroupReply.Fetched;
import io.classickafka.group.GroupReply.Heard;
import io.classickafka.group.GroupReply.Joined;
import io.classickafka.group.GroupReply.Left;
import io.classickafka.group.GroupReply.Synced;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.seam.ByteSlice;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** What can happen to the groups of one partition of the offsets topic. Immutable. */
public sealed interface GroupCommand {

  /** A client's request. It gets exactly one reply. */
  sealed interface Request extends GroupCommand {

    String group();

    ReplyTo to();

    /** The reply that carries an error of the request as a whole. */
    GroupReply refused(ErrorCode error);

    /** The reply while the group is being loaded. */
    default GroupReply loading() {
      return refused(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS);
    }

    /** Whether a group without a name can be meant: old consumers commit offsets in it. */
    default boolean mayBeNameless() {
      return false;
    }
  }

  /**
   * A member joins, or joins again.
   *
   * @param memberId empty for who has none yet
   * @param instanceId of a static member
   * @param clientHost as an address is written in the group's record
   * @param protocols in order of preference, each name once
   * @param mustKnowId whether a new member is given an id first and has to come back with it
   * @param canSkipAssignment whether a leader understands to keep the assignments
   */
  record Join(
      ReplyTo to,
      String group,
      String memberId,
      @Nullable String instanceId,
      String clientId,
      String clientHost,
      int sessionTimeoutMs,
      int rebalanceTimeoutMs,
      String protocolType,
      List<MemberProtocol> protocols,
      boolean mustKnowId,
      boolean canSkipAssignment)
      implements Request {

    public Join {
      protocols = List.copyOf(protocols);
    }

    @Override
    public Joined refused(ErrorCode error) {
      return Joined.refused(error, memberId);
    }
  }

  /**
   * A member wants its assignment; the leader brings those of all.
   *
   * @param protocolType null when the request does not say
   * @param protocolName null when the request does not say
   * @param assignments by member id
   */
  record Sync(
      ReplyTo to,
      String group,
      int generation,
      String memberId,
      @Nullable String instanceId,
      @Nullable String protocolType,
      @Nullable String protocolName,
      Map<String, ByteSlice> assignments)
      implements Request {

    public Sync {
      assignments = Collections.unmodifiableMap(new LinkedHashMap<>(assignments));
    }

    @Override
    public Synced refused(ErrorCode error) {
      return Synced.refused(error);
    }

    @Override
    public Synced loading() {
      // Sends the member back to joining, which it repeats until the group is loaded.
      return Synced.refused(ErrorCode.REBALANCE_IN_PROGRESS);
    }
  }

  /** A member lives. */
  record Heartbeat(
      ReplyTo to, String group, int generation, String memberId, @Nullable String instanceId)
      implements Request {

    @Override
    public Heard refused(ErrorCode error) {
      return new Heard(error);
    }

    @Override
    public Heard loading() {
      // Sessions start anew when the group is loaded.
      return new Heard(ErrorCode.NONE);
    }
  }

  /** Members go. */
  record Leave(ReplyTo to, String group, List<Leaver> members) implements Request {

    public Leave {
      members = List.copyOf(members);
    }

    @Override
    public Left refused(ErrorCode error) {
      return new Left(error, List.of());
    }
  }

  /**
   * Who goes.
   *
   * @param memberId empty when the instance id says it all
   */
  record Leaver(String memberId, @Nullable String instanceId) {}

  /**
   * Offsets to store.
   *
   * @param generation {@link GroupReply#NO_GENERATION} from outside the group
   * @param offsets each partition once
   */
  record Commit(
      ReplyTo to,
      String group,
      int generation,
      String memberId,
      @Nullable String instanceId,
      List<OffsetToCommit> offsets)
      implements Request {

    public Commit {
      offsets = List.copyOf(offsets);
    }

    @Override
    public Committed refused(ErrorCode error) {
      return new Committed(Collections.nCopies(offsets.size(), error));
    }

    @Override
    public boolean mayBeNameless() {
      return true;
    }
  }

  /** An offset to store. */
  record OffsetToCommit(TopicPartition partition, CommittedOffset offset) {}

  /**
   * Asks for committed offsets.
   *
   * @param partitions null for all there are
   * @param requireStable whether an offset that is about to change is refused
   */
  record Fetch(
      ReplyTo to, String group, @Nullable List<TopicPartition> partitions, boolean requireStable)
      implements Request {

    public Fetch {
      partitions = partitions == null ? null : List.copyOf(partitions);
    }

    @Override
    public Fetched refused(ErrorCode error) {
      return new Fetched(error, List.of());
    }

    @Override
    public boolean mayBeNameless() {
      return true;
    }
  }

  /** A timer ran out. */
  record TimeOver(TimerKey timer) implements GroupCommand {}

  /**
   * A write is committed or has failed.
   *
   * @param error as the partition says it
   * @param baseOffset of its batch, when it was appended
   */
  record Settled(Write write, ErrorCode error, long baseOffset) implements GroupCommand {}

  /** The log has been replayed: groups come to life. */
  record Loaded() implements GroupCommand {}

  /** Time to look for offsets and groups that nobody needs any more. */
  record Expire() implements GroupCommand {}

  /** Topics are gone, and the offsets in them with them. */
  record TopicsDeleted(List<TopicPartition> partitions) implements GroupCommand {

    public TopicsDeleted {
      partitions = List.copyOf(partitions);
    }
  }

  /** This broker coordinates these groups no longer. */
  record Unload() implements GroupCommand {}
}
