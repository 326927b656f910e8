package io.classickafka.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.log.AppendResult.Appended;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a producer may repeat because it was not answered is known again when a log is opened. */
class ProducerRecallTest {

  private static final long PRODUCER = 9;

  @TempDir Path root;

  private LogFixture open(int segmentBytes) {
    return new LogFixture(root, LogFixture.small().segmentBytes(segmentBytes).build());
  }

  /** Batches of one record, of one producer, numbered from 0. */
  private static void produce(LogFixture fixture, int from, int to) {
    for (int sequence = from; sequence < to; sequence++) {
      fixture.appended(LogFixture.idempotent(PRODUCER, 0, sequence, 1));
    }
  }

  private static void assertKnown(LogFixture fixture, int from, int to) {
    long end = fixture.log.logEndOffset();
    for (int sequence = from; sequence < to; sequence++) {
      Appended repeated = fixture.appended(LogFixture.idempotent(PRODUCER, 0, sequence, 1));
      assertThat(repeated.baseOffset()).as("sequence %d", sequence).isEqualTo(sequence);
    }
    assertThat(fixture.log.logEndOffset()).as("nothing is stored twice").isEqualTo(end);
  }

  @Test
  void theLastFiveBatchesAreKnownAfterAnOrderlyStop() {
    LogFixture fixture = open(1 << 20);
    produce(fixture, 0, 8);
    fixture.closeAndReopen();
    assertKnown(fixture, 3, 8);
    produce(fixture, 8, 9);
    fixture.close();
  }

  @Test
  void theLastFiveBatchesAreKnownAfterAKillThatFollowedARoll() {
    LogFixture fixture = open(400);
    produce(fixture, 0, 12);
    fixture.crashAndReopen(true);
    assertKnown(fixture, 7, 12);
    fixture.close();
  }

  @Test
  void theLastFiveBatchesAreKnownAfterATruncation() {
    LogFixture fixture = open(400);
    produce(fixture, 0, 12);
    fixture.log.truncateTo(10, 0);
    assertKnown(fixture, 5, 10);
    fixture.close();
  }

  @Test
  void batchesFarBackAreNotLookedFor() {
    LogFixture fixture = open(1 << 22);
    produce(fixture, 0, 5);
    int filler = ProducerReplay.RECALL_BYTES / 60;
    fixture.fill(filler);
    produce(fixture, 5, 6);
    fixture.closeAndReopen();
    assertThat(fixture.append(LogFixture.idempotent(PRODUCER, 0, 3, 1)))
        .isInstanceOf(AppendResult.Rejected.class);
    produce(fixture, 6, 7);
    fixture.close();
  }

  /** Records that are copied from elsewhere have the timestamps they had there. */
  @Test
  void aProducerOfOldRecordsIsKnownWhileItWrites() {
    LogFixture fixture = open(1 << 20);
    fixture.loop.nowMs = 200_000_000;
    produce(fixture, 0, 3);
    assertThat(fixture.log.removeExpiredProducers(fixture.loop.nowMs + 999, 1_000)).isZero();
    assertKnown(fixture, 0, 3);
    fixture.closeAndReopen();
    assertKnown(fixture, 0, 3);
    fixture.crashAndReopen(true);
    assertKnown(fixture, 0, 3);
    assertThat(fixture.log.removeExpiredProducers(fixture.loop.nowMs + 1_000, 1_000)).isEqualTo(1);
    fixture.close();
  }

  /** A cut takes records from a producer that stays, not what is known of when it wrote. */
  @Test
  void aProducerOfOldRecordsFarBackIsKnownAfterATruncation() {
    LogFixture fixture = open(1 << 22);
    fixture.loop.nowMs = 200_000_000;
    produce(fixture, 0, 5);
    fixture.fill(ProducerReplay.RECALL_BYTES / 40);
    fixture.loop.nowMs += 1_000;
    fixture.log.truncateTo(fixture.log.logEndOffset() - 1, fixture.loop.nowMs);
    assertThat(fixture.log.producerCount()).isEqualTo(1);
    assertKnown(fixture, 4, 5);
    fixture.close();
  }

  /** Or a follower that is cut now and then would forget nobody. */
  @Test
  void aTruncationLetsNoProducerLiveLonger() {
    LogFixture fixture = open(400);
    fixture.loop.nowMs = 200_000_000;
    produce(fixture, 0, 12);
    fixture.loop.nowMs += 1_000;
    fixture.log.truncateTo(11, fixture.loop.nowMs);
    assertThat(fixture.log.removeExpiredProducers(fixture.loop.nowMs + 499, 1_500)).isZero();
    assertThat(fixture.log.removeExpiredProducers(fixture.loop.nowMs + 500, 1_500)).isEqualTo(1);
    fixture.close();
  }

  /** Or each start would let all of them live for another day. */
  @Test
  void aProducerOfOldRecordsFarBackIsForgottenAtAStart() {
    LogFixture fixture = open(1 << 22);
    fixture.loop.nowMs = 200_000_000;
    produce(fixture, 0, 5);
    fixture.fill(ProducerReplay.RECALL_BYTES / 60);
    fixture.closeAndReopen();
    assertThat(fixture.log.producerCount()).isZero();
    fixture.close();
  }
}
