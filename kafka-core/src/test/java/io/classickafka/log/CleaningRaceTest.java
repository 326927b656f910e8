package io.classickafka.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.protocol.ErrorCode;
import io.classickafka.seam.Payload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to a log between any two steps of a cleaning. */
class CleaningRaceTest {

  @TempDir Path root;

  /** A pool that runs a task when it is told to. */
  private final ArrayDeque<Runnable> pool = new ArrayDeque<>();

  private boolean stepwise;
  private int number;

  private CleaningFixture dirtyLog() throws IOException {
    return dirtyLog(CleaningFixture.compacted().segmentBytes(200).build());
  }

  private CleaningFixture dirtyLog(LogConfig config) throws IOException {
    stepwise = false;
    pool.clear();
    CleaningFixture c =
        new CleaningFixture(Files.createDirectory(root.resolve("log-" + number++)), config);
    c.f.crash();
    c.f.pool =
        task -> {
          if (stepwise) {
            pool.add(task);
          } else {
            task.run();
          }
        };
    c.f.reopen();
    c.start();
    for (int i = 0; i < 10; i++) {
      c.put("k" + i % 2, "value-" + i);
    }
    assertThat(c.f.log.segmentCount()).isGreaterThan(3);
    stepwise = true;
    c.f.log.compaction().touched();
    c.f.loop.runDelayed();
    return c;
  }

  private void drain() {
    while (!pool.isEmpty()) {
      pool.remove().run();
    }
  }

  /** Does something after each number of steps of the pool that a cleaning takes. */
  private void afterEachStep(Consumer<CleaningFixture> action, Consumer<CleaningFixture> check)
      throws IOException {
    int steps = 0;
    CleaningFixture whole = dirtyLog();
    while (!pool.isEmpty()) {
      pool.remove().run();
      steps++;
    }
    assertThat(whole.f.log.compaction().firstDirty()).isPositive();
    assertThat(steps).isGreaterThan(5);
    for (int done = 0; done <= steps; done++) {
      CleaningFixture c = dirtyLog();
      for (int i = 0; i < done; i++) {
        pool.remove().run();
      }
      action.accept(c);
      drain();
      stepwise = false;
      check.accept(c);
    }
  }

