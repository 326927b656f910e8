package io.classickafka.benchmark;

import io.classickafka.log.LogConfig;
import io.classickafka.record.Compression;
import java.io.IOException;
import java.nio.file.Files;
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

/** Opening a log that nobody vouches for: every batch is checked and the indexes are rebuilt. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3)
@Measurement(iterations = 7)
@Fork(1)
public class RecoveryBenchmark {

  @Param("128")
  int mebibytes;

  @Param({"NONE", "LZ4"})
  Compression codec;

  private LogFolder folder;

  @Setup
  public void setUp() {
    folder = new LogFolder(LogConfig.DEFAULTS.toBuilder().segmentBytes(16 << 20).build()).open();
    folder.fill(folder.log(), LogFolder.batch(codec, 1024, 16), (long) mebibytes << 20);
    folder.close();
  }

  /** As after the death of a broker that never wrote a checkpoint. */
  @Setup(Level.Invocation)
  public void forget() throws IOException {
    Files.deleteIfExists(folder.root().resolve(".kafka_cleanshutdown"));
    Files.deleteIfExists(folder.root().resolve("recovery-point-offset-checkpoint"));
  }

  @TearDown(Level.Invocation)
  public void close() {
    folder.close();
  }

  @TearDown
  public void tearDown() {
    folder.delete();
  }

  @Benchmark
  public long recover() {
    return folder.open().log().logEndOffset();
  }
}
