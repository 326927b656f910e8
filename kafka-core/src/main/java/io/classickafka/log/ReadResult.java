package io.classickafka.log;

import io.classickafka.protocol.ErrorCode;
import io.classickafka.seam.Payload;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a read of the log found. */
public sealed interface ReadResult {

  /**
   * Records of one segment, starting with the batch that holds the offset asked for.
   *
   * @param records counted once for the receiver, who releases it; may end inside a batch; empty at
   *     the upper bound
   * @param logStartOffset of the same moment as the records
   * @param logEndOffset of the same moment as the records
   * @param aborted for a read-committed read: the aborted transactions that overlap the records;
   *     null otherwise
   */
  record Records(
      Payload records,
      long logStartOffset,
      long logEndOffset,
      @Nullable List<AbortedTransaction> aborted)
      implements ReadResult {}

  /** Nothing could be read: OFFSET_OUT_OF_RANGE or KAFKA_STORAGE_ERROR. */
  record Failed(ErrorCode error, long logStartOffset, long logEndOffset) implements ReadResult {}

  /**
   * Nothing, since the log changed each time it was read: what lies there is not known. Another
   * read may find it. Only of reads off the loop.
   */
  record Overtaken(long logStartOffset, long logEndOffset) implements ReadResult {}

  /** A transaction whose records a read-committed consumer skips, from {@code firstOffset} on. */
  record AbortedTransaction(long producerId, long firstOffset) {}
}
