package io.classickafka.group;

import io.classickafka.protocol.ErrorCode;
import io.classickafka.seam.ByteSlice;
import java.util.function.Consumer;

/**
 * The offsets topic as coordinators see it: they never touch its files. Calls return at once, from
 * any thread.
 */
public interface OffsetsLog {

  /** To read from wherever the log starts. */
  long FROM_START = -1;

  /**
   * Appends a batch to a partition, if this broker still leads it in that epoch.
   *
   * @param settlement called once, on any thread. Settlements of one partition come in the order of
   *     its offsets, and before the partition follows another leader
   */
  void append(int partition, int leaderEpoch, ByteSlice batch, Settlement settlement);

  /**
   * Reads some of what a partition holds.
   *
   * @param fromOffset first offset wanted, or {@link #FROM_START}
   * @param reader called once, on a thread that may take its time
   */
  void read(int partition, int leaderEpoch, long fromOffset, Consumer<Chunk> reader);

  /** What became of an append. */
  @FunctionalInterface
  interface Settlement {

    /**
     * The batch is committed, or is not.
     *
     * @param baseOffset of its first record when there is no error
     */
    void settled(ErrorCode error, long baseOffset);
  }

  /** What a read found. */
  sealed interface Chunk {

    /**
     * Whole batches, the last maybe cut off.
     *
     * @param batches on the heap, not counted; empty at the end
     * @param endOffset of the log, exclusive
     */
    record Batches(ByteSlice batches, long endOffset) implements Chunk {}

    /** The log changed while it was read: what there is has to be asked for again. */
    enum Overtaken implements Chunk {
      OVERTAKEN
    }

    /** Nothing can be read any more. */
    record Failed(ErrorCode error) implements Chunk {}
  }
}
