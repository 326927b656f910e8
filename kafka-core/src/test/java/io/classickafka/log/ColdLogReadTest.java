package io.classickafka.log;

import static io.classickafka.log.LogFixture.batch;
import static io.classickafka.log.LogFixture.small;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads through copies of the segments find what the owner finds, whatever happens meanwhile. */
class ColdLogReadTest {

  private static final int RECORDS = 60;

  private final LogFixture f;

  ColdLogReadTest(@TempDir Path root) {
    f = new LogFixture(root, small().segmentBytes(700).build());
    f.fill(RECORDS);
    f.log.updateHighWatermark(RECORDS);
  }

  private ReadResult cold(long offset, int maxBytes, long upper, boolean minOneBatch) {
    List<ReadResult> results = new ArrayList<>();
    f.log.readCold(offset, maxBytes, upper, minOneBatch, true, Runnable::run, results::add);
    assertThat(results).hasSize(1);
    return results.get(0);
  }

  private static List<String> text(ReadResult result, long from) {
    if (!(result instanceof ReadResult.Records records)) {
      return List.of(result.toString());
    }
    List<String> text = new ArrayList<>();
    LogFixture.collect(records.records(), from, text);
    records.records().release();
    text.add("bytes=" + records.records().sizeBytes() + " aborted=" + records.aborted());
    return text;
  }

  @Test
  void everyReadIsTheSameAsTheOwners() {
    for (int round = 0; round < 2; round++) {
      for (long offset = 0; offset <= RECORDS + 1; offset++) {
        for (int maxBytes : new int[] {0, 100, 300, 10_000}) {
          for (long upper : new long[] {offset, offset + 3, RECORDS}) {
            boolean minOneBatch = maxBytes != 100;
            assertThat(text(cold(offset, maxBytes, upper, minOneBatch), offset))
                .as("offset=%s maxBytes=%s upper=%s", offset, maxBytes, upper)
                .isEqualTo(text(f.log.read(offset, maxBytes, upper, minOneBatch, true), offset));
          }
        }
      }
      f.closeAndReopen();
    }
  }

  @Test
  void lookUpsByTimeAreTheSameAsTheOwners() {
    f.loop.nowMs += 500;
    f.appended(batch(f.loop.nowMs + 10_000, "far ahead"));
    f.appended(batch(f.loop.nowMs, "value"));
    for (int round = 0; round < 2; round++) {
      for (long timestamp :
          new long[] {
            TimestampOffset.MAX_TIMESTAMP,
            TimestampOffset.EARLIEST,
            0,
            f.loop.nowMs,
            f.loop.nowMs + 1,
            f.loop.nowMs + 10_001
          }) {
        List<Object> found = new ArrayList<>();
        f.log.offsetForTimestamp(timestamp, Runnable::run, at -> found.add(String.valueOf(at)));
        assertThat(found)
            .as("timestamp " + timestamp)
            .containsExactly(String.valueOf(f.log.offsetForTimestamp(timestamp)));
      }
      f.closeAndReopen();
    }
  }

