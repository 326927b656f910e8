package io.classickafka.group;

/** Who waits for a reply. Takes exactly one, on the coordinator's loop or the caller's thread. */
@FunctionalInterface
public interface ReplyTo {
  void reply(GroupReply reply);
}
