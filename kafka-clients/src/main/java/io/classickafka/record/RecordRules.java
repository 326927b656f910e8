package io.classickafka.record;

/**
 * What a topic asks of produced records. One per topic configuration, not per request.
 *
 * @param keyRequired the topic is compacted
 * @param timestampType the topic's: CREATE_TIME or LOG_APPEND_TIME
 * @param beforeMaxMs how far a timestamp may lie in the past; Long.MAX_VALUE for no limit
 * @param afterMaxMs how far a timestamp may lie in the future; Long.MAX_VALUE for no limit
 * @param maxDecompressedBytes where decompression stops, if {@code 100 x} the batch is not more
 */
public record RecordRules(
    boolean keyRequired,
    TimestampType timestampType,
    long beforeMaxMs,
    long afterMaxMs,
    long maxDecompressedBytes) {

  /** How far a batch may expand whatever the topic's limit is. */
  private static final long EXPANSION = 100;

  /** A batch of the largest size may expand this many times at least. */
  private static final long LARGEST_BATCHES = 20;

  public RecordRules {
    if (timestampType == TimestampType.NO_TIMESTAMP_TYPE) {
      throw new IllegalArgumentException("a topic has a timestamp type");
    }
  }

  /** The rules of a topic with this {@code max.message.bytes}, with its limit on expansion. */
  public static RecordRules of(
      boolean keyRequired,
      TimestampType timestampType,
      long beforeMaxMs,
      long afterMaxMs,
      int maxMessageBytes) {
    return new RecordRules(
        keyRequired, timestampType, beforeMaxMs, afterMaxMs, LARGEST_BATCHES * maxMessageBytes);
  }

  /** Decompressed bytes that a batch of this size may make. */
  public long limitFor(int batchBytes) {
    return Math.max(EXPANSION * batchBytes, maxDecompressedBytes);
  }

  /** Whether the topic's limits refuse a timestamp; -1 is exempt. Subtractions saturate. */
  boolean refuses(long timestamp, long nowMs) {
    if (timestamp == RecordBatch.NO_TIMESTAMP) {
      return false;
    }
    return distance(nowMs, timestamp) > beforeMaxMs || distance(timestamp, nowMs) > afterMaxMs;
  }

  private static long distance(long later, long earlier) {
    long difference = later - earlier;
    boolean overflown = ((later ^ earlier) & (later ^ difference)) < 0;
    return overflown ? (later < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : difference;
  }
}
