package io.classickafka.group;

import io.classickafka.group.GroupCommand.Join;
import io.classickafka.group.GroupReply.Joined;
import io.classickafka.group.GroupReply.JoinedMember;
import io.classickafka.group.GroupReply.Synced;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.seam.ByteSlice;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a group gets from one generation to the next. Pure, but for the state it is given. */
final class Rebalances {

  private Rebalances() {}

  /** Adds a member whose join waits for the next generation. */
  static void add(Turn turn, Group group, Join join, String memberId) {
    if (group.pendingMembers.contains(memberId)) {
      turn.cancelTimer(TimerKey.pending(group, memberId));
    }
    Member member =
        new Member(
            memberId, join.instanceId(), join.clientId(), join.clientHost(), Member.Terms.of(join));
    member.isNew = true;
    if (group.phase == GroupPhase.PREPARING_REBALANCE && group.generation == 0) {
      group.newMemberAdded = true;
    }
    group.add(member, join.protocolType());
    group.park(member, join.to());
    turn.setTimer(TimerKey.session(group, member), GroupSettings.NEW_MEMBER_JOIN_TIMEOUT_MS);
    prepareUnlessPreparing(turn, group);
  }

  /** A member joins again: its join waits for the next generation. */
  static void rejoin(Turn turn, Group group, Member member, Join join) {
    group.update(member, Member.Terms.of(join));
    park(turn, group, member, join.to());
    prepareUnlessPreparing(turn, group);
  }

  /** Parks a join. One that is parked already belongs to a connection given up by the member. */
  static void park(Turn turn, Group group, Member member, ReplyTo join) {
    ReplyTo abandoned = group.unpark(member);
    turn.reply(abandoned, Joined.refused(ErrorCode.REBALANCE_IN_PROGRESS, member.id));
    group.park(member, join);
  }

  static void prepareUnlessPreparing(Turn turn, Group group) {
    if (group.phase != GroupPhase.PREPARING_REBALANCE) {
      prepare(turn, group);
    }
  }

  /** Starts a rebalance. */
  static void prepare(Turn turn, Group group) {
    if (group.phase == GroupPhase.COMPLETING_REBALANCE) {
      failSyncs(turn, group, ErrorCode.REBALANCE_IN_PROGRESS);
    }
    turn.cancelTimer(TimerKey.sync(group));
    int timeoutMs = group.rebalanceTimeoutMs();
    group.initialRebalance = group.phase == GroupPhase.EMPTY;
    turn.enter(group, GroupPhase.PREPARING_REBALANCE);
    if (group.initialRebalance) {
      int delayMs = turn.settings().initialRebalanceDelayMs();
      group.initialRemainingMs = Math.max(timeoutMs - delayMs, 0);
      turn.setTimer(TimerKey.rebalance(group), delayMs);
    } else {
      turn.setTimer(TimerKey.rebalance(group), timeoutMs);
      completeIfAllJoined(turn, group);
    }
  }

  /** The first rebalance of a group always waits: others are about to come. */
  static void completeIfAllJoined(Turn turn, Group group) {
    if (group.phase == GroupPhase.PREPARING_REBALANCE
        && !group.initialRebalance
        && group.allJoined()) {
      complete(turn, group);
    }
  }

  /** The time to join is over. */
  static void onJoinTimeOver(Turn turn, Group group) {
    if (group.phase != GroupPhase.PREPARING_REBALANCE) {
      return;
    }
    if (group.initialRebalance && group.newMemberAdded && group.initialRemainingMs > 0) {
      group.newMemberAdded = false;
      long delayMs = Math.min(turn.settings().initialRebalanceDelayMs(), group.initialRemainingMs);
      group.initialRemainingMs -= delayMs;
      turn.setTimer(TimerKey.rebalance(group), delayMs);
      return;
    }
    complete(turn, group);
  }

