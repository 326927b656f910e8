package io.classickafka.group;

/** What is to be done, in the order of the list. Immutable. */
public sealed interface GroupEffect {

  /** Answers a request. */
  record Reply(ReplyTo to, GroupReply reply) implements GroupEffect {}

  /** Writes records; {@link GroupCommand.Settled} follows. */
  record Append(Write write) implements GroupEffect {}

  /** Starts a timer, or starts it again. */
  record SetTimer(TimerKey timer, long delayMs) implements GroupEffect {}

  /** Forgets a timer. */
  record CancelTimer(TimerKey timer) implements GroupEffect {}
}
