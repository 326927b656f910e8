package io.classickafka.log;

import static io.classickafka.log.LogFixture.batch;
import static io.classickafka.log.LogFixture.idempotent;
import static io.classickafka.log.LogFixture.small;
import static io.classickafka.log.LogFixture.values;
import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.log.AppendResult.Appended;
import io.classickafka.log.AppendResult.Rejected;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.record.Compression;
import io.classickafka.record.RecordBatch;
import io.classickafka.record.TimestampType;
import io.classickafka.seam.ByteSlice;
import io.classickafka.seam.Payload;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTest {

  private final Path root;

  LogTest(@TempDir Path root) {
    this.root = root;
  }

  private LogFixture open(LogConfig.Builder config) {
    return new LogFixture(root, config.build());
  }

  @Test
  void appendGivesOffsetsInTheHeaderAndReadReturnsThem() {
    LogFixture f = open(small());
    assertThat(f.append(batch(1000, "value-0", "value-1")))
        .isEqualTo(
            new Appended(
                0,
                1,
                -1,
                0,
                false,
                batch(1000, "value-0", "value-1").sizeBytes(),
                ConversionCost.NONE));
    f.fill(3);
    assertThat(f.log.logEndOffset()).isEqualTo(5);
    assertThat(f.readFrom(0)).isEqualTo(values(0, 5));
    assertThat(f.readFrom(1)).isEqualTo(values(1, 5));
  }

  @Test
  void segmentsRollBySizeAndReadsCrossThem() throws IOException {
    LogFixture f = open(small().segmentBytes(500));
    f.fill(60);
    assertThat(f.log.segmentCount()).isGreaterThan(5);
    for (int from = 0; from < 60; from += 7) {
      assertThat(f.readFrom(from)).isEqualTo(values(from, 60));
    }
    assertThat(f.log.recoveryPoint()).isPositive();
    assertThat(Files.exists(f.directory().resolve("00000000000000000000.log"))).isTrue();
  }

  @Test
  void segmentsRollByTimeBetweenRecordsAndByFullIndex() {
    LogFixture f = open(small().segmentMs(1000));
    f.fill(1);
    f.loop.nowMs += 1001;
    f.fill(1);
    assertThat(f.log.segmentCount()).isEqualTo(2);
    f.log.updateConfig(small().segmentIndexBytes(24).segmentMs(Long.MAX_VALUE).build());
    f.fill(40);
    assertThat(f.readFrom(0)).isEqualTo(values(0, 42));
  }

  @Test
  void readHonoursLimitsAndBounds() {
    LogFixture f = open(small());
    f.fill(10);
    int one = batch(1, "value-0").sizeBytes();
    assertThat(read(f, 0, 1, 10, true)).hasSize(1);
    assertThat(read(f, 0, 1, 10, false)).isEmpty();
    assertThat(read(f, 0, 3 * one, 10, true)).hasSize(3);
    assertThat(read(f, 2, 100_000, 5, true)).isEqualTo(values(2, 5));
    assertThat(read(f, 5, 100_000, 5, true)).isEmpty();
    assertThat(read(f, 10, 100_000, 10, true)).isEmpty();
    assertThat(f.log.read(11, 100, 10, true, false))
        .isEqualTo(new ReadResult.Failed(ErrorCode.OFFSET_OUT_OF_RANGE, 0, 10));
  }

  private static List<String> read(LogFixture f, long from, int max, long upper, boolean one) {
    ReadResult.Records read = (ReadResult.Records) f.log.read(from, max, upper, one, false);
    List<String> records = new ArrayList<>();
    LogFixture.collect(read.records(), from, records);
    read.records().release();
    return records;
  }

  @Test
  void sliceOutlivesTheDeletionOfItsSegment() {
    LogFixture f = open(small().segmentBytes(300).retentionMs(0));
    f.fill(10);
    ReadResult.Records read = (ReadResult.Records) f.log.read(0, 1000, 10, true, false);
    f.log.updateHighWatermark(10);
    f.loop.nowMs += 10;
    assertThat(f.log.deleteOldSegments(f.loop.nowMs)).isPositive();
    f.loop.runDelayed();
    assertThat(f.log.logStartOffset()).isEqualTo(10);
    assertThat(f.directory().toFile().list()).noneMatch(name -> name.endsWith(".deleted"));
    List<String> records = new ArrayList<>();
    LogFixture.collect(read.records(), 0, records);
    assertThat(records).startsWith("0=value-0");
    read.records().release();
  }

  @Test
  void segmentWhoseTimeIndexIsEmptyIsAsOldAsItsRecords() throws IOException {
    LogFixture f = open(small().segmentBytes(300).retentionMs(60_000));
    f.fill(10);
    f.log.updateHighWatermark(10);
    f.close();
    // As a loss of power leaves them, and a copy whose files have no times.
    Path segment = f.directory().resolve("00000000000000000000.log");
    Files.write(f.directory().resolve("00000000000000000000.timeindex"), new byte[0]);
    f.disk.setModifiedMs(segment, 0);
    f.reopen();
    f.log.updateHighWatermark(10);
    assertThat(f.log.deleteOldSegments(f.loop.nowMs)).isZero();
    assertThat(f.log.logStartOffset()).isZero();
  }

  @Test
  void retentionBySizeKeepsWhatFits() {
    LogFixture f = open(small().segmentBytes(300).retentionBytes(700));
    f.fill(30);
    f.log.updateHighWatermark(30);
    f.log.deleteOldSegments(f.loop.nowMs);
    assertThat(f.log.sizeBytes()).isBetween(700L, 1000L);
    assertThat(f.readFrom(f.log.logStartOffset())).isEqualTo(values(f.log.logStartOffset(), 30));
    f.closeAndReopen();
    assertThat(f.log.logStartOffset()).isPositive();
  }

  @Test
  void nothingAboveTheHighWatermarkIsDeleted() {
    LogFixture f = open(small().segmentBytes(300).retentionMs(0));
    f.fill(30);
    f.log.updateHighWatermark(1);
    f.loop.nowMs += 10;
    assertThat(f.log.deleteOldSegments(f.loop.nowMs)).isZero();
  }

  @Test
  void logStartMovesInsideASegmentAndSurvivesARestart() {
    LogFixture f = open(small().segmentBytes(300));
    f.fill(20);
    f.log.updateHighWatermark(20);
    assertThat(f.log.advanceLogStartOffset(21)).isEqualTo(ErrorCode.OFFSET_OUT_OF_RANGE);
    assertThat(f.log.advanceLogStartOffset(11)).isEqualTo(ErrorCode.NONE);
    assertThat(f.log.advanceLogStartOffset(3)).isEqualTo(ErrorCode.NONE);
    assertThat(f.log.logStartOffset()).isEqualTo(11);
    assertThat(f.log.deleteOldSegments(f.loop.nowMs)).isPositive();
    f.closeAndReopen();
    assertThat(f.log.logStartOffset()).isEqualTo(11);
    assertThat(f.log.highWatermark()).isEqualTo(20);
    assertThat(f.readFrom(11)).isEqualTo(values(11, 20));
  }

  @Test
  void truncationRemovesWholeBatchesIndexEntriesAndEpochs() {
    LogFixture f = open(small().segmentBytes(400));
    f.log.assignEpoch(0);
    f.fill(25);
    f.log.assignEpoch(3);
    assertThat(f.log.endOffsetForEpoch(0)).isEqualTo(new EpochEndOffset(0, 25));
    assertThat(f.log.truncateTo(25, 0)).isEqualTo(ErrorCode.NONE);
    assertThat(f.log.truncateTo(13, 0)).isEqualTo(ErrorCode.NONE);
    assertThat(f.log.logEndOffset()).isEqualTo(13);
    assertThat(f.log.latestEpoch()).isZero();
    f.fill(12);
    assertThat(f.readFrom(0)).isEqualTo(values(0, 25));
    f.appended(batch(5, "value-25", "value-26", "value-27"));
    f.log.truncateTo(26, 0);
    assertThat(f.log.logEndOffset()).isEqualTo(25);
    assertThat(f.log.truncateTo(0, 0)).isEqualTo(ErrorCode.NONE);
    assertThat(f.log.logEndOffset()).isZero();
    f.fill(3);
    f.crashAndReopen(true);
    assertThat(f.readFrom(0)).isEqualTo(values(0, 3));
  }

  @Test
  void fullTruncationStartsElsewhere() {
    LogFixture f = open(small().segmentBytes(400));
    f.fill(25);
    assertThat(f.log.truncateFullyAndStartAt(100, 0)).isEqualTo(ErrorCode.NONE);
    f.fill(2);
    assertThat(f.log.logStartOffset()).isEqualTo(100);
    assertThat(f.readFrom(100)).isEqualTo(values(100, 102));
    f.closeAndReopen();
    assertThat(f.readFrom(100)).isEqualTo(values(100, 102));
  }

  @Test
  void followerAppendsWhatTheLeaderHas() {
    LogFixture leader = open(small().segmentBytes(400));
    leader.log.assignEpoch(2);
    leader.log.appendAsLeader(
        batch(1000, "value-0"), 2, Origin.CLIENT, leader.loop.nowMs, leader.workspace);
    LogFixture follower = new LogFixture(root.resolve("follower"), small().build());
    ReadResult.Records read = (ReadResult.Records) leader.log.read(0, 10_000, 9, true, false);
    ByteSlice bytes = LogFixture.bytesOf(read.records());
    read.records().release();
    byte[] cutOff = Arrays.copyOf(bytes.toByteArray(), bytes.sizeBytes() + 20);
    System.arraycopy(cutOff, 0, cutOff, bytes.sizeBytes(), 20);
    assertThat(follower.log.appendAsFollower(ByteSlice.wrap(cutOff), 0))
        .isInstanceOf(Appended.class);
    assertThat(follower.readFrom(0)).isEqualTo(values(0, 1));
    assertThat(follower.log.latestEpoch()).isEqualTo(2);
    assertThat(follower.log.appendAsFollower(bytes, 0)).isInstanceOf(Rejected.class);
    byte[] flipped = bytes.toByteArray();
    flipped[70] ^= 1;
    RecordBatch.setBaseOffset(ByteBuffer.wrap(flipped), 0, 1);
    assertThat(((Rejected) follower.log.appendAsFollower(ByteSlice.wrap(flipped), 0)).error())
        .isEqualTo(ErrorCode.CORRUPT_MESSAGE);
  }

  @Test
  void duplicatesAnswerTheFirstOffsetsAlsoAfterARestart() {
    LogFixture f = open(small());
    f.appended(idempotent(9, 0, 0, 2));
    f.appended(idempotent(9, 0, 2, 3));
    Appended again = f.appended(idempotent(9, 0, 0, 2));
    assertThat(again.duplicate()).isTrue();
    assertThat(again.baseOffset()).isZero();
    assertThat(again.lastOffset()).isEqualTo(1);
    f.closeAndReopen();
    assertThat(f.appended(idempotent(9, 0, 2, 3)).baseOffset()).isEqualTo(2);
    f.crashAndReopen(false);
    assertThat(f.appended(idempotent(9, 0, 0, 2)).duplicate()).isTrue();
    assertThat(((Rejected) f.append(idempotent(9, 0, 7, 1))).error())
        .isEqualTo(ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER);
    assertThat(f.appended(idempotent(9, 0, 5, 1)).baseOffset()).isEqualTo(5);
  }

  @Test
  void refusalsNameTheirError() {
    LogFixture f = open(small().maxMessageBytes(200).segmentBytes(150));
    assertThat(((Rejected) f.append(batch(1, "x".repeat(200)))).error())
        .isEqualTo(ErrorCode.MESSAGE_TOO_LARGE);
    assertThat(((Rejected) f.append(batch(1, "x".repeat(100)))).error())
        .isEqualTo(ErrorCode.RECORD_LIST_TOO_LARGE);
    ByteSlice broken = batch(1, "v");
    broken.view().put(65, (byte) 99);
    assertThat(((Rejected) f.append(broken)).error()).isEqualTo(ErrorCode.CORRUPT_MESSAGE);
    assertThat(f.log.logEndOffset()).isZero();
  }

  @Test
  void logAppendTimeIsTheLeadersClock() {
    LogFixture f = open(small().timestampType(TimestampType.LOG_APPEND_TIME));
    assertThat(f.appended(batch(5, "value-0")).logAppendTimeMs()).isEqualTo(f.loop.nowMs);
    assertThat(Objects.requireNonNull(f.log.offsetForTimestamp(f.loop.nowMs)).offset()).isZero();
    assertThat(f.readFrom(0)).isEqualTo(values(0, 1));
  }

  @Test
  void topicCodecReplacesTheProducers() {
    LogFixture f = open(small().compression(Compression.LZ4).compressionLevel(9));
    f.appended(batch(Compression.GZIP, 5, "value-0", "value-1"));
    ReadResult.Records read = (ReadResult.Records) f.log.read(0, 10_000, 9, true, false);
    Payload payload = read.records();
    assertThat(new RecordBatch().wrap(LogFixture.bytesOf(payload)).compression())
        .isEqualTo(Compression.LZ4);
    payload.release();
    assertThat(f.readFrom(0)).isEqualTo(values(0, 2));
  }

  @Test
  void timestampsAreFoundInTheirSegments() {
    LogFixture f = open(small().segmentBytes(300));
    for (int i = 0; i < 20; i++) {
      f.appended(batch(1000 + 10 * i, "value-" + i));
    }
    assertThat(f.log.offsetForTimestamp(1000)).isEqualTo(new TimestampOffset(1000, 0, 0));
    assertThat(f.log.offsetForTimestamp(1051)).isEqualTo(new TimestampOffset(1060, 6, 0));
    assertThat(f.log.offsetForTimestamp(1191)).isNull();
    assertThat(f.log.offsetForTimestamp(TimestampOffset.MAX_TIMESTAMP))
        .isEqualTo(new TimestampOffset(1190, 19, 0));
    assertThat(f.log.offsetForTimestamp(TimestampOffset.EARLIEST))
        .isEqualTo(new TimestampOffset(-1, 0, 0));
    assertThat(f.log.offsetForTimestamp(TimestampOffset.LATEST_TIERED)).isNull();
    assertThat(f.log.offsetsBefore(TimestampOffset.LATEST, 2, f.loop.nowMs)).hasSize(2);
    f.closeAndReopen();
    assertThat(f.log.offsetForTimestamp(1051)).isEqualTo(new TimestampOffset(1060, 6, 0));
  }

  @Test
  void deletedPartitionIsRenamedAndGoesLater() {
    LogFixture f = open(small());
    f.fill(2);
    assertThat(f.dirs.delete(LogFixture.PARTITION)).isEqualTo(ErrorCode.NONE);
    assertThat(f.root.toFile().list()).anyMatch(name -> name.matches("t-0\\.[0-9a-f]{32}-delete"));
    assertThat(((Rejected) f.append(batch(1, "v"))).error())
        .isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
    Log again =
        Objects.requireNonNull(
            f.dirs.getOrCreate(LogFixture.PARTITION, null, f.config, true).log());
    assertThat(again.logEndOffset()).isZero();
    f.loop.runDelayed();
    assertThat(f.root.toFile().list()).noneMatch(name -> name.endsWith("-delete"));
  }
}
