package io.classickafka.simulation.check;

import io.classickafka.coordination.Op;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/** One promise, told of everything that happens; what it does not care for it leaves out. */
public interface Check {

  /** A replica changed. */
  default void onReplica(ReplicaState state) {}

  /**
   * These batches of a replica's log lie below its high watermark now, next after the last ones.
   */
  default void onBelowHighWatermark(ReplicaState state, List<BatchState> batches) {}

  /** A broker's process ended: what its next life shows is read from disk. */
  default void onDeath(int broker) {}

  /** A partition's node was written. */
  default void onNode(PartitionNode node) {}

  /** A producer that wants all in-sync replicas was told that its record is at this offset. */
  default void onAck(TopicPartition partition, long offset, String value) {}

  /** A reader was given this record. */
  default void onRead(TopicPartition partition, long offset, String value) {}

  /** One client, asking one question at a time, was told that this is the latest offset. */
  default void onLatest(TopicPartition partition, long offset) {}

  /** Something was written to ZooKeeper: by a session, or by nobody when one ended (0). */
  default void onWrite(long session, List<Op> ops) {}

  /** A request with a leader epoch was answered. */
  default void onFenceProbe(FenceProbe probe) {}

  /** A request of a controller that is none any more, or to a former life, was answered. */
  default void onZombieProbe(ZombieProbe probe) {}

  /** The end: everything is healed and quiet, and this is the whole log of a replica. */
  default void atEnd(ReplicaState state, List<BatchState> log) {}
}
