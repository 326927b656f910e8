package io.classickafka.log;

import static io.classickafka.log.LogFixture.batch;
import static io.classickafka.log.LogFixture.small;
import static io.classickafka.log.LogFixture.values;
import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.log.AppendResult.Rejected;
import io.classickafka.protocol.ErrorCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The order in which files are written and forced, and what follows when the disk fails. */
class LogDurabilityTest {

  private final Path root;

  LogDurabilityTest(@TempDir Path root) {
    this.root = root;
  }

  private static List<String> take(LogFixture f) {
    List<String> trace = new ArrayList<>(f.disk.trace);
    f.disk.trace.clear();
    return trace.stream().map(line -> line.replaceAll("0{12,}", "0..")).toList();
  }

  @Test
  void cleanMarkerIsRemovedDurablyBeforeAnythingElse() {
    LogFixture f = new LogFixture(root, small().build());
    f.fill(1);
    f.close();
    take(f);
    f.reopen();
    assertThat(take(f)).startsWith("mkdir ", "delete .kafka_cleanshutdown", "forcedir ");
  }

  @Test
  void cleanMarkerIsWrittenLast() {
    LogFixture f = new LogFixture(root, small().build());
    f.fill(1);
    take(f);
    f.close();
    assertThat(take(f))
        .endsWith(
            "append .kafka_cleanshutdown.tmp",
            "force .kafka_cleanshutdown.tmp",
            "rename .kafka_cleanshutdown.tmp .kafka_cleanshutdown",
            "forcedir ")
        .containsSubsequence(
            "force t-0/0..0000.log".replace("0..0000", "0.."),
            "forcedir t-0",
            "force recovery-point-offset-checkpoint.tmp",
            "rename recovery-point-offset-checkpoint.tmp recovery-point-offset-checkpoint");
  }

  @Test
  void truncationIsForcedBeforeItReturns() {
    LogFixture f = new LogFixture(root, small().build());
    f.fill(5);
    take(f);
    f.log.truncateTo(3, 0);
    assertThat(take(f))
        .containsSubsequence("truncate t-0/0...log", "force t-0/0...log", "forcedir t-0");
  }

  @Test
  void rollForcesWhatItSealedAndThenRaisesTheRecoveryPoint() {
    LogFixture f = new LogFixture(root, small().segmentBytes(160).build());
    f.fill(2);
    take(f);
    assertThat(f.log.recoveryPoint()).isZero();
    f.fill(1);
    assertThat(take(f))
        .containsSubsequence("create t-0/0..2.log", "force t-0/0...log", "forcedir t-0");
    assertThat(f.log.recoveryPoint()).isEqualTo(2);
  }

  @Test
  void forcesByItselfOnceFlushMsHasPassedSinceEverythingWasForced() {
    LogFixture f = new LogFixture(root, small().flushMs(1_000).build());
    f.log.flushIfDue(50_000);
    f.fill(3);
    f.log.flushIfDue(50_999);
    assertThat(f.log.recoveryPoint()).isZero();
    f.log.flushIfDue(51_000);
    assertThat(f.log.recoveryPoint()).isEqualTo(3);
    f.fill(1);
    f.log.flushIfDue(51_999);
    assertThat(f.log.recoveryPoint()).isEqualTo(3);
    f.log.flushIfDue(52_000);
    assertThat(f.log.recoveryPoint()).isEqualTo(4);
  }

  @Test
  void failedWriteTakesTheDirectoryOfflineForGood() {
    LogFixture f = new LogFixture(root, small().build());
    f.fill(3);
    f.disk.failing = "append";
    assertThat(((Rejected) f.append(batch(1, "lost"))).error())
        .isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
    assertThat(f.offline).hasSize(1);
    f.disk.failing = null;
    take(f);
    assertThat(((Rejected) f.append(batch(1, "lost"))).error())
        .isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
    assertThat(f.log.flush()).isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
    assertThat(f.log.truncateTo(0, 0)).isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
    f.close();
    assertThat(take(f)).isEmpty();
    f.reopen();
    assertThat(f.readFrom(0)).isEqualTo(values(0, 3));
  }

  @Test
  void failedForceIsNotRetriedAndRaisesNoRecoveryPoint() {
    LogFixture f = new LogFixture(root, small().build());
    f.fill(3);
    f.disk.failing = "force t-0";
    assertThat(f.log.flush()).isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
    f.disk.failing = null;
    take(f);
    assertThat(f.log.flush()).isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
    assertThat(take(f)).isEmpty();
    assertThat(f.log.recoveryPoint()).isZero();
  }

  /** What an error kept from being forced is not taken to be included in what is forced later. */
  @Test
  void anErrorInABackgroundForceTakesTheDirectoryOffline() {
    LogFixture f = new LogFixture(root, small().segmentBytes(160).build());
    // As the broker's pool does.
    f.pool =
        task -> {
          try {
            task.run();
          } catch (OutOfMemoryError e) {
            assertThat(e).hasMessage("planted");
          }
        };
    f.closeAndReopen();
    f.fill(2);
    f.disk.failing = "force t-0/00000000000000000000.log";
    f.disk.thrown = new OutOfMemoryError("planted");
    f.append(batch(1, "begins a segment"));
    f.disk.failing = null;
    for (int i = 0; i < 4; i++) {
      f.append(batch(1, "begins a segment, too, now and then"));
    }
    assertThat(f.log.recoveryPoint()).isZero();
    assertThat(f.offline).hasSize(1);
  }
}
