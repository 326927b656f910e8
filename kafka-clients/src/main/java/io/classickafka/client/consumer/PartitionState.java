package io.classickafka.client.consumer;

import java.util.ArrayDeque;
import java.util.function.IntSupplier;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** One partition that is assigned: where it is read, and what was fetched of it. The loop's. */
final class PartitionState {

  static final long UNKNOWN = -1;

  final TopicPartition partition;
  private final ArrayDeque<FetchedChunk> buffered = new ArrayDeque<>();
  private @Nullable FetchedChunk lent;
  private final IntSupplier places;
  // A new one with each change of place: what was fetched or asked for before is void.
  private int place;
  private long position = UNKNOWN;
  private int positionEpoch = -1;
  private long fetchOffset = UNKNOWN;
  private @Nullable OffsetResetStrategy resetTo;
  private boolean paused;
  private boolean fetching;
  private boolean locating;
  private long notBeforeMs = Long.MIN_VALUE;
  private @Nullable RuntimeException error;
  private long highWatermark = UNKNOWN;
  private long lastStableOffset = UNKNOWN;

  /**
   * A partition without a position.
   *
   * @param places gives a number that no place had before
   */
  PartitionState(TopicPartition partition, IntSupplier places) {
    this.partition = partition;
    this.places = places;
    this.place = places.getAsInt();
  }

  int place() {
    return place;
  }

  /** Offset of the next record to return, or {@link #UNKNOWN}. */
  long position() {
    return position;
  }

  boolean hasPosition() {
    return position >= 0;
  }

  /** Leader epoch of the last record before the position, or -1. */
  int positionEpoch() {
    return positionEpoch;
  }

  /** Offset of the next record to fetch. */
  long fetchOffset() {
    return fetchOffset;
  }

  void seek(long offset, int epoch) {
    forget();
    position = offset;
    positionEpoch = epoch;
    fetchOffset = offset;
    resetTo = null;
  }

  /** The position is to be found out: an end of the log, or null for what was committed. */
  void locate(@Nullable OffsetResetStrategy to) {
    forget();
    position = UNKNOWN;
    positionEpoch = -1;
    fetchOffset = UNKNOWN;
    resetTo = to;
  }

  /** Lets go of everything that was fetched, and of what was wrong with the place. */
  void forget() {
    place = places.getAsInt();
    locating = false;
    error = null;
    buffered.forEach(FetchedChunk::close);
    buffered.clear();
    lent = null;
  }

  @Nullable OffsetResetStrategy resetTo() {
    return resetTo;
  }

  boolean isLocating() {
    return locating;
  }

  void locating(boolean now) {
    locating = now;
  }

  /** Something the application must hear of; until then nothing more is found out or fetched. */
  void fail(RuntimeException why) {
    error = why;
  }

  /** What the application has not heard of yet. */
  @Nullable RuntimeException error() {
    return error;
  }

  void told() {
    error = null;
  }

  boolean isPaused() {
    return paused;
  }

  void paused(boolean now) {
    paused = now;
  }

  void fetching(boolean now) {
    fetching = now;
  }

  void pauseFetchingUntil(long timeMs) {
    notBeforeMs = timeMs;
  }

  /** Whether the next records should be asked for. */
  boolean isFetchable(long nowMs) {
    return hasPosition()
        && !paused
        && !fetching
        && error == null
        && buffered.isEmpty()
        && nowMs >= notBeforeMs;
  }

  /** Takes over records that follow those fetched before. */
  void fetched(FetchedChunk chunk, long nextFetchOffset) {
    buffered.addLast(chunk);
    fetchOffset = nextFetchOffset;
  }

  void ends(long highWatermark, long lastStableOffset) {
    this.highWatermark = highWatermark;
    this.lastStableOffset = lastStableOffset;
  }

  /** Offset a consumer of this isolation may read up to, or {@link #UNKNOWN}. */
  long readableEnd(boolean readCommitted) {
    return readCommitted ? lastStableOffset : highWatermark;
  }

  /** Whether there is something to lend. */
  boolean isReady() {
    return !paused && lent == null && !buffered.isEmpty();
  }

  FetchedChunk lend() {
    FetchedChunk chunk = buffered.removeFirst();
    lent = chunk;
    return chunk;
  }

  /** Whether a chunk is from this place, and not from before a seek. */
  boolean hasLent(FetchedChunk chunk) {
    return lent == chunk;
  }

  /** A chunk comes back, with its place of reading. */
  void giveBack(FetchedChunk chunk) {
    if (!hasLent(chunk)) {
      chunk.close();
      return;
    }
    lent = null;
    position = chunk.nextOffset();
    if (chunk.lastEpoch() >= 0) {
      positionEpoch = chunk.lastEpoch();
    }
    if (chunk.isFinished()) {
      chunk.close();
    } else {
      buffered.addFirst(chunk);
    }
  }
}
