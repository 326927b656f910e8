package io.classickafka.replica;

/** Copies partitions from their leaders. */
public interface FollowerFetchers {

  /** For a broker that copies nothing: the only one of its cluster. */
  FollowerFetchers NONE =
      new FollowerFetchers() {
        @Override
        public boolean tellDivergence() {
          return true;
        }

        @Override
        public Copying start(Followership followership, FollowStep first) {
          return new Copying() {
            @Override
            public void stop() {}

            @Override
            public void go(FollowStep step) {}
          };
        }
      };

  /** Whether the answer to a fetch says where logs part. Any thread. */
  boolean tellDivergence();

  /**
   * Begins to ask the leader, and to give the followership what it answers, until the copying is
   * stopped. On the partition's loop.
   *
   * @param first what the followership wants to know first
   */
  Copying start(Followership followership, FollowStep first);

  /** A partition that is being copied. */
  interface Copying {

    /** Asks no more. What is under way finds the followership ended. On the partition's loop. */
    void stop();

    /** What was waited for is there, so this comes next. On the partition's loop. */
    void go(FollowStep step);
  }
}
