package io.classickafka.replica;

/** Copies partitions from their leaders. Called on the partition's loop. */
public interface FollowerFetchers {

  /** For a broker that copies nothing: the only one of its cluster. */
  FollowerFetchers NONE =
      new FollowerFetchers() {
        @Override
        public void start(Partition partition, int leaderId, int leaderEpoch, long fromOffset) {}

        @Override
        public void stop(Partition partition) {}
      };

  /** Begins to copy, instead of whatever was copied for this partition before. */
  void start(Partition partition, int leaderId, int leaderEpoch, long fromOffset);

  /** Stops copying; no effect when nothing is copied. */
  void stop(Partition partition);

  /**
   * More of what was copied is durable: {@code partition.log().durableOffset()}, above which no
   * fetch may ask, has risen. Only with {@code durability=flush}; else what is appended counts at
   * once.
   */
  default void onDurable(Partition partition) {}
}
