package io.classickafka.record;

import io.classickafka.seam.ByteSlice;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Batches as text lines, the same for every reader, so that readers can be compared. */
final class BatchText {

  private final StringBuilder text = new StringBuilder();

  void batch(
      int magic,
      long lastOffset,
      String codec,
      long maxTimestamp,
      long producerId,
      int producerEpoch,
      int baseSequence,
      int lastSequence,
      boolean transactional,
      boolean control,
      int leaderEpoch,
      int sizeBytes,
      long crc,
      boolean valid) {
    text.append("batch magic=").append(magic);
    text.append(" last=").append(lastOffset).append(" codec=").append(codec);
    text.append(" max=").append(maxTimestamp).append(" producer=").append(producerId);
    text.append('/').append(producerEpoch).append('/').append(baseSequence);
    text.append('-').append(lastSequence).append(" txn=").append(transactional);
    text.append(" control=").append(control).append(" epoch=").append(leaderEpoch);
    text.append(" size=").append(sizeBytes).append(" crc=").append(crc);
    text.append(" valid=").append(valid).append('\n');
  }

  void record(long offset, long timestamp, @Nullable ByteBuffer key, @Nullable ByteBuffer value) {
    text.append("  ").append(offset).append(" @").append(timestamp);
    text.append(' ').append(hex(key)).append('=').append(hex(value)).append('\n');
  }

  void header(String key, @Nullable ByteBuffer value) {
    text.append("    ").append(key).append(':').append(hex(value)).append('\n');
  }

  void fault(RecordFault fault) {
    text.append("fault ").append(fault).append('\n');
  }

  private static String hex(@Nullable ByteBuffer bytes) {
    if (bytes == null) {
      return "null";
    }
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(bytes.position(), copy);
    return HexFormat.of().formatHex(copy);
  }

  @Override
  public String toString() {
    return text.toString();
  }

  /** What our own cursors read. */
  static String read(ByteSlice slice) {
    BatchText text = new BatchText();
    BatchCursor batches = new BatchCursor().over(slice);
    try (RecordCursor records = new RecordCursor(1L << 40)) {
      while (batches.next()) {
        RecordBatch batch = batches.batch();
        text.batch(
            batch.magic(),
            batch.lastOffset(),
            String.valueOf(batch.compression() == null ? null : batch.compression().codecName()),
            batch.maxTimestamp(),
            batch.producerId(),
            batch.producerEpoch(),
            batch.baseSequence(),
            batch.lastSequence(),
            batch.isTransactional(),
            batch.isControl(),
            batch.leaderEpoch(),
            batch.sizeBytes(),
            batch.crc(),
            batch.isValidCrc());
        records.open(batch);
        while (records.next()) {
          text.record(records.offset(), records.timestamp(), records.key(), records.value());
          while (records.nextHeader()) {
            ByteBuffer key = records.headerKey();
            text.header(
                java.nio.charset.StandardCharsets.UTF_8.decode(key.duplicate()).toString(),
                records.headerValue());
          }
        }
        if (records.fault() != RecordFault.NONE) {
          text.fault(records.fault());
        }
      }
    }
    if (batches.fault() != RecordFault.NONE) {
      text.fault(batches.fault());
    }
    return text.toString();
  }
}
