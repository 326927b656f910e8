package io.classickafka.group;

import io.classickafka.group.GroupCommand.Heartbeat;
import io.classickafka.group.GroupCommand.Leave;
import io.classickafka.group.GroupCommand.Leaver;
import io.classickafka.group.GroupReply.Heard;
import io.classickafka.group.GroupReply.Left;
import io.classickafka.group.GroupReply.LeftMember;
import io.classickafka.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.List;

/** Who is still there: heartbeats, sessions and leaving. Pure, but for the state it is given. */
final class Membership {

  private Membership() {}

  static void heartbeat(Turn turn, Heartbeat heartbeat) {
    turn.reply(heartbeat.to(), new Heard(hear(turn, heartbeat)));
  }

  private static ErrorCode hear(Turn turn, Heartbeat heartbeat) {
    Group group = turn.state().group(heartbeat.group());
    if (group == null) {
      return ErrorCode.UNKNOWN_MEMBER_ID;
    }
    ErrorCode refused = group.check(heartbeat.memberId(), heartbeat.instanceId());
    Member member = group.member(heartbeat.memberId());
    if (refused != ErrorCode.NONE || member == null) {
      return refused;
    }
    if (heartbeat.generation() != group.generation) {
      return ErrorCode.ILLEGAL_GENERATION;
    }
    turn.touch(group, member);
    return group.phase == GroupPhase.PREPARING_REBALANCE
        ? ErrorCode.REBALANCE_IN_PROGRESS
        : ErrorCode.NONE;
  }

  static void leave(Turn turn, Leave leave) {
    Group group = turn.state().group(leave.group());
    List<LeftMember> left = new ArrayList<>(leave.members().size());
    for (Leaver leaver : leave.members()) {
      ErrorCode error = group == null ? ErrorCode.UNKNOWN_MEMBER_ID : leave(turn, group, leaver);
      left.add(new LeftMember(leaver.memberId(), leaver.instanceId(), error));
    }
    turn.reply(leave.to(), new Left(ErrorCode.NONE, left));
  }

  private static ErrorCode leave(Turn turn, Group group, Leaver leaver) {
    String memberId = leaver.memberId();
    String instanceId = leaver.instanceId();
    if (memberId.isEmpty()) {
      String current = instanceId == null ? null : group.staticMember(instanceId);
      if (current == null) {
        return ErrorCode.UNKNOWN_MEMBER_ID;
      }
      memberId = current;
    } else if (group.pendingMembers.contains(memberId)) {
      Rebalances.forgetPending(turn, group, memberId);
      return ErrorCode.NONE;
    }
    ErrorCode refused = group.check(memberId, instanceId);
    Member member = group.member(memberId);
    if (refused == ErrorCode.NONE && member != null) {
      Rebalances.leave(turn, group, member);
    }
    return refused;
  }

  /** A member has been silent for too long, or has taken too long to join for the first time. */
  static void onSessionOver(Turn turn, Group group, String memberId) {
    Member member = group.member(memberId);
    if (member != null && !member.isWaiting()) {
      Rebalances.leave(turn, group, member);
    }
  }

  /** Loaded groups live: everybody has a whole session to be heard in. */
  static void onLoaded(Turn turn) {
    for (Group group : turn.state().snapshot()) {
      for (Member member : group.members()) {
        turn.touch(group, member);
      }
      if (group.isVoid()) {
        turn.state().remove(group);
      }
      if (group.size() > turn.settings().groupMaxSize()) {
        Rebalances.prepare(turn, group);
      }
    }
  }
}
