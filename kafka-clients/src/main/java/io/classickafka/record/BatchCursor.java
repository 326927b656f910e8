package io.classickafka.record;

import io.classickafka.seam.ByteSlice;
import java.nio.ByteBuffer;

/**
 * Walks the batches (magic 2) and entries (magic 0 and 1) that lie back to back in a buffer.
 * Lengths and magics are checked before anything is touched; CRCs are not. Reused, one thread,
 * borrows the buffer; makes no objects.
 *
 * <pre>
 * cursor.over(slice);
 * while (cursor.next()) { use(cursor.batch()); }
 * if (cursor.fault() != RecordFault.NONE) ...
 * </pre>
 *
 * <p>A cut-off last batch ends the walk like the end of the bytes does: what a Fetch response may
 * hold. {@link #fault} tells the two apart.
 */
public final class BatchCursor {

  private final RecordBatch batch = new RecordBatch();
  private ByteBuffer buffer = ByteBuffer.allocate(0);
  private int start;
  private int end;
  private int next;
  private RecordFault fault = RecordFault.NONE;

  /** Starts over at the beginning of a slice. */
  public BatchCursor over(ByteSlice slice) {
    return over(slice.view(), 0, slice.sizeBytes());
  }

  /**
   * Starts over.
   *
   * @param from position of the first batch
   * @param to end of the bytes, exclusive
   */
  public BatchCursor over(ByteBuffer buffer, int from, int to) {
    if (from < 0 || to > buffer.limit() || from > to) {
      throw new IndexOutOfBoundsException("from " + from + " to " + to + " in " + buffer);
    }
    this.buffer = buffer;
    this.start = from;
    this.next = from;
    this.end = to;
    this.fault = RecordFault.NONE;
    batch.wrap(buffer, from);
    return this;
  }

  /** Moves to the next whole batch. False at the end, or where {@link #fault} says. */
  public boolean next() {
    if (fault != RecordFault.NONE || next == end) {
      return false;
    }
    fault = check();
    if (fault != RecordFault.NONE) {
      return false;
    }
    batch.wrap(buffer, next);
    next += batch.sizeBytes();
    return true;
  }

  private RecordFault check() {
    int available = end - next;
    if (available < RecordBatch.OVERHEAD) {
      return RecordFault.CUT_OFF;
    }
    int length = buffer.getInt(next + RecordBatch.LENGTH);
    if (length < RecordBatch.smallestLength(RecordBatch.MAGIC_0)) {
      return RecordFault.LENGTH;
    }
    if (available < RecordBatch.PREFIX_SIZE) {
      return RecordFault.CUT_OFF;
    }
    byte magic = buffer.get(next + RecordBatch.MAGIC);
    if (magic < RecordBatch.MAGIC_0 || magic > RecordBatch.MAGIC_2) {
      return RecordFault.MAGIC;
    }
    if (length < RecordBatch.smallestLength(magic)) {
      return RecordFault.LENGTH;
    }
    return length > available - RecordBatch.OVERHEAD ? RecordFault.CUT_OFF : RecordFault.NONE;
  }

  /** The batch that {@link #next} moved to. The same object each time. */
  public RecordBatch batch() {
    return batch;
  }

  /** Where the current batch starts in the buffer. */
  public int position() {
    return batch.position();
  }

  /** Bytes from the start to the end of the last whole batch walked over. */
  public int wholeBytes() {
    return next - start;
  }

  /**
   * Why the walk ended: NONE at the end of the bytes, CUT_OFF before a batch that is not all there,
   * LENGTH or MAGIC where no batch can be.
   */
  public RecordFault fault() {
    return fault;
  }
}
