package io.classickafka.client.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.client.cluster.ScriptedCluster.Open;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.record.Compression;
import io.classickafka.record.RecordBatch;
import io.classickafka.record.RecordCursor;
import io.classickafka.record.RecordHeader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A batch that the broker refuses for its size is sent again in parts, as with Apache's client. */
class ProducerSplitTest extends ScriptedProducer {

  private void sendTogether(String... values) {
    for (String value : values) {
      send(value);
    }
    cluster.run();
  }

  private void refuse(Open open) {
    answer(open, ErrorCode.MESSAGE_TOO_LARGE, -1);
    cluster.run();
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void recordsOfABatchThatIsTooLargeArriveInSmallerOnes(Compression codec) {
    producer =
        new ProducerCore(
            cluster.client, settings(0, 16_384, MEMORY_BYTES, 5, Integer.MAX_VALUE, true, codec));
    warmUp();
    sendTogether("a", "b", "c", "d");
    refuse(cluster.take());
    assertThat(outcomes).isEmpty();
    Open first = cluster.take();
    Open second = cluster.take();
    assertThat(values(first)).containsExactly("a", "b");
    assertThat(values(second)).containsExactly("c", "d");
    assertThat(batch(first).compression()).isEqualTo(codec);
    answer(first, ErrorCode.NONE, 10);
    answer(second, ErrorCode.NONE, 20);
    assertThat(outcomes).containsExactly("a@10", "b@11", "c@20", "d@21");
    assertThat(producer.availableMemoryBytes()).isEqualTo(MEMORY_BYTES);
  }

  @Test
  void partsHaveTheSequenceNumbersOfTheirRecords() {
    producer = producer(0, 16_384, 5, true);
    warmUp();
    sendTogether("a", "b", "c", "d");
    RecordBatch whole = batch(cluster.open().get(0));
    assertThat(whole.baseSequence()).isEqualTo(1);
    refuse(cluster.take());
    assertThat(cluster.open()).extracting(open -> batch(open).baseSequence()).containsExactly(1, 3);
    assertThat(cluster.open())
        .extracting(open -> batch(open).producerId())
        .containsOnly(whole.producerId());
  }

  @Test
  void partThatIsStillTooLargeIsSplitAgainAndKeepsItsPlace() {
    producer = producer(0, 16_384, 5, true);
    warmUp();
    sendTogether("a", "b", "c", "d");
    refuse(cluster.take());
    Open firstHalf = cluster.take();
    Open secondHalf = cluster.take();
    refuse(firstHalf);
    // It was sent behind the first half, which is not there.
    answer(secondHalf, ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER, -1);
    List<String> arrived = new ArrayList<>();
    List<Integer> sequences = new ArrayList<>();
    while (arrived.size() < 4) {
      cluster.pass(2_000);
      Open open = cluster.take();
      sequences.add(batch(open).baseSequence());
      arrived.addAll(values(open));
      answer(open, ErrorCode.NONE, arrived.size());
    }
    assertThat(arrived).containsExactly("a", "b", "c", "d");
    assertThat(sequences).containsExactly(1, 2, 3);
    assertThat(outcomes).hasSize(4).noneMatch(outcome -> outcome.contains("Exception"));
    assertThat(producer.availableMemoryBytes()).isEqualTo(MEMORY_BYTES);
  }

  @Test
  void recordThatIsTooLargeByItselfFailsAndTheOthersArrive() {
    producer = producer(0, 16_384, 1, false);
    warmUp();
    sendTogether("a", large("b"), "c");
    int offset = 1;
    while (outcomes.size() < 3) {
      Open open = cluster.take();
      List<String> values = values(open);
      boolean fits = !values.contains(large("b"));
      answer(open, fits ? ErrorCode.NONE : ErrorCode.MESSAGE_TOO_LARGE, fits ? offset++ : -1);
      cluster.run();
    }
    assertThat(outcomes).containsExactly("a@1", large("b") + " RecordTooLargeException", "c@2");
  }

  @Test
  void batchIsSplitInTwoWhereverItsLargestRecordIs() {
    producer = producer(0, 16_384, 1, false);
    warmUp();
    for (List<String> values :
        List.of(
            List.of(large("a"), "b", "c"),
            List.of("a", large("b"), "c"),
            List.of("a", "b", large("c")),
            List.of("a", "b"))) {
      sendTogether(values.toArray(new String[0]));
      refuse(cluster.take());
      Open first = cluster.take();
      List<String> arrived = new ArrayList<>(values(first));
      answer(first, ErrorCode.NONE, 1);
      cluster.run();
      arrived.addAll(values(cluster.open().get(0)));
      assertThat(arrived).isEqualTo(values);
      answer(cluster.take(), ErrorCode.NONE, 2);
      cluster.run();
      assertThat(cluster.open()).isEmpty();
    }
  }

  @Test
  void whatWasSentBehindTheBatchArrivesBehindItsParts() {
    producer = producer(0, 16_384, 5, true);
    warmUp();
    sendTogether("a", "b");
    sendTogether("c");
    Open whole = cluster.take();
    Open behind = cluster.take();
    refuse(whole);
    answer(behind, ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER, -1);
    List<String> arrived = new ArrayList<>();
    while (arrived.size() < 3) {
      cluster.pass(2_000);
      Open open = cluster.take();
      arrived.addAll(values(open));
      answer(open, ErrorCode.NONE, arrived.size());
    }
    assertThat(arrived).containsExactly("a", "b", "c");
  }

  @Test
  void whatComesBackForTheGapDoesNotHoldUpWhatFillsIt() {
    producer = producer(0, 16_384, 5, true);
    warmUp();
    sendTogether("a", "b", "c", "d");
    sendTogether("e");
    Open whole = cluster.take();
    Open behind = cluster.take();
    refuse(whole);
    answer(behind, ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER, -1);
    refuse(cluster.take());
    cluster.take();
    assertThat(cluster.open()).hasSize(2);
    assertThat(values(cluster.take())).containsExactly("a");
    assertThat(values(cluster.take())).containsExactly("b");
  }

  @Test
  void partsThatMustBeRepeatedAreRepeatedInTheirOrder() {
    producer = producer(0, 16_384, 5, false);
    warmUp();
    sendTogether("a", "b");
    refuse(cluster.take());
    answer(cluster.take(), ErrorCode.NOT_ENOUGH_REPLICAS, -1);
    answer(cluster.take(), ErrorCode.NOT_ENOUGH_REPLICAS, -1);
    cluster.pass(2_000);
    assertThat(values(cluster.open().get(0))).containsExactly("a");
    answer(cluster.take(), ErrorCode.NONE, 1);
    cluster.pass(2_000);
    assertThat(values(cluster.open().get(0))).containsExactly("b");
  }

  @Test
  void flushWaitsForAllParts() {
    producer = producer(0, 16_384, 5, true);
    warmUp();
    sendTogether("a", "b");
    CompletableFuture<Void> flushed = producer.flush();
    refuse(cluster.take());
    sendTogether("c");
    answer(cluster.take(), ErrorCode.NONE, 1);
    cluster.run();
    assertThat(flushed).isNotDone();
    answer(cluster.take(), ErrorCode.NONE, 2);
    assertThat(flushed).isDone();
    assertThat(outcomes).containsExactly("a@1", "b@2");
  }

  @Test
  void headersStayWithTheirRecord() {
    producer = producer(0, 16_384, 5, true);
    warmUp();
    send("a", List.of(new RecordHeader("one", new byte[] {1}), new RecordHeader("none", null)));
    sendTogether("b");
    refuse(cluster.take());
    Open part = cluster.take();
    assertThat(values(part)).containsExactly("a");
    try (RecordCursor cursor = new RecordCursor(1 << 20)) {
      assertThat(cursor.open(batch(part)).next()).isTrue();
      assertThat(cursor.hasKey()).isFalse();
      assertThat(cursor.headerCount()).isEqualTo(2);
      assertThat(cursor.nextHeader()).isTrue();
      assertThat(cursor.headerValue()).isEqualTo(ByteBuffer.wrap(new byte[] {1}));
      assertThat(cursor.nextHeader()).isTrue();
      assertThat(cursor.headerValue()).isNull();
    }
    answer(part, ErrorCode.NONE, 1);
    answer(cluster.take(), ErrorCode.NONE, 2);
    assertThat(producer.availableMemoryBytes()).isEqualTo(MEMORY_BYTES);
  }

  @Test
  void memoryIsGivenBackWhereItIsCountedInLargerUnits() {
    long total = 1L << 30;
    producer =
        new ProducerCore(
            cluster.client,
            settings(0, 16_384, total, 5, Integer.MAX_VALUE, true, Compression.NONE));
    warmUp();
    assertThat(producer.availableMemoryBytes()).isEqualTo(total);
    // Of an odd size each, so that each is rounded up.
    assertThat(send("aa").sizeBytes() % 2).isEqualTo(1);
    sendTogether("bb", "cc", "dd");
    assertThat(producer.availableMemoryBytes()).isLessThan(total);
    refuse(cluster.take());
    answer(cluster.take(), ErrorCode.NONE, 1);
    answer(cluster.take(), ErrorCode.NONE, 3);
    assertThat(producer.availableMemoryBytes()).isEqualTo(total);
  }
}
