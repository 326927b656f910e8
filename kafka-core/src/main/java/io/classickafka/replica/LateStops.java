package io.classickafka.replica;

import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * Recognizes the StopReplica of a deletion that was carried out before: it was sent twice, since a
 * connection broke, and the first one comes last. A topic of the same name may have been made
 * meanwhile, and the request names no id. Owned by the control loop.
 *
 * <p>A controller, Apache's too, has a broker forget a topic before it has it deleted, in this
 * order; only what it sends to another registration of the broker may leave that out. So where this
 * registration deleted the name before, and the metadata lists the very topic whose log lies here,
 * nobody wants that deleted. In all other cases the request is taken for one of now: a wrong
 * refusal would hold a deletion up for good.
 */
final class LateStops {

  /** Names that are remembered, the last ones. */
  private static final int KEPT = 10_000;

  private final Set<TopicPartition> deleted = new LinkedHashSet<>();

  /** The registration that deleted them. */
  private long brokerEpoch = ControlRule.NO_BROKER_EPOCH;

  /** A replica is being deleted because its topic is. */
  void deleting(TopicPartition name, StopSender sender) {
    if (sender.brokerEpoch() != brokerEpoch) {
      deleted.clear();
      brokerEpoch = sender.brokerEpoch();
    }
    if (brokerEpoch != ControlRule.NO_BROKER_EPOCH) {
      if (deleted.size() == KEPT) {
        deleted.remove(deleted.iterator().next());
      }
      deleted.add(name);
    }
  }

  /**
   * Whether the deletion of a topic is one of before.
   *
   * @param onDisk the topic id of the log that lies here
   */
  boolean isLate(TopicPartition name, @Nullable Uuid onDisk, StopSender sender) {
    return onDisk != null
        && sender.brokerEpoch() == brokerEpoch
        && deleted.contains(name)
        && onDisk.equals(sender.listed().apply(name));
  }
}