  private static void assertNoOutput(CleaningFixture c) {
    try {
      assertThat(c.files(".cleaned", ".swap")).isEmpty();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    assertThat(c.f.log.compaction().isRunning()).isFalse();
  }

  @Test
  void truncationBelowTheActiveSegmentWins() throws IOException {
    afterEachStep(
        c -> assertThat(c.f.log.truncateTo(3, c.f.loop.nowMs)).isEqualTo(ErrorCode.NONE),
        c -> {
          assertNoOutput(c);
          assertThat(c.f.log.isOffline()).isFalse();
          assertThat(c.f.log.logEndOffset()).isLessThanOrEqualTo(3);
          assertThat(c.f.log.compaction().firstDirty()).isLessThanOrEqualTo(3);
          c.put("k0", "new");
          List<String> before = c.texts();
          assertThat(before).endsWith((c.f.log.logEndOffset() - 1) + ":k0=new");
          c.f.crashAndReopen(false);
          assertThat(c.texts()).isEqualTo(before);
        });
  }

  @Test
  void fullTruncationWins() throws IOException {
    afterEachStep(
        c ->
            assertThat(c.f.log.truncateFullyAndStartAt(100, c.f.loop.nowMs))
                .isEqualTo(ErrorCode.NONE),
        c -> {
          assertNoOutput(c);
          c.put("k0", "new");
          assertThat(c.texts()).containsExactly("100:k0=new");
          c.f.crashAndReopen(false);
          assertThat(c.texts()).containsExactly("100:k0=new");
        });
  }

  @Test
  void truncationOfTheActiveSegmentDisturbsNothing() throws IOException {
    afterEachStep(
        c -> {
          c.put("k5", "stays");
          c.put("k5", "goes");
          c.f.log.truncateTo(c.f.log.logEndOffset() - 1, c.f.loop.nowMs);
        },
        c -> {
          assertNoOutput(c);
          assertThat(c.f.log.compaction().firstDirty()).isPositive();
          assertThat(c.texts()).doesNotContain("0:k0=value-0").contains("9:k1=value-9");
        });
  }

  @Test
  void deletionOfThePartitionWins() throws IOException {
    afterEachStep(
        c -> assertThat(c.f.dirs.delete(LogFixture.PARTITION)).isEqualTo(ErrorCode.NONE),
        c -> {
          assertThat(c.f.disk.exists(c.f.directory())).isFalse();
          assertThat(c.f.offline).isEmpty();
          c.f.loop.runDelayed();
          drain();
          // The same name again is another log.
          c.f.crash();
          c.f.reopen();
          assertThat(c.f.log.logEndOffset()).isZero();
          assertNoOutput(c);
        });
  }

  @Test
  void logThatIsNoLongerCompactedKeepsWhatItHas() throws IOException {
    afterEachStep(
        c ->
            c.f.log.updateConfig(CleaningFixture.compacted().compacts(false).deletes(true).build()),
        c -> {
          assertNoOutput(c);
          assertThat(c.texts()).contains("8:k0=value-8", "9:k1=value-9");
          List<String> before = c.texts();
          c.f.crashAndReopen(false);
          assertThat(c.texts()).isEqualTo(before);
        });
  }

  @Test
  void directoryThatFailsIsNotTouchedAgain() throws IOException {
    afterEachStep(
        c -> {
          c.f.log.dir().fail("a test", new IOException("planted"));
          c.f.disk.trace.clear();
        },
        c -> {
          assertThat(c.f.disk.trace).isEmpty();
          c.f.crash();
          c.f.reopen();
          assertNoOutput(c);
          assertThat(c.texts()).contains("8:k0=value-8", "9:k1=value-9");
        });
  }

  @Test
  void stopAbortsAndWaitsForTheStepUnderWay() throws IOException {
    afterEachStep(
        c -> {
          var stopped = c.f.dirs.stopCleaning();
          drain();
          assertThat(stopped).isDone();
        },
        c -> {
          assertNoOutput(c);
          assertThat(c.texts()).contains("8:k0=value-8", "9:k1=value-9");
          c.roll();
          c.clean();
          drain();
          assertThat(c.f.log.compaction().isRunning()).isFalse();
        });
  }

  @Test
  void retentionWaitsForTheCleaningToEnd() throws IOException {
    afterEachStep(
        c -> {
          c.f.log.updateConfig(
              CleaningFixture.compacted().deletes(true).retentionMs(1_000).build());
          // An emptied segment is as old as its file.
          c.f.loop.nowMs = modifiedMs(c) + 100_000;
          c.f.log.deleteOldSegments(c.f.loop.nowMs);
        },
        c -> {
          assertNoOutput(c);
          c.f.log.deleteOldSegments(c.f.loop.nowMs);
          assertThat(c.texts()).isEmpty();
          assertThat(c.f.log.isOffline()).isFalse();
        });
  }

  private static long modifiedMs(CleaningFixture c) {
    try {
      return c.f.disk.modifiedMs(c.f.directory());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void appendsGoOnWhileTheLogIsCleaned() throws IOException {
    afterEachStep(
        c -> {
          for (int i = 0; i < 10; i++) {
            c.put("k" + i % 2, "meanwhile-" + i);
          }
        },
        c -> {
          assertNoOutput(c);
          assertThat(c.texts())
              .doesNotContain("0:k0=value-0")
              .contains("18:k0=meanwhile-8", "19:k1=meanwhile-9");
          List<String> before = c.texts();
          c.f.crashAndReopen(false);
          assertThat(c.texts()).isEqualTo(before);
        });
  }

  @Test
  void readsThatWaitForThePoolDuringASwapFindTheLogAsItIsThen() throws IOException {
    List<Runnable> reads = new ArrayList<>();
    List<ReadResult> results = new ArrayList<>();
    List<String> found = new ArrayList<>();
    afterEachStep(
        c -> {
          results.clear();
          found.clear();
          reads.clear();
          int before = pool.size();
          long upper = c.f.log.logEndOffset();
          for (long offset : new long[] {0, 3}) {
            c.f.log.readCold(offset, 10_000, upper, true, true, Runnable::run, results::add);
          }
          c.f.log.offsetForTimestamp(0, Runnable::run, at -> found.add(String.valueOf(at)));
          while (pool.size() > before) {
            reads.add(0, pool.removeLast());
          }
        },
        c -> {
          reads.forEach(Runnable::run);
          assertThat(c.f.log.isOffline()).isFalse();
          assertThat(c.f.offline).isEmpty();
          long upper = c.f.log.logEndOffset();
          assertThat(results).hasSize(2);
          assertThat(texts(results.get(0)))
              .isEqualTo(texts(c.f.log.read(0, 10_000, upper, true, true)));
          assertThat(texts(results.get(1)))
              .isEqualTo(texts(c.f.log.read(3, 10_000, upper, true, true)));
          assertThat(found).containsExactly(String.valueOf(c.f.log.offsetForTimestamp(0)));
        });
  }

  @Test
  void truncationWhileTheCleanerLooksIsNoFailureOfTheDirectory() throws IOException {
    for (boolean first : new boolean[] {true, false}) {
      LogConfig.Builder config = CleaningFixture.compacted().segmentBytes(200);
      CleaningFixture c =
          dirtyLog(
              (first ? config.maxCompactionLagMs(1_000) : config.minCompactionLagMs(1)).build());
      c.f.log.truncateTo(1, c.f.loop.nowMs);
      drain();
      assertThat(c.f.offline).isEmpty();
      assertThat(c.f.log.isOffline()).isFalse();
      stepwise = false;
      for (int i = 0; i < 10; i++) {
        c.put("k" + i % 2, "again-" + i);
      }
      c.f.loop.nowMs += 10_000;
      c.clean();
      assertThat(c.f.log.compaction().firstDirty()).isPositive();
    }
  }

  @Test
  void truncationOfTransactionsThatTheCleanerReadsAheadIsNoFailureOfTheDirectory()
      throws IOException {
    CleaningFixture c = new CleaningFixture(root, CleaningFixture.compacted().build());
    for (int i = 0; i < 10; i++) {
      c.put("k" + i % 2, "value-" + i);
    }
    c.roll();
    c.put(9, 0, true, "k0", "aborted");
    c.end(9, false);
    List<String> indexes = c.files(LogFiles.TXN_INDEX);
    assertThat(indexes).hasSize(1);
    long marker = c.f.log.logEndOffset() - 1;
    c.f.disk.onRead =
        path -> {
          if (path.endsWith(indexes.get(0))) {
            c.f.disk.onRead = any -> {};
            assertThat(c.f.log.truncateTo(marker, c.f.loop.nowMs)).isEqualTo(ErrorCode.NONE);
          }
        };
    c.clean();
    assertThat(c.f.log.logEndOffset()).isEqualTo(marker);
    assertThat(c.f.offline).isEmpty();
    c.end(9, false);
    c.clean();
    assertNoOutput(c);
    assertThat(c.f.log.compaction().firstDirty()).isPositive();
    assertThat(c.texts()).doesNotContain("0:k0=value-0").contains("9:k1=value-9");
  }

  @Test
  void verdictOnALogThatWasCutSinceIsVoid() throws IOException {
    CleaningFixture c = dirtyLog();
    pool.clear();
    stepwise = false;
    LogCompaction compaction = c.f.log.compaction();
    int before = generation(c);
    c.f.log.truncateTo(3, c.f.loop.nowMs);
    for (int i = 0; i < 10; i++) {
      c.put("k" + i % 2, "again-" + i);
    }
    compaction.reset(4, before);
    assertThat(compaction.firstDirty()).isEqualTo(LogCompaction.NEVER);
    assertThat(compaction.begin(0, 2, before, c.f.loop.nowMs)).isNull();
    assertThat(compaction.begin(0, 2, generation(c), c.f.loop.nowMs)).isNotNull();
  }

  private static int generation(CleaningFixture c) {
    return Objects.requireNonNull(c.f.log.compaction().view()).generation();
  }

  @Test
  void checkpointIsLoweredBeforeATruncationEnds() throws IOException {
    CleaningFixture c = dirtyLog();
    drain();
    TopicPartition partition = LogFixture.PARTITION;
    assertThat(OffsetCheckpoint.CLEANER.read(c.f.disk, c.f.root).get(partition)).isGreaterThan(3);
    c.f.log.truncateTo(3, c.f.loop.nowMs);
    assertThat(OffsetCheckpoint.CLEANER.read(c.f.disk, c.f.root).get(partition))
        .isLessThanOrEqualTo(3);
  }

  @Test
  void logThatWentOfflineIsNotTouchedAgain() throws IOException {
    afterEachStep(
        c -> c.f.log.failed("a test", new CorruptLogException("planted")),
        CleaningRaceTest::assertNoOutput);
  }

  private static List<String> texts(ReadResult result) {
    Payload payload = ((ReadResult.Records) result).records();
    List<String> texts = new ArrayList<>();
    LogFixture.collect(payload, 0, texts);
    payload.release();
    return texts;
  }
}
