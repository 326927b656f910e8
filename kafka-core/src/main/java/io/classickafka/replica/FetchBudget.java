package io.classickafka.replica;

/**
 * Shares the byte limit of one fetch among its partitions, in the order they are served. Owned by
 * the loop that answers the fetch.
 */
final class FetchBudget {

  private final boolean wholeFirstBatch;
  private long leftBytes;
  private boolean nothingGivenYet = true;

  /**
   * A fresh budget.
   *
   * @param maxBytes the limit on the whole answer; a negative one counts as 0
   * @param wholeFirstBatch true from version 3 on: the first partition that has something gets a
   *     whole batch whatever the limits say, and no later batch is begun that does not fit. False
   *     for older versions, whose limits are hard and cut a batch in two
   */
  FetchBudget(int maxBytes, boolean wholeFirstBatch) {
    this.leftBytes = Math.max(0, maxBytes);
    this.wholeFirstBatch = wholeFirstBatch;
  }

  /** Whether all of a partition's available bytes may be sent. */
  boolean fits(int availableBytes, int partitionMaxBytes) {
    return availableBytes <= Math.min(partitionMaxBytes, leftBytes);
  }

  /**
   * How many of a partition's available bytes may be sent.
   *
   * @param availableBytes what was read
   * @param firstBatchBytes size of the first batch in it, all of it if it is cut off
   * @param partitionMaxBytes the partition's own limit; a negative one counts as 0
   */
  int take(int availableBytes, int firstBatchBytes, int partitionMaxBytes) {
    int limit = (int) Math.min(Math.max(0, partitionMaxBytes), leftBytes);
    int taken = Math.min(availableBytes, limit);
    if (wholeFirstBatch && taken < firstBatchBytes) {
      taken = nothingGivenYet ? Math.min(availableBytes, firstBatchBytes) : 0;
    }
    if (taken > 0) {
      nothingGivenYet = false;
      leftBytes = Math.max(0, leftBytes - taken);
    }
    return taken;
  }
}
