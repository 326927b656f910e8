package io.classickafka.group;

import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** When a committed offset is no longer needed (KIP-211). */
final class Expiry {

  private Expiry() {}

  static boolean isOver(Turn turn, Group group, TopicPartition partition, CommittedOffset offset) {
    long sinceMs = offset.commitMs();
    if (group.protocolType != null) {
      Set<String> consumed = group.subscribedTopics;
      if (group.phase == GroupPhase.EMPTY) {
        sinceMs = group.phaseMs == Group.UNKNOWN_TIME ? offset.commitMs() : group.phaseMs;
      } else if (group.phase != GroupPhase.STABLE
          || consumed == null
          || consumed.contains(partition.topic())) {
        return false;
      }
    }
    long nowMs = turn.nowMs();
    return offset.expireMs() == CommittedOffset.NO_EXPIRY
        ? nowMs - sinceMs >= turn.settings().offsetsRetentionMs()
        : nowMs >= offset.expireMs();
  }
}
