package io.classickafka.group;

import io.classickafka.group.GroupCommand.Sync;
import io.classickafka.group.GroupReply.Synced;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.seam.ByteSlice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the members of a generation get their assignments. Pure, but for the state it is given. */
final class Syncs {

  private Syncs() {}

  static void sync(Turn turn, Sync sync) {
    Group group = turn.state().group(sync.group());
    ErrorCode refused = group == null ? ErrorCode.UNKNOWN_MEMBER_ID : refusal(group, sync);
    Member member = group == null ? null : group.member(sync.memberId());
    if (refused != ErrorCode.NONE || group == null || member == null) {
      turn.reply(sync.to(), sync.refused(refused));
      return;
    }
    group.pendingSyncs.remove(member.id);
    if (group.pendingSyncs.isEmpty()) {
      turn.cancelTimer(TimerKey.sync(group));
    }
    if (group.phase == GroupPhase.STABLE) {
      answer(turn, group, member, sync.to());
    } else {
      await(turn, group, member, sync);
    }
  }

  private static ErrorCode refusal(Group group, Sync sync) {
    ErrorCode unknown = group.check(sync.memberId(), sync.instanceId());
    if (unknown != ErrorCode.NONE) {
      return unknown;
    }
    if (sync.generation() != group.generation) {
      return ErrorCode.ILLEGAL_GENERATION;
    }
    if (differs(sync.protocolType(), group.protocolType)
        || differs(sync.protocolName(), group.protocolName)) {
      return ErrorCode.INCONSISTENT_GROUP_PROTOCOL;
    }
    return switch (group.phase) {
      case EMPTY -> ErrorCode.UNKNOWN_MEMBER_ID;
      case PREPARING_REBALANCE -> ErrorCode.REBALANCE_IN_PROGRESS;
      case COMPLETING_REBALANCE, STABLE -> ErrorCode.NONE;
    };
  }

  private static boolean differs(@Nullable String said, @Nullable String real) {
    return said != null && !said.equals(real);
  }

  private static void await(Turn turn, Group group, Member member, Sync sync) {
    // One that is parked already belongs to a connection that the member gave up.
    Rebalances.failSync(turn, member, ErrorCode.REBALANCE_IN_PROGRESS);
    member.sync = sync.to();
    if (group.isLeader(member) && !group.storing) {
      group.storing = true;
      Map<String, ByteSlice> assignments = new LinkedHashMap<>();
      for (Member each : group.members()) {
        assignments.put(each.id, sync.assignments().getOrDefault(each.id, ByteSlice.empty()));
      }
      turn.append(
          new Write.Assignments(group.toRecord(assignments), group.generation, assignments));
    }
  }

  /** The assignments are stored, or could not be. */
  static void onStored(Turn turn, Write.Assignments write, ErrorCode error) {
    Group group = turn.state().group(write.record().group());
    if (group == null
        || group.phase != GroupPhase.COMPLETING_REBALANCE
        || group.generation != write.generation()) {
      return;
    }
    group.storing = false;
    if (error != ErrorCode.NONE) {
      Rebalances.failSyncs(turn, group, WriteErrors.ofGroup(error));
      Rebalances.prepare(turn, group);
      return;
    }
    turn.enter(group, GroupPhase.STABLE);
    for (Member member : group.members()) {
      member.assignment = write.assignments().getOrDefault(member.id, ByteSlice.empty());
      ReplyTo waiting = member.sync;
      if (waiting != null) {
        member.sync = null;
        answer(turn, group, member, waiting);
      }
    }
  }

  private static void answer(Turn turn, Group group, Member member, ReplyTo to) {
    turn.reply(
        to, new Synced(ErrorCode.NONE, group.protocolType, group.protocolName, member.assignment));
    turn.touch(group, member);
  }

  /** The time to sync is over: who has not done so is out. */
  static void onTimeOver(Turn turn, Group group) {
    boolean waited =
        group.phase == GroupPhase.COMPLETING_REBALANCE || group.phase == GroupPhase.STABLE;
    if (!waited || group.pendingSyncs.isEmpty()) {
      return;
    }
    for (String memberId : new ArrayList<>(group.pendingSyncs)) {
      Member member = group.member(memberId);
      if (member != null) {
        Rebalances.discard(turn, group, member);
      }
    }
    Rebalances.prepare(turn, group);
  }
}
