package io.classickafka.log;

import static io.classickafka.log.LogFixture.batch;
import static io.classickafka.log.LogFixture.small;
import static io.classickafka.log.LogFixture.values;
import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.protocol.ErrorCode;
import io.classickafka.record.RecordBatchBuilder;
import io.classickafka.seam.ByteSlice;
import io.classickafka.seam.Payload;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a log still knows after its end was cut off. */
class LogTruncationTest {

  private final Path root;

  LogTruncationTest(@TempDir Path root) {
    this.root = root;
  }

  @Test
  void aSegmentThatIsWrittenAgainKeepsWhatItsIndexesLearn() {
    LogFixture f = new LogFixture(root, small().segmentBytes(400).build());
    f.fill(25);
    readOne(f, 13);
    assertThat(f.log.truncateTo(14, 0)).isEqualTo(ErrorCode.NONE);
    f.appended(batch(f.loop.nowMs + 5000, "value-14"));
    readOne(f, 0);
    readOne(f, 6);
    assertThat(f.log.offsetForTimestamp(TimestampOffset.MAX_TIMESTAMP))
        .isEqualTo(new TimestampOffset(f.loop.nowMs + 5000, 14, 0));
    assertThat(f.readFrom(0)).isEqualTo(values(0, 15));
  }

  private static void readOne(LogFixture f, long offset) {
    Payload records =
        ((ReadResult.Records) f.log.read(offset, 1, f.log.logEndOffset(), true, false)).records();
    records.release();
  }

  @Test
  void transactionsThatEndedBelowTheHighWatermarkHoldNobodyBack() {
    LogFixture f = new LogFixture(root, small().build());
    f.appended(transactional(9, 0));
    f.log.appendAsLeader(marker(9), 0, Origin.COORDINATOR, f.loop.nowMs, f.workspace);
    f.fill(3);
    f.log.updateHighWatermark(4);
    assertThat(f.log.lastStableOffset()).isEqualTo(4);
    assertThat(f.log.truncateTo(4, 0)).isEqualTo(ErrorCode.NONE);
    assertThat(f.log.lastStableOffset()).isEqualTo(4);
  }

  @Test
  void aCutIntoAGapOfACleaningLowersWhatIsPromisedToWhereTheLogEnds() {
    CleaningFixture c =
        new CleaningFixture(root, CleaningFixture.compacted().segmentBytes(320).build());
    c.put("a", "0");
    c.put("b", "1");
    c.put("b", "2");
    c.put("b", "3");
    c.roll();
    c.clean();
    assertThat(c.texts()).startsWith("0:a=0", "3:b=3");
    assertThat(c.f.log.truncateTo(3, 0)).isEqualTo(ErrorCode.NONE);
    assertThat(c.f.log.logEndOffset()).isEqualTo(1);
    assertThat(c.f.log.recoveryPoint()).isLessThanOrEqualTo(1);
    assertThat(c.f.log.highWatermark()).isLessThanOrEqualTo(1);
    c.f.crashAndReopen(false);
    assertThat(c.f.log.isOffline()).isFalse();
    assertThat(c.f.log.logEndOffset()).isEqualTo(1);
  }

  @Test
  void aLogThatIsDeletedMeanwhileTakesNoDirectoryWithIt() {
    LogFixture f = new LogFixture(root, small().segmentBytes(400).build());
    f.fill(25);
    f.disk.onForceDirectory =
        () -> {
          if (f.disk.trace.get(f.disk.trace.size() - 1).equals("forcedir t-0")) {
            f.disk.onForceDirectory = () -> {};
            assertThat(f.dirs.delete(LogFixture.PARTITION)).isEqualTo(ErrorCode.NONE);
          }
        };
    assertThat(f.log.truncateTo(3, 0)).isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
    assertThat(f.offline).isEmpty();
    assertThat(f.log.isOffline()).isTrue();
    f.close();
  }

  private static ByteSlice transactional(long producerId, int sequence) {
    try (RecordBatchBuilder builder = new RecordBatchBuilder()) {
      builder.producer(producerId, (short) 0, sequence).transactional(true);
      builder.append(1000, LogFixture.bytes("k"), LogFixture.bytes("v"));
      return builder.build();
    }
  }

  private static ByteSlice marker(long producerId) {
    try (RecordBatchBuilder builder = new RecordBatchBuilder()) {
      builder.producer(producerId, (short) 0, -1).transactional(true).control(true);
      // Version and type; version and coordinator epoch.
      builder.append(1000, new byte[] {0, 0, 0, 1}, new byte[] {0, 0, 0, 0, 0, 0});
      return builder.build();
    }
  }
}
