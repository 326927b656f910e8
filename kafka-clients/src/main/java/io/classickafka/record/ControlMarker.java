package io.classickafka.record;

import io.classickafka.seam.ByteSlice;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The end of a transaction in one partition: the only record of a control batch.
 *
 * @param commit whether it was committed, else aborted
 * @param coordinatorEpoch of the coordinator that decided
 */
public record ControlMarker(boolean commit, int coordinatorEpoch) {

  private static final int KEY_SIZE = 4;
  private static final int VALUE_SIZE = 6;
  private static final short ABORT = 0;
  private static final short COMMIT = 1;

  /** Reads the current record of a control batch; null when it is of another or a broken type. */
  public static @Nullable ControlMarker read(RecordCursor record) {
    ByteBuffer key = record.key();
    ByteBuffer value = record.value();
    if (key == null || key.remaining() < KEY_SIZE || key.getShort(key.position()) < 0) {
      return null;
    }
    short type = key.getShort(key.position() + Short.BYTES);
    if ((type != ABORT && type != COMMIT) || value == null || value.remaining() < VALUE_SIZE) {
      return null;
    }
    return new ControlMarker(type == COMMIT, value.getInt(value.position() + Short.BYTES));
  }

  /**
   * The control batch for this marker, at base offset 0.
   *
   * @param timestamp wall clock of the coordinator's request
   */
  public ByteSlice toBatch(long timestamp, long producerId, short producerEpoch, int leaderEpoch) {
    ByteBuffer key = ByteBuffer.allocate(KEY_SIZE).putShort(Short.BYTES, commit ? COMMIT : ABORT);
    ByteBuffer value = ByteBuffer.allocate(VALUE_SIZE).putInt(Short.BYTES, coordinatorEpoch);
    try (RecordBatchBuilder builder = new RecordBatchBuilder()) {
      builder
          .leaderEpoch(leaderEpoch)
          .producer(producerId, producerEpoch, RecordBatch.NO_SEQUENCE)
          .transactional(true)
          .control(true)
          .append(timestamp, key, value, List.of());
      return builder.build();
    }
  }
}
