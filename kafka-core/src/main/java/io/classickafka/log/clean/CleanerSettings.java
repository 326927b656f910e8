package io.classickafka.log.clean;

/**
 * The broker's settings for the cleaner. Read anew for each pass: they may change while it runs.
 *
 * @param threads {@code log.cleaner.threads}: logs that are cleaned at a time
 * @param dedupeBufferBytes {@code log.cleaner.dedupe.buffer.size}: memory for keys, all together
 * @param loadFactor {@code log.cleaner.io.buffer.load.factor}: share of it that may be used
 * @param ioBufferBytes {@code log.cleaner.io.buffer.size}: reading and writing, all together
 * @param maxBytesPerSecond {@code log.cleaner.io.max.bytes.per.second}, read and written
 * @param backoffMs {@code log.cleaner.backoff.ms}: pause after a look that found nothing to clean
 */
public record CleanerSettings(
    int threads,
    long dedupeBufferBytes,
    double loadFactor,
    int ioBufferBytes,
    double maxBytesPerSecond,
    long backoffMs) {

  /** Apache's defaults. */
  public static final CleanerSettings DEFAULTS =
      new CleanerSettings(1, 128L << 20, 0.9, 512 << 10, Double.MAX_VALUE, 15_000);

  private static final int SMALLEST_BUFFER = 16 * 1024;
  private static final double SMALLEST_LOAD = 0.01;

  public CleanerSettings {
    // The properties allow any number, as Apache's do.
    loadFactor = Math.min(1, Math.max(SMALLEST_LOAD, loadFactor));
    maxBytesPerSecond = Math.max(1, maxBytesPerSecond);
  }

  /** Memory for the keys of one pass. */
  public long dedupeBytesOfOne() {
    return Math.min(dedupeBufferBytes / Math.max(1, threads), Integer.MAX_VALUE);
  }

  /** The read buffer of one pass, and the write buffer. */
  public int bufferBytesOfOne() {
    return Math.max(SMALLEST_BUFFER, ioBufferBytes / Math.max(1, threads) / 2);
  }
}