  private static void complete(Turn turn, Group group) {
    for (Member member : group.snapshot()) {
      if (member.join == null && !member.isStatic()) {
        discard(turn, group, member);
      }
    }
    if (!electJoinedLeader(group) && !group.isEmpty()) {
      // Only static members are left, and none of them is here: they are waited for.
      group.initialRebalance = false;
      turn.setTimer(TimerKey.rebalance(group), group.rebalanceTimeoutMs());
      return;
    }
    turn.cancelTimer(TimerKey.rebalance(group));
    group.initialRebalance = false;
    group.newMemberAdded = false;
    group.storing = false;
    group.pendingSyncs.clear();
    group.generation++;
    group.protocolName = group.elected();
    group.subscribedTopics = Subscriptions.of(group);
    if (group.isEmpty()) {
      turn.enter(group, GroupPhase.EMPTY);
      turn.append(new Write.NobodyLeft(Turn.recordOf(group)));
      return;
    }
    turn.enter(group, GroupPhase.COMPLETING_REBALANCE);
    for (Member member : group.members()) {
      turn.reply(group.unpark(member), joined(group, member));
      turn.touch(group, member);
      member.isNew = false;
      group.pendingSyncs.add(member.id);
    }
    turn.setTimer(TimerKey.sync(group), group.rebalanceTimeoutMs());
  }

  /** Whether the group has a leader that has joined; another takes over from one that has not. */
  private static boolean electJoinedLeader(Group group) {
    Member leader = group.leader == null ? null : group.member(group.leader);
    if (leader == null || leader.join != null) {
      return leader != null;
    }
    for (Member member : group.members()) {
      if (member.join != null) {
        group.leader = member.id;
        return true;
      }
    }
    return false;
  }

  /** Tells a member of the present generation. */
  static Joined joined(Group group, Member member) {
    return joined(group, member, leaderOf(group), false, group.isLeader(member));
  }

  static Joined joined(
      Group group, Member member, String leader, boolean skipAssignment, boolean withMembers) {
    return new Joined(
        ErrorCode.NONE,
        group.generation,
        group.protocolType,
        group.protocolName,
        leader,
        skipAssignment,
        member.id,
        withMembers ? membersOf(group) : List.of());
  }

  static String leaderOf(Group group) {
    return group.leader == null ? GroupReply.NO_MEMBER : group.leader;
  }

  private static List<JoinedMember> membersOf(Group group) {
    List<JoinedMember> members = new ArrayList<>(group.size());
    for (Member member : group.members()) {
      members.add(
          new JoinedMember(member.id, member.instanceId, member.metadata(group.protocolName)));
    }
    return members;
  }

  // Members who go.

  /** A member goes: whoever waits for it is told, and the others share its work. */
  static void leave(Turn turn, Group group, Member member) {
    discard(turn, group, member);
    if (group.phase == GroupPhase.STABLE || group.phase == GroupPhase.COMPLETING_REBALANCE) {
      prepare(turn, group);
    } else {
      completeIfAllJoined(turn, group);
    }
  }

  /** Takes a member out of the group. Nobody stays unanswered. */
  static void discard(Turn turn, Group group, Member member) {
    turn.reply(
        group.unpark(member), Joined.refused(ErrorCode.UNKNOWN_MEMBER_ID, GroupReply.NO_MEMBER));
    failSync(turn, member, ErrorCode.UNKNOWN_MEMBER_ID);
    turn.cancelTimer(TimerKey.session(group, member));
    group.remove(member);
  }

  /** Somebody who was given an id does not come. */
  static void forgetPending(Turn turn, Group group, String memberId) {
    if (group.pendingMembers.remove(memberId)) {
      turn.cancelTimer(TimerKey.pending(group, memberId));
      completeIfAllJoined(turn, group);
    }
  }

  // Parked syncs.

  /** There will be no assignments in this generation. */
  static void failSyncs(Turn turn, Group group, ErrorCode error) {
    for (Member member : group.members()) {
      member.assignment = ByteSlice.empty();
      if (member.sync != null) {
        failSync(turn, member, error);
        turn.touch(group, member);
      }
    }
  }

  static void failSync(Turn turn, Member member, ErrorCode error) {
    @Nullable ReplyTo sync = member.sync;
    member.sync = null;
    turn.reply(sync, Synced.refused(error));
  }
}
