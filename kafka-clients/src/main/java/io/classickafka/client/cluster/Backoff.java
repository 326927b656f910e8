package io.classickafka.client.cluster;

import java.util.random.RandomGenerator;

/** Pauses that double with each failure, up to a limit, a fifth more or less. */
public record Backoff(long firstMs, long maxMs) {

  /**
   * The pause after a number of failures.
   *
   * @param failures 1 or more
   */
  public long pauseMs(int failures, RandomGenerator random) {
    long doubled = firstMs << Math.min(failures - 1, 20);
    long capped = Math.min(maxMs, doubled);
    long jitter = capped / 5;
    return jitter == 0 ? capped : capped - jitter + random.nextLong(2 * jitter);
  }
}
