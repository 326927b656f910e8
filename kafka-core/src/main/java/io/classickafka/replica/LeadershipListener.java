package io.classickafka.replica;

import org.apache.kafka.common.TopicPartition;

/**
 * Told of the roles of this broker's replicas, on the control loop, in the order of the leader
 * epochs of each partition. Must not block.
 */
public interface LeadershipListener {

  /** Hears nothing. */
  LeadershipListener NONE =
      new LeadershipListener() {
        @Override
        public void onLeading(Partition partition, int leaderEpoch) {}

        @Override
        public void onFollowing(TopicPartition partition, int leaderEpoch) {}

        @Override
        public void onStopped(TopicPartition partition) {}
      };

  /** This broker leads the partition in a new epoch. */
  void onLeading(Partition partition, int leaderEpoch);

  /** Another broker leads, or nobody. */
  void onFollowing(TopicPartition partition, int leaderEpoch);

  /** The replica was deleted, or its log directory failed. */
  void onStopped(TopicPartition partition);
}
