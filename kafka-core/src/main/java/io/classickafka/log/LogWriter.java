package io.classickafka.log;

import io.classickafka.log.AppendResult.Appended;
import io.classickafka.log.AppendResult.Rejected;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.record.BatchCursor;
import io.classickafka.record.ControlMarker;
import io.classickafka.record.RecordBatch;
import io.classickafka.record.RecordFault;
import io.classickafka.record.RecordRules;
import io.classickafka.record.TimestampType;
import io.classickafka.seam.ByteSlice;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/** The append path of a log. Owned by the log. */
final class LogWriter {

  private static final Logger LOG = LogManager.getLogger(LogWriter.class);

  /** Larger writes are not cheaper by the byte, and hold others up. */
  private static final int WRITE_BYTES = 1 << 20;

  private final Log log;
  private final LogStore store;
  private final BatchCursor batches = new BatchCursor();
  private final RecordBatch batch = new RecordBatch();
  private final RecordBatch written = new RecordBatch();

  /** Whether producers' sequence numbers, file and log end may say different things. */
  private boolean changing;

  private @Nullable LogConfig rulesOf;
  private @Nullable RecordRules rules;

  LogWriter(Log log, LogStore store) {
    this.log = log;
    this.store = store;
  }

  AppendResult appendAsLeader(
      ByteSlice records, int leaderEpoch, Origin origin, long nowMs, AppendWorkspace workspace) {
    UnwrittenBatches unwritten = workspace.unwritten().start();
    try {
      AppendResult result = placeGuarded(records, leaderEpoch, origin, nowMs, workspace);
      write(unwritten);
      return result;
    } catch (IOException e) {
      giveUp(e);
      return offline();
    } finally {
      ended(unwritten);
    }
  }

  /**
   * What is written together stands or falls together: when a write fails, all that it held is
   * refused, and what followed. A fault in one append is its own.
   */
  void appendAsLeader(AppendGroup group, int leaderEpoch, long nowMs, AppendWorkspace workspace) {
    UnwrittenBatches unwritten = workspace.unwritten().start();
    int item = 0;
    try {
      for (; item < group.size(); item++) {
        ByteSlice records = group.records(item);
        if (records != null) {
          unwritten.startItem(item);
          group.settle(item, placeGuarded(records, leaderEpoch, Origin.CLIENT, nowMs, workspace));
        }
      }
      write(unwritten);
    } catch (IOException e) {
      giveUp(e);
      // Also of what the last write held if it succeeded: it is not known to be forced.
      for (int i = Math.min(item, unwritten.firstItem()); i < group.size(); i++) {
        if (group.records(i) != null) {
          group.settle(i, offline());
        }
      }
    } finally {
      ended(unwritten);
    }
  }

  private void giveUp(IOException cause) {
    if (cause instanceof AppendFaultException) {
      LOG.error("append failed partition={}", log.topicPartition(), cause);
    }
    if (!log.isOffline()) {
      log.failed("appending", cause);
    }
  }

  /**
   * Whatever ended an append: the sequence numbers of producers must not know of batches that are
   * not in the file, or a repetition of one would be acknowledged. Such a log is given up.
   */
  private void ended(UnwrittenBatches unwritten) {
    boolean lost = changing || !unwritten.isEmpty();
    // First, since other logs of the loop use the same.
    changing = false;
    unwritten.clear();
    if (lost && !log.isOffline()) {
      log.failed("appending", new AppendFaultException(null));
    }
  }

  /** A fault before anything is changed is one of this append alone. */
  private AppendResult placeGuarded(
      ByteSlice records, int leaderEpoch, Origin origin, long nowMs, AppendWorkspace workspace)
      throws IOException {
    if (log.isOffline()) {
      return offline();
    }
    try {
      return place(records, leaderEpoch, origin, nowMs, workspace);
    } catch (RuntimeException | Error e) {
      if (changing) {
        throw new AppendFaultException(e);
      }
      LOG.error("append failed partition={}", log.topicPartition(), e);
      return reject(ErrorCode.UNKNOWN_SERVER_ERROR, "");
    }
  }

