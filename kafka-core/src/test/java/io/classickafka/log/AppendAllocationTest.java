package io.classickafka.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.classickafka.disk.FileChannelDisk;
import io.classickafka.record.RecordBatch;
import io.classickafka.seam.ByteSlice;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an append costs the garbage collector: the same however many records are in the batch. */
class AppendAllocationTest {

  private static final int RECORDS = 100;
  private static final int APPENDS = 2_000;
  private static final int BYTES_PER_APPEND = 768;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Path root;
  private final AppendWorkspace workspace = new AppendWorkspace(() -> 0);

  AppendAllocationTest(@TempDir Path root) {
    this.root = root;
  }

  @Test
  void aBatchOfManyRecordsIsAppendedWithHardlyAnyGarbage() {
    LogDirsConfig config = new LogDirsConfig(List.of(root), 0, 1, 1000, 86_400_000, 7);
    LogDirs dirs =
        LogDirs.open(
                new FileChannelDisk(),
                config,
                topic -> LogConfig.DEFAULTS,
                new ManualLoop(),
                Runnable::run,
                dir -> {})
            .join();
    Log log =
        Objects.requireNonNull(
            dirs.getOrCreate(LogFixture.PARTITION, null, LogConfig.DEFAULTS, true).log());
    String[] values = new String[RECORDS];
    Arrays.fill(values, "a value of a usual size, which is not much at all");
    ByteSlice records = direct(LogFixture.batch(1_000, values));
    append(log, records);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    append(log, records);
    long perAppend = (THREADS.getCurrentThreadAllocatedBytes() - before) / APPENDS;
    assertThat(log.logEndOffset()).isEqualTo(2L * APPENDS * RECORDS);
    assertThat(perAppend).as("bytes per append").isLessThan(BYTES_PER_APPEND);
    dirs.close(1).join();
  }

  private void append(Log log, ByteSlice records) {
    for (int i = 0; i < APPENDS; i++) {
      // As a producer sends it; the CRC does not cover the base offset.
      RecordBatch.setBaseOffset(records.view(), 0, 0);
      AppendResult result = log.appendAsLeader(records, 0, Origin.CLIENT, 1_000, workspace);
      if (!(result instanceof AppendResult.Appended)) {
        throw new AssertionError(result);
      }
    }
  }

  /** In memory outside the heap, where the network leaves what it receives. */
  private static ByteSlice direct(ByteSlice records) {
    ByteBuffer bytes = ByteBuffer.allocateDirect(records.sizeBytes());
    bytes.put(records.duplicate()).flip();
    return ByteSlice.wrap(bytes);
  }
}
