package io.classickafka.group;

import io.classickafka.group.GroupRecord.GroupStored;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The handling of one command: what it works on and the effects it collects.
 *
 * @param uniqueText makes the part of a member id that nobody else has
 * @param nowMs wall time
 */
record Turn(
    CoordinatorState state,
    GroupSettings settings,
    Supplier<String> uniqueText,
    long nowMs,
    List<GroupEffect> effects) {

  void reply(@Nullable ReplyTo to, GroupReply reply) {
    if (to != null) {
      effects.add(new GroupEffect.Reply(to, reply));
    }
  }

  void append(Write write) {
    effects.add(new GroupEffect.Append(write));
  }

  void setTimer(TimerKey timer, long delayMs) {
    effects.add(new GroupEffect.SetTimer(timer, delayMs));
  }

  void cancelTimer(TimerKey timer) {
    effects.add(new GroupEffect.CancelTimer(timer));
  }

  /** The member is alive: its session starts again. */
  void touch(Group group, Member member) {
    setTimer(TimerKey.session(group, member), member.terms.sessionTimeoutMs());
  }

  void enter(Group group, GroupPhase phase) {
    group.phase = phase;
    group.phaseMs = nowMs;
  }

  /** The record of a group as it is now. */
  static GroupStored recordOf(Group group) {
    return group.toRecord(group.assignments());
  }
}