  /** Checks an append, gives it its offsets, and leaves it to the next {@link #write}. */
  private AppendResult place(
      ByteSlice records, int leaderEpoch, Origin origin, long nowMs, AppendWorkspace workspace)
      throws IOException {
    ProducedRecords produced =
        workspace.produced(store.config, rules(store.config), log.logStartOffset());
    ProducedRecords.Outcome outcome =
        origin == Origin.CLIENT
            ? produced.fromClient(records, nowMs)
            : produced.fromCoordinator(records, nowMs);
    ByteSlice ready = outcome.batch();
    if (ready == null) {
      Rejected rejected = outcome.rejected();
      return rejected == null ? offline() : rejected;
    }
    AppendResult result =
        placeBatch(ready, outcome.conversion(), leaderEpoch, origin, nowMs, workspace.unwritten());
    if (outcome.shared()) {
      write(workspace.unwritten());
    }
    return result;
  }

  /** Made anew when the settings are others. */
  private RecordRules rules(LogConfig config) {
    RecordRules known = rules;
    if (known == null || !config.equals(rulesOf)) {
      known = config.recordRules();
      rules = known;
    }
    // Of equal ones the latest, which is recognized without a look at its parts.
    rulesOf = config;
    return known;
  }

  private AppendResult placeBatch(
      ByteSlice ready,
      ConversionCost conversion,
      int leaderEpoch,
      Origin origin,
      long nowMs,
      UnwrittenBatches unwritten)
      throws IOException {
    batch.wrap(ready);
    long baseOffset = unwritten.isEmpty() ? log.logEndOffset() : unwritten.nextOffset();
    long lastOffset = baseOffset + batch.lastOffsetDelta();
    store.epochs.begin(leaderEpoch, baseOffset);
    if (ready.sizeBytes() > store.config.segmentBytes()) {
      return reject(
          ErrorCode.RECORD_LIST_TOO_LARGE,
          ready.sizeBytes() + " bytes do not fit segment.bytes=" + store.config.segmentBytes());
    }
    rollFor(ready.sizeBytes(), lastOffset, nowMs, unwritten);
    ControlMarker marker = batch.isControl() ? ProducerReplay.marker(batch) : null;
    if (batch.hasProducerId()) {
      ProducerState.Verdict verdict = store.producers.check(batch, marker, origin);
      if (verdict.duplicateOf() >= 0) {
        return duplicate(verdict.duplicateOf(), conversion);
      }
      if (!verdict.isAccepted()) {
        return reject(verdict.error(), verdict.message());
      }
    }
    batch.setBaseOffset(baseOffset);
    batch.setLeaderEpoch(leaderEpoch);
    changing = true;
    unwritten.add(ready, lastOffset);
    int sizeBytes = unwritten.sizeBytes();
    if (marker != null) {
      // Aborted transactions are told of in a file of their own, never before the marker is there.
      toFile(unwritten);
    }
    if (batch.hasProducerId()) {
      apply(marker, store.segments.active(), nowMs);
    }
    changing = false;
    if (marker != null) {
      appended(sizeBytes);
    }
    long appendTimeMs =
        store.config.timestampType() == TimestampType.LOG_APPEND_TIME
            ? nowMs
            : RecordBatch.NO_TIMESTAMP;
    return new Appended(
        baseOffset,
        lastOffset,
        appendTimeMs,
        log.logStartOffset(),
        false,
        ready.sizeBytes(),
        conversion);
  }

  /** Starts a new segment if the current batch has to begin one. */
  private void rollFor(int size, long lastOffset, long nowMs, UnwrittenBatches unwritten)
      throws IOException {
    if (!unwritten.isEmpty()) {
      Segment active = store.segments.active();
      long together = (long) unwritten.sizeBytes() + size;
      // What a file begins with decides when it is too old, so that is written by itself.
      if (active.sizeBytes() == 0
          || together > WRITE_BYTES
          || shouldRoll(active, together, lastOffset, batch.maxTimestamp(), nowMs)) {
        write(unwritten);
      }
    }
    if (unwritten.isEmpty()) {
      maybeRoll(size, lastOffset, batch.maxTimestamp(), nowMs);
    }
  }

