package io.classickafka.replica;

import org.jspecify.annotations.Nullable;

/** The move of a partition's log that is under way, if any. Owned by the partition's loop. */
final class PartitionMove {

  private @Nullable LogMove underWay;

  /** The move; null when there is none. */
  @Nullable LogMove underWay() {
    return underWay;
  }

  void begin(LogMove move) {
    underWay = move;
    move.begin();
  }

  /** Its copy goes with it. */
  void discard() {
    LogMove given = underWay;
    underWay = null;
    if (given != null) {
      given.discard();
    }
  }

  /** The partition stops; the copy stays for a later run of the broker. */
  void stop() {
    if (underWay != null) {
      underWay.stop();
    }
  }

  /** It has ended, either way. */
  void ended() {
    underWay = null;
  }

  /** The log was cut, and ends at an offset now. */
  void onTruncated(long offset) {
    if (underWay != null) {
      underWay.onTruncated(offset);
    }
  }

  /** The log was emptied, to begin elsewhere. */
  void onRestarted() {
    if (underWay != null) {
      underWay.onRestarted();
    }
  }
}
