package io.classickafka.replica;

/** How a fetch takes part in a read that has to wait for the disk. On the partition's loop. */
interface ColdFetch {

  /** The records lie far back. Whether they may be read now; then {@link #onRead} follows. */
  boolean begin();

  /** What was found; holds one count of its records. Maybe before the partition has answered. */
  void onRead(FetchAnswer answer);
}
