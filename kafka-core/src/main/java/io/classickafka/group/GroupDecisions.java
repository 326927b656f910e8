package io.classickafka.group;

import io.classickafka.group.GroupCommand.Commit;
import io.classickafka.group.GroupCommand.Expire;
import io.classickafka.group.GroupCommand.Fetch;
import io.classickafka.group.GroupCommand.Heartbeat;
import io.classickafka.group.GroupCommand.Join;
import io.classickafka.group.GroupCommand.Leave;
import io.classickafka.group.GroupCommand.Loaded;
import io.classickafka.group.GroupCommand.Request;
import io.classickafka.group.GroupCommand.Settled;
import io.classickafka.group.GroupCommand.Sync;
import io.classickafka.group.GroupCommand.TimeOver;
import io.classickafka.group.GroupCommand.TopicsDeleted;
import io.classickafka.group.GroupCommand.Unload;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What follows from a command. Deterministic: the same state, command, time and source of unique
 * texts give the same effects and the same state after. Neither clock nor loop nor log is touched.
 */
final class GroupDecisions {

  private final GroupSettings settings;
  private final Supplier<String> uniqueText;

  GroupDecisions(GroupSettings settings, Supplier<String> uniqueText) {
    this.settings = settings;
    this.uniqueText = uniqueText;
  }

  /**
   * Handles a command.
   *
   * @param nowMs wall time
   * @return what is to be done, in this order
   */
  List<GroupEffect> handle(CoordinatorState state, GroupCommand command, long nowMs) {
    Turn turn = new Turn(state, settings, uniqueText, nowMs, new ArrayList<>());
    if (command instanceof Request request) {
      handle(turn, request);
      dropIfVoid(turn, request.group());
    } else if (command instanceof TimeOver over) {
      onTimeOver(turn, over.timer());
    } else if (command instanceof Settled settled) {
      onSettled(turn, settled);
    } else if (command instanceof Loaded) {
      Membership.onLoaded(turn);
    } else if (command instanceof Expire) {
      Offsets.expire(turn);
    } else if (command instanceof TopicsDeleted deleted) {
      Offsets.removeTopics(turn, deleted.partitions());
    } else if (command instanceof Unload) {
      state.groups().forEach(group -> Joins.unload(turn, group));
    } else {
      throw new AssertionError(command);
    }
    return turn.effects();
  }

  private static void handle(Turn turn, Request request) {
    if (request instanceof Heartbeat heartbeat) {
      Membership.heartbeat(turn, heartbeat);
    } else if (request instanceof Commit commit) {
      Offsets.commit(turn, commit);
    } else if (request instanceof Fetch fetch) {
      Offsets.fetch(turn, fetch);
    } else if (request instanceof Join join) {
      Joins.join(turn, join);
    } else if (request instanceof Sync sync) {
      Syncs.sync(turn, sync);
    } else if (request instanceof Leave leave) {
      Membership.leave(turn, leave);
    } else {
      throw new AssertionError(request);
    }
  }

  /** A request that was refused leaves nothing behind. */
  private static void dropIfVoid(Turn turn, String id) {
    Group group = turn.state().group(id);
    if (group != null && group.isVoid()) {
      turn.state().remove(group);
    }
  }

  private static void onTimeOver(Turn turn, TimerKey timer) {
    Group group = turn.state().group(timer.group());
    if (group == null) {
      return;
    }
    switch (timer.kind()) {
      case SESSION -> Membership.onSessionOver(turn, group, timer.memberId());
      case PENDING -> Rebalances.forgetPending(turn, group, timer.memberId());
      case REBALANCE -> Rebalances.onJoinTimeOver(turn, group);
      case SYNC -> Syncs.onTimeOver(turn, group);
    }
    dropIfVoid(turn, timer.group());
  }

  private static void onSettled(Turn turn, Settled settled) {
    Write write = settled.write();
    if (write instanceof Write.Offsets offsets) {
      Offsets.onStored(turn, offsets, settled.error(), settled.baseOffset());
      dropIfVoid(turn, offsets.group());
    } else if (write instanceof Write.Assignments assignments) {
      Syncs.onStored(turn, assignments, settled.error());
    } else if (write instanceof Write.Replacement replacement) {
      Joins.onReplaced(turn, replacement, settled.error());
    } else if (write instanceof Write.Removal removal) {
      Offsets.onRemoved(turn, removal, settled.error(), settled.baseOffset());
      dropIfVoid(turn, removal.group());
    } else if (!(write instanceof Write.NobodyLeft)) {
      throw new AssertionError(write);
    }
  }
}