  /** Writes what has its offsets; from then on it is in the log. */
  private void write(UnwrittenBatches unwritten) throws IOException {
    if (!unwritten.isEmpty()) {
      int sizeBytes = unwritten.sizeBytes();
      changing = true;
      toFile(unwritten);
      changing = false;
      appended(sizeBytes);
    }
  }

  private void toFile(UnwrittenBatches unwritten) throws IOException {
    if (log.isOffline()) {
      throw new IOException("the log directory is offline");
    }
    Segment active = store.segments.active();
    int position = active.sizeBytes();
    try {
      active.append(unwritten.sizeBytes(), unwritten.views());
      for (int i = 0; i < unwritten.count(); i++) {
        written.wrap(unwritten.get(i));
        active.index(position, written.sizeBytes(), written.lastOffset(), written.maxTimestamp());
        position += written.sizeBytes();
      }
    } catch (RuntimeException | Error e) {
      throw new AppendFaultException(e);
    }
    log.moveTo(log.logStartOffset(), unwritten.nextOffset());
    unwritten.clear();
  }

  private Appended duplicate(int slot, ConversionCost conversion) {
    ProducerEntry entry = store.producers.producer(batch.producerId());
    if (entry == null) {
      throw new IllegalStateException("a duplicate of an unknown producer");
    }
    return new Appended(
        entry.firstOffset(slot),
        entry.lastOffset(slot),
        entry.timestampMs(slot),
        log.logStartOffset(),
        true,
        0,
        conversion);
  }

  /** Takes the current batch into the producer state, and an abort into its index. */
  private void apply(@Nullable ControlMarker marker, Segment active, long nowMs)
      throws IOException {
    ProducerState.Completed completed = store.producers.apply(batch, marker, nowMs);
    if (completed != null && completed.aborted()) {
      active.transactionIndex.append(completed, store.producers.lastStableOffsetAfter(completed));
    }
  }

  /** The log got longer: what is to follow from that. */
  private void appended(int sizeBytes) throws IOException {
    try {
      long end = log.logEndOffset();
      store.hotTail.appended(sizeBytes, end);
      if (store.config.countsForcedOnly()) {
        store.forces.request(end, ForceReason.DURABILITY);
      } else if (end - store.forcePoint.offset() >= store.config.flushMessages()) {
        store.forces.request(end, ForceReason.MESSAGES);
      }
    } catch (RuntimeException e) {
      throw new AppendFaultException(e);
    }
  }

  AppendResult appendAsFollower(ByteSlice records, long nowMs) {
    if (log.isOffline()) {
      return offline();
    }
    try {
      return appendFetched(records, nowMs);
    } catch (IOException e) {
      log.failed("appending as follower", e);
      return offline();
    }
  }

