package io.classickafka.group;

/**
 * Where a group stands. A group that is gone is not held, so there is no phase for it.
 *
 * <pre>
 * EMPTY, STABLE, COMPLETING_REBALANCE -> PREPARING_REBALANCE   a member comes, changes or goes
 * PREPARING_REBALANCE -> COMPLETING_REBALANCE, EMPTY           all have joined, or time is over
 * COMPLETING_REBALANCE -> STABLE                               the assignments are stored
 * </pre>
 */
enum GroupPhase {
  /** No members; there may be offsets. */
  EMPTY("Empty"),
  /** Waiting for members to join; their joins are parked. */
  PREPARING_REBALANCE("PreparingRebalance"),
  /** A generation has begun and waits for its leader's assignments; syncs are parked. */
  COMPLETING_REBALANCE("CompletingRebalance"),
  /** Every member can have its assignment. */
  STABLE("Stable");

  private final String text;

  GroupPhase(String text) {
    this.text = text;
  }

  /** The name that clients and metrics know. */
  String text() {
    return text;
  }
}
