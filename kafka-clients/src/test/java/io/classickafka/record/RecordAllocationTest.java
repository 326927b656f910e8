package io.classickafka.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.classickafka.seam.ByteSlice;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** No object per record: neither walked nor validated, compressed or not, heap or direct. */
class RecordAllocationTest {

  private static final int RECORDS = 100_000;

  /**
   * Under a byte per record, where an object costs 16 at least: buffer views and checksums of the
   * batch, and on newer JDKs what zstd's binding makes for each piece of 32 KiB.
   */
  private static final long PER_BATCH = RECORDS - 1;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final RecordRules RULES =
      RecordRules.of(false, TimestampType.CREATE_TIME, Long.MAX_VALUE, Long.MAX_VALUE, 64 << 20);

  private static long allocated() {
    return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  private static ByteSlice large(Compression codec) {
    byte[] key = new byte[8];
    byte[] value = new byte[40];
    List<RecordHeader> headers = List.of(new RecordHeader("h", new byte[] {1}));
    try (RecordBatchBuilder builder = new RecordBatchBuilder()) {
      builder.open(codec);
      for (int i = 0; i < RECORDS; i++) {
        value[i % 40] ^= (byte) i;
        builder.append(1000 + i, key, value, headers);
      }
      ByteSlice heap = builder.build();
      ByteBuffer direct = ByteBuffer.allocateDirect(heap.sizeBytes());
      return ByteSlice.wrap(direct.put(0, heap.view(), 0, heap.sizeBytes()));
    }
  }

  @Test
  void validatingAndWalkingMakesNoObjectPerRecord() {
    for (Compression codec : Compression.values()) {
      ByteSlice bytes = large(codec);
      try (RecordValidator validator = new RecordValidator();
          RecordCursor cursor = new RecordCursor(64 << 20)) {
        RecordBatch batch = new RecordBatch().wrap(bytes);
        // The first round makes the decoders and their buffers.
        validate(validator, bytes);
        walk(cursor, batch);
        long start = allocated();
        validate(validator, bytes);
        assertThat(allocated() - start).as("validate " + codec).isLessThan(PER_BATCH);
        start = allocated();
        walk(cursor, batch);
        assertThat(allocated() - start).as("walk " + codec).isLessThan(PER_BATCH);
      }
    }
  }

  private static void validate(RecordValidator validator, ByteSlice bytes) {
    RecordFault fault = validator.validateProduced(bytes, RULES, 0);
    assert fault == RecordFault.NONE : fault;
  }

  private static void walk(RecordCursor cursor, RecordBatch batch) {
    int count = 0;
    long size = 0;
    cursor.open(batch);
    while (cursor.next()) {
      ByteBuffer key = cursor.key();
      ByteBuffer value = cursor.value();
      size += (key == null ? 0 : key.remaining()) + (value == null ? 0 : value.remaining());
      while (cursor.nextHeader()) {
        size += cursor.headerKey().remaining();
      }
      count++;
    }
    assert count == RECORDS && size == 49L * RECORDS && cursor.fault() == RecordFault.NONE;
  }
}