  private AppendResult appendFetched(ByteSlice records, long nowMs) throws IOException {
    long firstOffset = -1;
    long lastOffset = -1;
    long maxTimestampMs = RecordBatch.NO_TIMESTAMP;
    batches.over(records);
    while (batches.next()) {
      RecordBatch fetched = batches.batch();
      if (!fetched.isValidCrc()) {
        return reject(ErrorCode.CORRUPT_MESSAGE, "CRC of the batch at " + fetched.baseOffset());
      }
      if (firstOffset < 0) {
        firstOffset = fetched.baseOffset();
      }
      if (fetched.lastOffset() <= lastOffset || fetched.lastOffset() < fetched.baseOffset()) {
        return reject(
            ErrorCode.CORRUPT_MESSAGE, "offset " + fetched.lastOffset() + " after " + lastOffset);
      }
      lastOffset = fetched.lastOffset();
      maxTimestampMs = Math.max(maxTimestampMs, fetched.maxTimestamp());
    }
    if (batches.fault() != RecordFault.NONE && batches.fault() != RecordFault.CUT_OFF) {
      return reject(batches.fault().errorCode(), batches.fault().sentence());
    }
    int size = batches.wholeBytes();
    long end = log.logEndOffset();
    if (size == 0) {
      return new Appended(end, end - 1, -1, log.logStartOffset(), false, 0, ConversionCost.NONE);
    }
    if (firstOffset < end) {
      if (end != log.logStartOffset() || lastOffset < end || log.sizeBytes() > 0) {
        return reject(
            ErrorCode.OFFSET_OUT_OF_RANGE, "offset " + firstOffset + " is below the end " + end);
      }
      // The leader's log starts inside a batch, which is fetched whole.
      log.compaction().abort();
      if (!log.lowerTo(firstOffset)) {
        return offline();
      }
      store.restartAt(firstOffset, nowMs);
    }
    maybeRoll(size, lastOffset, maxTimestampMs, nowMs);
    try {
      appendChunk(records, size, nowMs);
    } catch (RuntimeException | Error e) {
      throw new AppendFaultException(e);
    }
    log.moveTo(log.logStartOffset(), lastOffset + 1);
    appended(size);
    return new Appended(
        firstOffset, lastOffset, -1, log.logStartOffset(), false, size, ConversionCost.NONE);
  }

  private void appendChunk(ByteSlice records, int size, long nowMs) throws IOException {
    Segment active = store.segments.active();
    int position = active.sizeBytes();
    ByteBuffer bytes = records.duplicate();
    active.append(size, bytes.limit(size));
    boolean newEpoch = false;
    batches.over(records);
    while (batches.next()) {
      batch.wrap(records.view(), batches.position());
      int epoch = batch.leaderEpoch();
      if (epoch >= 0) {
        newEpoch |=
            epoch > store.epochs.latestEpoch() && store.epochs.assign(epoch, batch.baseOffset());
      } else if (batch.magic() < RecordBatch.MAGIC_2) {
        store.epochs.clear();
        newEpoch = true;
      }
      active.index(
          position + batches.position(),
          batch.sizeBytes(),
          batch.lastOffset(),
          batch.maxTimestamp());
      if (batch.hasProducerId()) {
        apply(batch.isControl() ? ProducerReplay.marker(batch) : null, active, nowMs);
      }
    }
    if (newEpoch) {
      store.epochs.flush();
    }
  }

  /**
   * Begins a new segment, if it is time to, where the one before ends: also when what comes begins
   * higher, since the leader's cleaner took what was there. Between two segments that would look
   * like a loss to the start after a crash. Only what an index cannot hold leaves a gap there.
   */
  private void maybeRoll(int size, long lastOffset, long maxTimestampMs, long nowMs)
      throws IOException {
    Segment active = store.segments.active();
    if (shouldRoll(active, size, lastOffset, maxTimestampMs, nowMs)) {
      store.roll(Math.max(log.logEndOffset(), lastOffset - Integer.MAX_VALUE), nowMs);
      log.compaction().touched();
    }
  }

  private boolean shouldRoll(
      Segment active, long size, long lastOffset, long maxTimestampMs, long nowMs)
      throws IOException {
    if (!active.canHold(lastOffset)) {
      return true;
    }
    if (active.sizeBytes() == 0) {
      return false;
    }
    if (active.sizeBytes() > store.config.segmentBytes() - size || active.isIndexFull()) {
      return true;
    }
    long first = active.firstTimestampMs();
    long waitedMs =
        first >= 0 && maxTimestampMs >= 0 ? maxTimestampMs - first : nowMs - active.createdMs;
    return waitedMs > store.config.maxSegmentMs() - active.jitterMs;
  }

  private AppendResult offline() {
    return reject(ErrorCode.KAFKA_STORAGE_ERROR, "the log directory is offline");
  }

  private AppendResult reject(ErrorCode error, String message) {
    return Rejected.of(error, message, log.logStartOffset());
  }
}
