package io.classickafka.client.consumer;

import java.util.ArrayDeque;
import java.util.function.IntSupplier;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
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
  // Who led when the position was last compared with the leader's log.
  private int leaderId = -1;
  private int leaderEpoch = -1;
  private Uuid topicId = Uuid.ZERO_UUID;
  // Since the position was found, or found in the leader's log.
  private boolean recreated;
  private boolean doubtful;
  private boolean checking;
  private long doubtfulSinceMs = UNKNOWN;
  private int readReplica = -1;
  private long readReplicaUntilMs;
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

  /** Goes to a place that somebody names; with an epoch, the leader is asked about it first. */
  void seek(long offset, int epoch) {
    goTo(offset, epoch);
    doubtful = epoch >= 0;
  }

  /** Goes to a place that is known to lie in the leader's log. */
  void goTo(long offset, int epoch) {
    forget();
    position = offset;
    positionEpoch = epoch;
    fetchOffset = offset;
    resetTo = null;
  }

  /** Reads anew from an offset of a chunk that came back just now. */
  void stayAt(long offset) {
    boolean doubted = doubtful;
    boolean another = recreated;
    goTo(offset, positionEpoch);
    doubtful = doubted;
    recreated = another;
  }

  /** The position is to be found out: an end of the log, or null for what was committed. */
  void locate(@Nullable OffsetResetStrategy to) {
    forget();
    position = UNKNOWN;
    positionEpoch = -1;
    fetchOffset = UNKNOWN;
    resetTo = to;
  }

  /**
   * Who leads the partition. With another leader or epoch, it is in doubt whether what was read is
   * in the leader's log; where an epoch is missing, nobody can tell.
   *
   * @param topic the id of the topic; zero where brokers have none
   */
  void led(int id, int epoch, Uuid topic) {
    boolean changed = id != leaderId || epoch != leaderEpoch;
    leaderId = id;
    leaderEpoch = epoch;
    if (!topic.equals(Uuid.ZERO_UUID)) {
      recreated |= !topicId.equals(Uuid.ZERO_UUID) && !topicId.equals(topic);
      topicId = topic;
    }
    if (changed) {
      readFromLeader();
    }
    // What is lent brings its epoch with it.
    boolean comparable = epoch >= 0 && (positionEpoch >= 0 || lent != null);
    if (!comparable) {
      doubtful = false;
    } else if (changed) {
      doubt();
    }
  }

  // What is lent is about to be returned to the application. The rest is fetched anew.
  private void doubt() {
    doubtful = true;
    checking = false;
    doubtfulSinceMs = UNKNOWN;
    place = places.getAsInt();
    if (lent == null) {
      fetchOffset = position;
    } else if (!buffered.isEmpty()) {
      fetchOffset = buffered.getFirst().nextOffset();
    }
    drop();
  }

  boolean isDoubtful() {
    return doubtful;
  }

  /** Whether the topic is another one by now than the one that the position was found in. */
  boolean isRecreated() {
    return recreated;
  }

  /** Whether the leader should be asked about the position. */
  boolean isToBeChecked(long nowMs) {
    return doubtful && !checking && lent == null && error == null && nowMs >= notBeforeMs;
  }

  void checking(boolean now) {
    checking = now;
  }

  /** The position is out of doubt. */
  void checked() {
    doubtful = false;
    checking = false;
    recreated = false;
  }

  /** For how long the position has been in doubt, from the first such call on. */
  long doubtfulForMs(long nowMs) {
    if (doubtfulSinceMs == UNKNOWN) {
      doubtfulSinceMs = nowMs;
    }
    return nowMs - doubtfulSinceMs;
  }

  /** Lets go of everything that was fetched, and of what was wrong with the place. */
  void forget() {
    place = places.getAsInt();
    locating = false;
    doubtful = false;
    checking = false;
    doubtfulSinceMs = UNKNOWN;
    recreated = false;
    error = null;
    drop();
    lent = null;
  }

  private void drop() {
    buffered.forEach(FetchedChunk::close);
    buffered.clear();
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

  /** The leader names a replica that is nearer (KIP-392). After a while it is asked again. */
  void readFrom(int replica, long untilMs) {
    readReplica = replica;
    readReplicaUntilMs = untilMs;
  }

  /** What the leader said of another replica is void; whether it had said so. */
  boolean readFromLeader() {
    boolean named = readReplica >= 0;
    readReplica = -1;
    return named;
  }

  /** The replica to read from; -1 for the leader. */
  int readReplica(long nowMs) {
    return nowMs < readReplicaUntilMs ? readReplica : -1;
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
        && !doubtful
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

  /** Whether there are records before the next ones to fetch that were not returned yet. */
  boolean hasRecords() {
    return lent != null || !buffered.isEmpty();
  }

  /** Whether there is something to lend. */
  boolean isReady() {
    return !paused && !doubtful && lent == null && !buffered.isEmpty();
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
    if (doubtful) {
      fetchOffset = position;
      chunk.close();
    } else if (chunk.isFinished()) {
      chunk.close();
    } else {
      buffered.addFirst(chunk);
    }
  }
}
