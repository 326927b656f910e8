package io.classickafka.benchmark;

import io.classickafka.log.Log;
import io.classickafka.log.LogConfig;
import io.classickafka.log.clean.CleanerSettings;
import io.classickafka.record.Compression;
import io.classickafka.record.RecordBatch;
import io.classickafka.record.RecordBatchBuilder;
import io.classickafka.seam.ByteSlice;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Cleaning a log that was never cleaned: the keys are read, the last records are copied, the copies
 * are forced and take the old segments' place. Three eighths of the log are left: whole batches,
 * and half as many that are written anew with half of their records.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3)
@Measurement(iterations = 7)
@Fork(1)
public class CompactionBenchmark {

  private static final int TIMES = 4;
  private static final int RECORD_BYTES = 1024;
  private static final int BATCH_RECORDS = 16;
  private static final CleanerSettings AT_ONCE =
      new CleanerSettings(1, 128L << 20, 0.9, 512 << 10, Double.MAX_VALUE, 0);

  @Param("128")
  int mebibytes;

  @Param({"NONE", "LZ4"})
  Compression codec;

  private final List<ByteSlice> earlier = new ArrayList<>();
  private final List<ByteSlice> last = new ArrayList<>();
  private LogFolder folder;
  private Log log;

  @Setup
  public void makeBatches() {
    int count = (mebibytes << 20) / (TIMES * RECORD_BYTES * BATCH_RECORDS);
    for (int i = 0; i < count; i++) {
      earlier.add(batch(i, false));
      last.add(batch(i, true));
    }
  }

  private ByteSlice batch(long number, boolean otherKeys) {
    byte[] value = new byte[RECORD_BYTES - Long.BYTES];
    Random random = new Random(number);
    try (RecordBatchBuilder builder = new RecordBatchBuilder()) {
      builder.open(codec);
      for (int i = 0; i < BATCH_RECORDS; i++) {
        long key = number * BATCH_RECORDS + i;
        boolean other = otherKeys && i >= BATCH_RECORDS / 2;
        random.nextBytes(value);
        builder.append(
            LogFolder.NOW_MS,
            ByteBuffer.allocate(Long.BYTES).putLong(0, other ? ~key : key).array(),
            value);
      }
      return builder.build();
    }
  }

  @Setup(Level.Invocation)
  public void fill() {
    LogConfig config =
        LogConfig.DEFAULTS.toBuilder()
            .segmentBytes(mebibytes << 17)
            .compacts(true)
            .deletes(false)
            .minCleanableRatio(0)
            .build();
    folder = new LogFolder(config).open().clean(AT_ONCE);
    log = folder.log();
    log.ownedBy(folder.loop());
    for (int i = 1; i <= TIMES; i++) {
      for (ByteSlice batch : i == TIMES ? last : earlier) {
        RecordBatch.setBaseOffset(batch.view(), 0, 0);
        folder.append(log, batch);
      }
    }
    log.updateHighWatermark(log.logEndOffset());
  }

  @TearDown(Level.Invocation)
  public void remove() {
    folder.close();
    folder.delete();
  }

  /** The active segment, an eighth of the log, stays as it is. */
  @Benchmark
  public long clean() {
    long before = log.sizeBytes();
    for (int i = 0; i < 10 && log.sizeBytes() > before / 2; i++) {
      folder.loop().fire();
    }
    if (log.sizeBytes() > before / 2) {
      throw new AssertionError("not cleaned: " + log.sizeBytes() + " of " + before);
    }
    return log.sizeBytes();
  }
}
