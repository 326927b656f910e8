package io.classickafka.client.producer;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * The partition that records without a key go to, until it has had its share; then another one, by
 * chance. State of the loop.
 */
final class StickyPartition {

  /** No partition was chosen yet. */
  static final int NONE = -1;

  private int current = NONE;
  private long bytes;

  int current() {
    return current;
  }

  void choose(int partition) {
    current = partition;
    bytes = 0;
  }

  /**
   * Counts what was appended, and forgets the partition when it has had its share.
   *
   * @param batchEnded whether a batch ended with this record: before that, a change would leave a
   *     half-filled batch behind
   */
  void appended(int sizeBytes, int shareBytes, boolean batchEnded) {
    bytes += sizeBytes;
    if ((bytes >= shareBytes && batchEnded) || bytes >= 2L * shareBytes) {
      current = NONE;
    }
  }

  /**
   * Draws among partitions: the fewer batches wait for one, the likelier it is.
   *
   * @param waiting batches that wait, by partition; -1 for one that has no leader
   * @param weighted false for the same chance for all
   * @return an index, of one with a leader if any has one
   */
  static int draw(int[] waiting, boolean weighted, RandomGenerator random) {
    int longest = Arrays.stream(waiting).max().orElse(NONE);
    if (longest < 0) {
      return random.nextInt(waiting.length);
    }
    int[] sums = new int[waiting.length];
    int sum = 0;
    for (int i = 0; i < waiting.length; i++) {
      if (waiting[i] >= 0) {
        sum += weighted ? longest + 1 - waiting[i] : 1;
      }
      sums[i] = sum;
    }
    int point = random.nextInt(sum);
    int at = 0;
    while (sums[at] <= point) {
      at++;
    }
    return at;
  }
}
