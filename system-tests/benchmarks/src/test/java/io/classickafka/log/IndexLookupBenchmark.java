package io.classickafka.log;

import io.classickafka.disk.FileChannelDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

/** A lookup in the offset index of a full segment: 262,144 entries, one for each 4 KiB. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class IndexLookupBenchmark {

  private static final int ENTRIES = 1 << 18;
  private static final int OFFSETS_PER_ENTRY = 4;
  private static final int INTERVAL = 4096;

  private final SplittableRandom random = new SplittableRandom(1);
  private Path folder;
  private OffsetIndex index;

  @Setup
  public void setUp() throws IOException {
    folder = Files.createTempDirectory("benchmark-");
    index = new OffsetIndex(new FileChannelDisk(), folder, 0, ENTRIES * OffsetIndex.ENTRY_SIZE);
    for (int i = 0; i < ENTRIES; i++) {
      index.append((long) (i + 1) * OFFSETS_PER_ENTRY, i * INTERVAL);
    }
    index.flush();
  }

  @TearDown
  public void tearDown() throws IOException {
    Files.delete(folder.resolve(LogFiles.name(0, LogFiles.OFFSET_INDEX)));
    Files.delete(folder);
  }

  /** Anywhere: nearly always a page of the file is read. */
  @Benchmark
  public int anywhere() throws IOException {
    return index.positionFor(random.nextInt(ENTRIES * OFFSETS_PER_ENTRY));
  }

  /** In the last page, which is in memory. */
  @Benchmark
  public int lastPage() throws IOException {
    return index.positionFor((long) ENTRIES * OFFSETS_PER_ENTRY - random.nextInt(INTERVAL / 4));
  }
}
