package io.classickafka.replica;

import io.classickafka.log.Log;
import java.util.LinkedHashMap;
import java.util.Map;
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
 *
 * <p>What was deleted is also remembered for when the deletion of a topic is given up in the
 * middle.
 */
final class LateStops {

  /** Names that are remembered, the last ones. */
  private static final int KEPT = 10_000;

  /** With the id of the topic it was; {@link Uuid#ZERO_UUID} when the log did not say. */
  private final Map<TopicPartition, Uuid> deleted = new LinkedHashMap<>();

  /** The registration that deleted them. */
  private long brokerEpoch = ControlRule.NO_BROKER_EPOCH;

  /**
   * A replica is being deleted because its topic is.
   *
   * @param log what lies here of it
   */
  void deleting(TopicPartition name, @Nullable Log log, StopSender sender) {
    if (sender.brokerEpoch() != brokerEpoch) {
      deleted.clear();
      brokerEpoch = sender.brokerEpoch();
    }
    if (brokerEpoch != ControlRule.NO_BROKER_EPOCH) {
      if (deleted.size() == KEPT) {
        deleted.remove(deleted.keySet().iterator().next());
      }
      // Asked a second time it finds no log, and knows whose that was.
      Uuid topicId = log == null ? deleted.get(name) : log.topicId();
      deleted.put(name, topicId == null ? Uuid.ZERO_UUID : topicId);
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
        && deleted.containsKey(name)
        && onDisk.equals(sender.listed().apply(name));
  }

  /**
   * Whether the log of a topic may have been deleted in this registration: who deleted it may have
   * given the topic's deletion up before all replicas were gone.
   */
  boolean mayHaveDeleted(TopicPartition name, Uuid topicId) {
    Uuid before = deleted.get(name);
    return before != null
        && (before.equals(topicId)
            || before.equals(Uuid.ZERO_UUID)
            || topicId.equals(Uuid.ZERO_UUID));
  }

  /** Whether the log of this very topic is known to have been deleted. */
  boolean hasDeleted(TopicPartition name, Uuid topicId) {
    return !topicId.equals(Uuid.ZERO_UUID) && topicId.equals(deleted.get(name));
  }
}
