package io.classickafka.group;

import io.classickafka.group.OffsetsLog.Chunk;
import io.classickafka.protocol.MalformedMessageException;
import io.classickafka.protocol.UnsupportedVersionException;
import io.classickafka.record.BatchCursor;
import io.classickafka.record.ControlMarker;
import io.classickafka.record.RecordBatch;
import io.classickafka.record.RecordCursor;
import io.classickafka.record.RecordFault;
import io.classickafka.seam.ByteSlice;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads a partition of the offsets topic from its start to its end into a state of its own. Runs on
 * one background thread after the other; nobody else sees the state before it is done.
 */
final class ShardLoad {

  private static final Logger LOG = LogManager.getLogger(ShardLoad.class);

  /** Decompressed bytes of a batch; records are looked at one by one. */
  private static final long BATCH_LIMIT_BYTES = 1L << 30;

  /** How often one place is read in vain: a log is not cleaned as often while it is read. */
  private static final int READS_IN_VAIN = 10;

  private final int partition;
  private final int leaderEpoch;
  private final OffsetsLog log;
  private final Consumer<@Nullable CoordinatorState> onDone;
  private final CoordinatorState state = new CoordinatorState();
  private final RecordCursor records = new RecordCursor(BATCH_LIMIT_BYTES);
  private long nextOffset = OffsetsLog.FROM_START;
  private long unreadable;
  private int readsInVain;

  /**
   * A load that has not begun.
   *
   * @param onDone gets what was loaded, null when the log cannot be read (any more)
   */
  ShardLoad(
      int partition, int leaderEpoch, OffsetsLog log, Consumer<@Nullable CoordinatorState> onDone) {
    this.partition = partition;
    this.leaderEpoch = leaderEpoch;
    this.log = log;
    this.onDone = onDone;
  }

  void start() {
    log.read(partition, leaderEpoch, nextOffset, this::onChunk);
  }

  private void onChunk(Chunk chunk) {
    try {
      take(chunk);
    } catch (RuntimeException | Error e) {
      // A bug, or no memory: without an end the groups would be loading for ever.
      LOG.error("groups not loaded partition={} nextOffset={}", partition, nextOffset, e);
      records.close();
      onDone.accept(null);
    }
  }

  private void take(Chunk chunk) {
    if (chunk instanceof Chunk.Batches read) {
      long before = nextOffset;
      replay(read.batches());
      // Below the end there may be nothing more: the cleaner took it.
      boolean atEnd = nextOffset >= read.endOffset() || read.batches().sizeBytes() == 0;
      if (!atEnd) {
        readsInVain = nextOffset > before ? 0 : readsInVain + 1;
        readOn();
        return;
      }
      records.close();
      if (unreadable > 0) {
        LOG.error("offset records not readable partition={} count={}", partition, unreadable);
      }
      onDone.accept(state);
    } else if (chunk == Chunk.Overtaken.OVERTAKEN) {
      readsInVain++;
      readOn();
    } else if (chunk instanceof Chunk.Failed failed) {
      records.close();
      LOG.warn(
          "groups not loaded partition={} leaderEpoch={} nextOffset={} error={}",
          partition,
          leaderEpoch,
          nextOffset,
          failed.error());
      onDone.accept(null);
    } else {
      throw new AssertionError(chunk);
    }
  }

  /** A part of what was committed must not be taken for all of it. */
  private void readOn() {
    if (readsInVain < READS_IN_VAIN) {
      log.read(partition, leaderEpoch, nextOffset, this::onChunk);
      return;
    }
    records.close();
    LOG.error(
        "groups not loaded, their log cannot be read on partition={} leaderEpoch={} nextOffset={}",
        partition,
        leaderEpoch,
        nextOffset);
    onDone.accept(null);
  }

  private void replay(ByteSlice chunk) {
    BatchCursor batches = new BatchCursor().over(chunk);
    while (batches.next()) {
      RecordBatch batch = batches.batch();
      records.open(batch);
      while (records.next()) {
        replay(batch);
      }
      if (records.fault() != RecordFault.NONE) {
        unreadable++;
      }
      nextOffset = batch.nextOffset();
    }
    records.finish();
  }

  private void replay(RecordBatch batch) {
    if (batch.isControl()) {
      ControlMarker marker = ControlMarker.read(records);
      if (marker != null) {
        state.replayMarker(batch.producerId(), marker.commit());
      }
      return;
    }
    ByteBuffer key = records.key();
    GroupRecord record = key == null ? null : read(key, records.value());
    if (record == null) {
      return;
    }
    if (batch.isTransactional()) {
      state.replayInTransaction(batch.producerId(), record, batch.baseOffset());
    } else {
      state.replay(record, batch.baseOffset());
    }
  }

  private @Nullable GroupRecord read(ByteBuffer key, @Nullable ByteBuffer value) {
    try {
      return RecordFormat.read(ByteSlice.wrap(key), value == null ? null : ByteSlice.wrap(value));
    } catch (MalformedMessageException | UnsupportedVersionException e) {
      // One record that nobody can read must not make all groups unavailable.
      unreadable++;
      return null;
    }
  }
}
