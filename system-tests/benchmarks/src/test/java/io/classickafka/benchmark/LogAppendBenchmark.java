package io.classickafka.benchmark;

import io.classickafka.log.Log;
import io.classickafka.log.LogConfig;
import io.classickafka.record.Compression;
import io.classickafka.record.RecordBatch;
import io.classickafka.seam.ByteSlice;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
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
 * One append to a log, validated: CRC, structure of every record, offsets given, index, one write
 * to the page cache. The log starts anew after each {@link #KEPT_BYTES}, so that the disk is not
 * measured.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LogAppendBenchmark {

  private static final long KEPT_BYTES = 64 << 20;
  private static final long PRODUCER_ID = 7;

  @Param({"100", "1024"})
  int recordBytes;

  @Param({"1", "100"})
  int records;

  private LogFolder folder;
  private Log log;
  private ByteSlice batch;
  private final RecordBatch header = new RecordBatch();
  private int sequence;

  @Setup
  public void setUp() {
    folder = new LogFolder(LogConfig.DEFAULTS).open();
    log = folder.log();
    batch = LogFolder.batch(Compression.NONE, recordBytes, records);
    header.wrap(batch);
  }

  @TearDown
  public void tearDown() {
    folder.close();
    folder.delete();
  }

  @Benchmark
  public long plain() {
    return append();
  }

  /** With a producer's state kept; the benchmark computes a second CRC, for the new sequence. */
  @Benchmark
  public long idempotent() {
    header.setProducer(PRODUCER_ID, (short) 0, sequence);
    sequence = RecordBatch.sequencePlus(sequence, records);
    return append();
  }

  private long append() {
    if (log.sizeBytes() > KEPT_BYTES) {
      log.truncateFullyAndStartAt(log.logEndOffset(), LogFolder.NOW_MS);
      // Producers are forgotten with their records.
      sequence = header.hasProducerId() ? header.baseSequence() + records : 0;
    }
    header.setBaseOffset(0);
    folder.append(log, batch);
    return log.logEndOffset();
  }
}
