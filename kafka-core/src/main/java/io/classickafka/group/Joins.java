package io.classickafka.group;

import io.classickafka.group.GroupCommand.Join;
import io.classickafka.group.GroupReply.Joined;
import io.classickafka.group.GroupReply.Synced;
import io.classickafka.protocol.ErrorCode;
import java.util.List;

/** Who may join a group and what that starts. Pure, but for the state it is given. */
final class Joins {

  private Joins() {}

  static void join(Turn turn, Join join) {
    int timeoutMs = join.sessionTimeoutMs();
    if (timeoutMs < turn.settings().sessionTimeoutMinMs()
        || timeoutMs > turn.settings().sessionTimeoutMaxMs()) {
      refuse(turn, join, ErrorCode.INVALID_SESSION_TIMEOUT);
      return;
    }
    boolean unknown = join.memberId().isEmpty();
    Group group = turn.state().group(join.group());
    if (group == null) {
      if (!unknown) {
        refuse(turn, join, ErrorCode.UNKNOWN_MEMBER_ID);
        return;
      }
      group = turn.state().groupOrNew(join.group());
    }
    if (!hasRoom(turn.settings(), group, join.memberId())) {
      Member member = group.member(join.memberId());
      if (member != null) {
        Rebalances.discard(turn, group, member);
      }
      refuseNobody(turn, join, ErrorCode.GROUP_MAX_SIZE_REACHED);
    } else if (!group.accepts(join.protocolType(), join.protocols())) {
      turn.reply(join.to(), Joined.refused(ErrorCode.INCONSISTENT_GROUP_PROTOCOL, join.memberId()));
    } else if (unknown) {
      joinNew(turn, group, join);
    } else if (join.instanceId() == null && group.pendingMembers.contains(join.memberId())) {
      Rebalances.add(turn, group, join, join.memberId());
    } else {
      joinAgain(turn, group, join);
    }
    Rebalances.completeIfAllJoined(turn, group);
  }

  private static void refuse(Turn turn, Join join, ErrorCode error) {
    turn.reply(join.to(), join.refused(error));
  }

  private static void refuseNobody(Turn turn, Join join, ErrorCode error) {
    turn.reply(join.to(), Joined.refused(error, GroupReply.NO_MEMBER));
  }

  private static boolean hasRoom(GroupSettings settings, Group group, String memberId) {
    Member member = group.member(memberId);
    return switch (group.phase) {
      case EMPTY -> true;
      case PREPARING_REBALANCE ->
          (member != null && member.join != null) || group.parkedJoins() < settings.groupMaxSize();
      case COMPLETING_REBALANCE, STABLE -> member != null || group.size() < settings.groupMaxSize();
    };
  }

  private static void joinNew(Turn turn, Group group, Join join) {
    String instanceId = join.instanceId();
    String prefix = instanceId == null ? join.clientId() : instanceId;
    String memberId = prefix + "-" + turn.uniqueText().get();
    if (instanceId != null) {
      String current = group.staticMember(instanceId);
      Member member = current == null ? null : group.member(current);
      if (member == null) {
        Rebalances.add(turn, group, join, memberId);
      } else {
        replace(turn, group, member, memberId, join);
      }
    } else if (join.mustKnowId()) {
      group.pendingMembers.add(memberId);
      turn.setTimer(TimerKey.pending(group, memberId), join.sessionTimeoutMs());
      turn.reply(join.to(), Joined.refused(ErrorCode.MEMBER_ID_REQUIRED, memberId));
    } else {
      Rebalances.add(turn, group, join, memberId);
    }
  }

