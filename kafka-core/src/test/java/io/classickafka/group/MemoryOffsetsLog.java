package io.classickafka.group;

import io.classickafka.protocol.ErrorCode;
import io.classickafka.record.RecordBatch;
import io.classickafka.seam.ByteSlice;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** One partition of the offsets topic in memory. Reads and commits happen when a test says so. */
final class MemoryOffsetsLog implements OffsetsLog {

  private record Pending(long baseOffset, Settlement settlement) {}

  final List<ByteSlice> batches = new ArrayList<>();
  final ArrayDeque<Runnable> reads = new ArrayDeque<>();
  private final ArrayDeque<Pending> pending = new ArrayDeque<>();
  int leaderEpoch;
  ErrorCode failReads = ErrorCode.NONE;

  /** How many more reads find that the log changes under them. */
  int overtaken;

  /** Reads until one meets an error, 0 for none. */
  int readsToError;

  private long endOffset;

  /** Puts a batch at the end, as a leader or a follower would. */
  void add(ByteSlice batch) {
    RecordBatch header = new RecordBatch().wrap(batch);
    header.setBaseOffset(endOffset);
    endOffset = header.nextOffset();
    batches.add(batch);
  }

  @Override
  public void append(int partition, int epoch, ByteSlice batch, Settlement settlement) {
    if (epoch != leaderEpoch) {
      settlement.settled(ErrorCode.NOT_LEADER_OR_FOLLOWER, -1);
      return;
    }
    long baseOffset = endOffset;
    add(batch);
    pending.add(new Pending(baseOffset, settlement));
  }

  void settleAll(ErrorCode error) {
    while (!pending.isEmpty()) {
      Pending next = pending.remove();
      next.settlement().settled(error, error == ErrorCode.NONE ? next.baseOffset() : -1);
    }
  }

  int pendingCount() {
    return pending.size();
  }

  @Override
  public void read(int partition, int epoch, long fromOffset, Consumer<Chunk> reader) {
    if (readsToError > 0 && --readsToError == 0) {
      throw new OutOfMemoryError("planted");
    }
    reads.add(() -> reader.accept(chunk(epoch, fromOffset)));
  }

  /** One batch at a time, and the beginning of the next. */
  private Chunk chunk(int epoch, long fromOffset) {
    if (failReads != ErrorCode.NONE || epoch != leaderEpoch) {
      return new Chunk.Failed(
          failReads != ErrorCode.NONE ? failReads : ErrorCode.NOT_LEADER_OR_FOLLOWER);
    }
    if (overtaken > 0) {
      overtaken--;
      return Chunk.Overtaken.OVERTAKEN;
    }
    for (int i = 0; i < batches.size(); i++) {
      ByteSlice batch = batches.get(i);
      if (new RecordBatch().wrap(batch).nextOffset() > fromOffset) {
        boolean last = i + 1 == batches.size();
        ByteBuffer bytes = ByteBuffer.allocate(batch.sizeBytes() + (last ? 0 : 20));
        bytes.put(batch.duplicate());
        if (!last) {
          bytes.put(batches.get(i + 1).slice(0, 20).duplicate());
        }
        return new Chunk.Batches(ByteSlice.wrap(bytes.flip()), endOffset);
      }
    }
    return new Chunk.Batches(ByteSlice.empty(), endOffset);
  }

  void readAll() {
    while (!reads.isEmpty()) {
      reads.remove().run();
    }
  }
}