  @Test
  void fewReadsAreWithTheDiskAtATimeAndTheOthersInTurn() {
    ArrayDeque<Runnable> pool = new ArrayDeque<>();
    ColdReads reads = new ColdReads(pool::add);
    List<Integer> done = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      int number = i;
      reads.run(() -> done.add(number));
    }
    assertThat(pool).hasSize(ColdReads.IN_FLIGHT);
    while (!pool.isEmpty()) {
      pool.remove().run();
      assertThat(pool.size()).isLessThanOrEqualTo(ColdReads.IN_FLIGHT);
    }
    assertThat(done).hasSize(20).isSorted();
  }

  @Test
  void aReadWhoseSegmentIsDeletedOrCutMeanwhileBeginsAgain() {
    List<ReadResult> results = new ArrayList<>();
    ArrayDeque<Runnable> owner = new ArrayDeque<>();
    f.log.readCold(50, 10_000, RECORDS, true, true, owner::add, results::add);
    f.log.readCold(20, 10_000, RECORDS, true, true, owner::add, results::add);
    f.log.truncateTo(40, f.loop.nowMs);
    while (!owner.isEmpty()) {
      owner.remove().run();
    }
    assertThat(results.get(0)).isInstanceOf(ReadResult.Failed.class);
    assertThat(text(results.get(1), 20)).contains("20=value-20");
    f.log.updateConfig(small().segmentBytes(700).retentionBytes(0).build());
    results.clear();
    f.log.readCold(3, 10_000, 40, true, true, owner::add, results::add);
    f.log.deleteOldSegments(f.loop.nowMs);
    while (!owner.isEmpty()) {
      owner.remove().run();
    }
    assertThat(results.get(0)).isInstanceOf(ReadResult.Failed.class);
    assertThat(f.log.isOffline()).isFalse();
  }

  /** It is not taken for the end of what there is. */
  @Test
  void aReadThatIsOvertakenAgainAndAgainSaysSo() {
    List<ReadResult> results = new ArrayList<>();
    ArrayDeque<Runnable> owner = new ArrayDeque<>();
    f.log.readCold(3, 10_000, RECORDS, true, true, owner::add, results::add);
    for (int cut = RECORDS - 5; results.isEmpty(); cut -= 5) {
      f.log.truncateTo(cut, f.loop.nowMs);
      owner.remove().run();
    }
    ReadResult.Overtaken overtaken = (ReadResult.Overtaken) results.get(0);
    assertThat(overtaken.logEndOffset()).isEqualTo(f.log.logEndOffset()).isGreaterThan(3);
    assertThat(owner).isEmpty();
  }

  @Test
  void readsAfterACutFindWhatWasWrittenInItsPlace() {
    for (long offset = 0; offset < RECORDS; offset++) {
      text(cold(offset, 100, RECORDS, true), offset);
    }
    f.log.truncateTo(33, f.loop.nowMs);
    for (long offset = 0; offset < 33; offset++) {
      assertThat(text(cold(offset, 500, 33, true), offset))
          .as("offset=%s", offset)
          .isEqualTo(text(f.log.read(offset, 500, 33, true, true), offset));
    }
    for (int i = 0; i < 30; i++) {
      f.appended(batch(f.loop.nowMs, "another-and-much-longer-value-" + i, "and one"));
    }
    f.log.updateHighWatermark(f.log.logEndOffset());
    for (long offset = 0; offset < f.log.logEndOffset(); offset++) {
      long upper = f.log.logEndOffset();
      assertThat(text(cold(offset, 500, upper, true), offset))
          .as("offset=%s", offset)
          .isEqualTo(text(f.log.read(offset, 500, upper, true, true), offset));
    }
    assertThat(f.log.isOffline()).isFalse();
  }

  @Test
  void wrongIndexOfASealedSegmentMisleadsNoReadAndTheOwnerBuildsItAnew() throws IOException {
    f.close();
    Path index = f.directory().resolve(LogFiles.name(0, LogFiles.OFFSET_INDEX));
    byte[] right = Files.readAllBytes(index);
    Files.write(index, new byte[] {1, 2, 3});
    f.reopen();
    for (long offset : new long[] {5, 6, 2, 7, 0, 8}) {
      assertThat(text(cold(offset, 100, RECORDS, true), offset))
          .contains(offset + "=value-" + offset);
    }
    List<Long> found = new ArrayList<>();
    f.log.offsetForTimestamp(
        f.loop.nowMs, Runnable::run, at -> found.add(at == null ? -1 : at.offset()));
    assertThat(found).containsExactly(0L);
    assertThat(index).hasBinaryContent(new byte[] {1, 2, 3});
    f.log.read(5, 100, RECORDS, true, true);
    assertThat(index).hasBinaryContent(right);
  }

  @Test
  void sealedSegmentsKeepNeitherHandlesNorIndexes() throws IOException {
    f.closeAndReopen();
    for (int i = 0; i < RECORDS; i++) {
      text(cold(i, 100, RECORDS, true), i);
    }
    Path descriptors = Path.of("/proc/self/fd");
    if (Files.isDirectory(descriptors)) {
      try (Stream<Path> open = Files.list(descriptors)) {
        long segments = open.filter(this::isSegment).count();
        assertThat(segments).isLessThanOrEqualTo(ColdReads.KEPT_COPIES + 1L);
      }
    }
  }

  private boolean isSegment(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).startsWith(f.directory());
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void anErrorInTheBackgroundIsAnsweredToo() {
    f.closeAndReopen();
    f.log.updateHighWatermark(RECORDS);
    f.disk.failsToOpen = new OutOfMemoryError("planted");
    List<Object> found = new ArrayList<>();
    f.log.offsetForTimestamp(0, Runnable::run, found::add);
    assertThat(found).containsExactly(TimestampOffset.UNREADABLE);
    assertThat(cold(0, 1_000, RECORDS, true)).isInstanceOf(ReadResult.Failed.class);
    f.disk.failsToOpen = null;
    assertThat(f.log.isOffline()).isFalse();
    assertThat(text(cold(0, 1_000, RECORDS, true), 0)).contains("0=value-0");
  }
}