  private static void joinAgain(Turn turn, Group group, Join join) {
    ErrorCode refused = group.check(join.memberId(), join.instanceId());
    Member member = group.member(join.memberId());
    if (refused != ErrorCode.NONE || member == null) {
      refuse(turn, join, refused);
      return;
    }
    boolean unchanged = member.terms.protocols().equals(join.protocols());
    switch (group.phase) {
      case PREPARING_REBALANCE -> Rebalances.rejoin(turn, group, member, join);
      case COMPLETING_REBALANCE -> {
        // The answer to its join was lost: it gets it again.
        if (unchanged) {
          turn.reply(join.to(), Rebalances.joined(group, member));
        } else {
          Rebalances.rejoin(turn, group, member, join);
        }
      }
      case STABLE -> {
        // A leader that joins again wants to share the work anew.
        if (unchanged && !group.isLeader(member)) {
          turn.reply(join.to(), Rebalances.joined(group, member));
        } else {
          Rebalances.rejoin(turn, group, member, join);
        }
      }
      case EMPTY -> refuse(turn, join, ErrorCode.UNKNOWN_MEMBER_ID);
    }
  }

  // Static members who come back.

  private static void replace(Turn turn, Group group, Member member, String memberId, Join join) {
    String idBefore = member.id;
    String leaderBefore = Rebalances.leaderOf(group);
    Member.Terms before = member.terms;
    // Whoever else speaks for this instance is fenced at once, also if it waits for us.
    turn.reply(group.unpark(member), Joined.refused(ErrorCode.FENCED_INSTANCE_ID, idBefore));
    Rebalances.failSync(turn, member, ErrorCode.FENCED_INSTANCE_ID);
    turn.cancelTimer(TimerKey.session(group, member));
    group.rename(member, memberId);
    group.update(member, Member.Terms.of(join));
    turn.touch(group, member);
    group.park(member, join.to());
    String elected = group.elected();
    if (group.phase == GroupPhase.STABLE && elected != null && elected.equals(group.protocolName)) {
      turn.append(
          new Write.Replacement(
              Turn.recordOf(group),
              instanceOf(member),
              memberId,
              before,
              idBefore,
              leaderBefore,
              join.canSkipAssignment()));
    } else {
      Rebalances.prepareUnlessPreparing(turn, group);
    }
  }

  private static String instanceOf(Member member) {
    String instanceId = member.instanceId;
    return instanceId == null ? "" : instanceId;
  }

  /** The new id of a static member is stored, or could not be. */
  static void onReplaced(Turn turn, Write.Replacement write, ErrorCode error) {
    Group group = turn.state().group(write.record().group());
    Member member = group == null ? null : group.member(write.memberId());
    // Once a rebalance has begun, the join waits for the next generation and its record.
    if (group == null
        || member == null
        || group.phase != GroupPhase.STABLE
        || group.generation != write.record().generation()) {
      return;
    }
    ReplyTo join = group.unpark(member);
    if (error != ErrorCode.NONE) {
      group.rename(member, write.idBefore());
      group.update(member, write.before());
      turn.cancelTimer(new TimerKey(TimerKey.Kind.SESSION, group.id, write.memberId()));
      turn.touch(group, member);
      turn.reply(
          join,
          new Joined(
              WriteErrors.ofGroup(error),
              group.generation,
              group.protocolType,
              group.protocolName,
              write.leaderBefore(),
              false,
              GroupReply.NO_MEMBER,
              List.of()));
    } else if (write.canSkipAssignment()) {
      boolean leads = group.isLeader(member);
      turn.reply(join, Rebalances.joined(group, member, Rebalances.leaderOf(group), leads, leads));
    } else {
      // It must not take itself for the leader, or it would wait for members and share out again.
      turn.reply(join, Rebalances.joined(group, member, write.leaderBefore(), false, false));
    }
  }

  /** All who wait are told that it is another broker's turn. */
  static void unload(Turn turn, Group group) {
    for (Member member : group.snapshot()) {
      turn.reply(group.unpark(member), Joined.refused(ErrorCode.NOT_COORDINATOR, member.id));
      ReplyTo sync = member.sync;
      member.sync = null;
      turn.reply(sync, Synced.refused(ErrorCode.NOT_COORDINATOR));
      turn.cancelTimer(TimerKey.session(group, member));
    }
    for (String pending : group.pendingMembers) {
      turn.cancelTimer(TimerKey.pending(group, pending));
    }
    turn.cancelTimer(TimerKey.rebalance(group));
    turn.cancelTimer(TimerKey.sync(group));
  }
}
