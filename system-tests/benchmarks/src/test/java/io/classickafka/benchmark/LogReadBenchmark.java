package io.classickafka.benchmark;

import io.classickafka.log.Log;
import io.classickafka.log.LogConfig;
import io.classickafka.log.ReadResult;
import io.classickafka.record.Compression;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Finding the slice of a file that answers a fetch; its bytes are not touched. The log has 64 MiB
 * in batches of ten records of 1 KiB.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LogReadBenchmark {

  private static final long BYTES = 64 << 20;
  private static final int MAX_BYTES = 1 << 20;

  private final SplittableRandom random = new SplittableRandom(1);
  private LogFolder folder;
  private Log log;

  @Setup
  public void setUp() {
    folder = new LogFolder(LogConfig.DEFAULTS).open();
    log = folder.log();
    folder.fill(log, LogFolder.batch(Compression.NONE, 1024, 10), BYTES);
  }

  @TearDown
  public void tearDown() {
    folder.close();
    folder.delete();
  }

  /** Anywhere: an index page may have to be read, and headers up to the batch. */
  @Benchmark
  public int anywhere() {
    return read(random.nextLong(log.logEndOffset()));
  }

  /** At the end, where consumers that keep up and followers read. */
  @Benchmark
  public int lastBatch() {
    return read(log.logEndOffset() - 1);
  }

  private int read(long offset) {
    ReadResult result = log.read(offset, MAX_BYTES, log.highWatermark(), true, false);
    if (result instanceof ReadResult.Records found) {
      int size = found.records().sizeBytes();
      found.records().release();
      return size;
    }
    throw new AssertionError(result);
  }
}
