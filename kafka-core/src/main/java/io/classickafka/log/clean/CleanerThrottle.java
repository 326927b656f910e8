package io.classickafka.log.clean;

/**
 * Spreads the bytes of all cleanings of a broker over time. Pure but for its one number, owned by
 * the loop that runs the cleaner.
 */
public final class CleanerThrottle {

  private static final double MS_PER_SECOND = 1000;

  /** Monotonic milliseconds from when on the bytes taken so far are paid for. */
  private double paidMs = Double.NEGATIVE_INFINITY;

  /**
   * Takes bytes that were read and written.
   *
   * @param bytesPerSecond allowed at present
   * @return milliseconds to wait before the next ones
   */
  public long take(long bytes, double bytesPerSecond, long nowMs) {
    paidMs = Math.max(paidMs, (double) nowMs) + bytes / bytesPerSecond * MS_PER_SECOND;
    // Less than a millisecond is not worth a timer; it stays owed.
    return (long) (paidMs - nowMs);
  }

  /** How much to do at a time, so that no wait is much longer than a quarter of a second. */
  public static long sliceBytes(double bytesPerSecond, long mostBytes, long fewestBytes) {
    return (long) Math.max((double) fewestBytes, Math.min((double) mostBytes, bytesPerSecond / 4));
  }
}
