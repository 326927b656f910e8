package io.classickafka.client.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.client.cluster.ScriptedCluster.Open;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.record.RecordBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class ProducerCoreTest extends ScriptedProducer {

  @Test
  void recordsGivenTogetherLeaveTogether() {
    send("a");
    send("b");
    cluster.run();
    assertThat(cluster.open()).hasSize(1);
    assertThat(batch(cluster.open().get(0)).recordCount()).isEqualTo(2);
    answer(cluster.take(), ErrorCode.NONE, 10);
    assertThat(outcomes).containsExactly("a@10", "b@11");
  }

  @Test
  void lingeringBatchWaitsForItsTime() {
    producer = producer(50, 16_384, 5, true);
    warmUpLingering();
    send("a");
    cluster.pass(30);
    send("b");
    assertThat(cluster.open()).isEmpty();
    cluster.pass(40);
    assertThat(batch(cluster.take()).recordCount()).isEqualTo(2);
  }

  private void warmUpLingering() {
    send("first");
    cluster.pass(200);
    answer(cluster.take(), ErrorCode.NONE, 0);
    cluster.run();
  }

  @Test
  void fullBatchDoesNotLinger() {
    producer = producer(60_000, 300, 5, true);
    send(large("a"));
    cluster.run();
    assertThat(cluster.open()).hasSize(1);
  }

  @Test
  void flushDoesNotLinger() {
    producer = producer(60_000, 16_384, 5, true);
    send("a");
    CompletableFuture<Void> flushed = producer.flush();
    cluster.run();
    assertThat(flushed).isNotDone();
    answer(cluster.take(), ErrorCode.NONE, 4);
    assertThat(flushed).isDone();
    assertThat(outcomes).containsExactly("a@4");
  }

  @Test
  void noMoreRequestsAreInFlightThanAllowed() {
    producer = producer(0, 300, 2, true);
    warmUp();
    for (String value : List.of("a", "b", "c")) {
      send(large(value));
      cluster.run();
    }
    assertThat(cluster.open()).hasSize(2);
    answer(cluster.take(), ErrorCode.NONE, 1);
    cluster.run();
    assertThat(cluster.open()).hasSize(2);
  }

  // With a leader that moved, those sent to the former one count too, and its successor may have
  // them: what a broker does not remember it would store twice.
  @Test
  void noMoreBatchesOfAPartitionAreUnansweredThanABrokerRemembers() {
    producer = producer(0, 300, 10, true);
    warmUp();
    for (int i = 0; i < 8; i++) {
      send(large("r" + i));
    }
    cluster.run();
    assertThat(cluster.open()).hasSize(5);
    answer(cluster.take(), ErrorCode.NONE, 1);
    cluster.run();
    assertThat(cluster.open()).hasSize(5);
  }

  @Test
  void firstBatchOfAProducerIdIsAloneInFlightUntilItIsAcknowledged() {
    send(large("a"));
    send(large("b"));
    send(large("c"));
    cluster.run();
    assertThat(cluster.open()).hasSize(1);
    answer(cluster.take(), ErrorCode.REQUEST_TIMED_OUT, -1);
    cluster.pass(2_000);
    assertThat(cluster.open()).hasSize(1);
    assertThat(batch(cluster.open().get(0)).baseSequence()).isZero();
    answer(cluster.take(), ErrorCode.NONE, 0);
    cluster.run();
    assertThat(cluster.open()).hasSize(2);
  }

  @Test
  void repeatedBatchesKeepTheirSequenceNumbersAndOrder() {
    warmUp();
    for (String value : List.of("a", "b", "c")) {
      send(large(value));
      cluster.run();
    }
    answer(cluster.take(), ErrorCode.NOT_LEADER_OR_FOLLOWER, -1);
    answer(cluster.take(), ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER, -1);
    answer(cluster.take(), ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER, -1);
    List<Integer> sequences = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      cluster.pass(2_000);
      assertThat(cluster.open()).as("one at a time after a failure").hasSize(1);
      Open open = cluster.take();
      sequences.add(batch(open).baseSequence());
      assertThat(batch(open).isValidCrc()).isTrue();
      answer(open, ErrorCode.NONE, 1 + i);
    }
    assertThat(sequences).containsExactly(1, 2, 3);
    assertThat(outcomes).containsExactly(large("a") + "@1", large("b") + "@2", large("c") + "@3");
  }

  @Test
  void gapBeforeTheOldestBatchStartsAnewUnderAnotherProducerId() {
    warmUp();
    send("a");
    cluster.run();
    long before = batch(cluster.open().get(0)).producerId();
    answer(cluster.take(), ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER, -1);
    cluster.pass(2_000);
    RecordBatch again = batch(cluster.open().get(0));
    assertThat(again.producerId()).isNotEqualTo(before);
    assertThat(again.baseSequence()).isZero();
    assertThat(again.isValidCrc()).isTrue();
  }

  @Test
  void duplicateIsSuccess() {
    warmUp();
    send("a");
    cluster.run();
    answer(cluster.take(), ErrorCode.DUPLICATE_SEQUENCE_NUMBER, 9);
    assertThat(outcomes).containsExactly("a@9");
  }

  @Test
  void refusedBatchFailsAndTheNextOneStartsAnew() {
    warmUp();
    send(large("a"));
    cluster.run();
    send(large("b"));
    cluster.run();
    answer(cluster.take(), ErrorCode.MESSAGE_TOO_LARGE, -1);
    answer(cluster.take(), ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER, -1);
    cluster.pass(2_000);
    assertThat(batch(cluster.open().get(0)).baseSequence()).isZero();
    answer(cluster.take(), ErrorCode.NONE, 1);
    assertThat(outcomes)
        .containsExactly(large("a") + " RecordTooLargeException", large("b") + "@1");
  }

  @Test
  void recordThatCannotBeDeliveredFailsInTime() {
    warmUp();
    PendingRecord record = send("a");
    cluster.run();
    for (int i = 0; i < 400 && !record.isDone(); i++) {
      while (!cluster.open().isEmpty()) {
        answer(cluster.take(), ErrorCode.NOT_ENOUGH_REPLICAS, -1);
      }
      cluster.pass(500);
    }
    assertThat(record).isCompletedExceptionally();
    assertThat(outcomes).containsExactly("a " + TimeoutException.class.getSimpleName());
    assertThat(producer.availableMemoryBytes()).isEqualTo(MEMORY_BYTES);
  }

  @Test
  void memoryIsTakenUntilTheOutcome() {
    warmUp();
    PendingRecord record = send("a");
    cluster.run();
    assertThat(producer.availableMemoryBytes()).isEqualTo(MEMORY_BYTES - record.sizeBytes());
    answer(cluster.take(), ErrorCode.NONE, 1);
    assertThat(producer.availableMemoryBytes()).isEqualTo(MEMORY_BYTES);
    assertThat(producer.tryTakeMemory((int) MEMORY_BYTES + 1)).isFalse();
  }

  @Test
  void lostConnectionRepeatsTheBatchOnTheNextOne() {
    warmUp();
    send("a");
    cluster.run();
    Open lost = cluster.take();
    int sequence = batch(lost).baseSequence();
    lost.peer().fail(null);
    cluster.pass(3_000);
    assertThat(batch(cluster.open().get(0)).baseSequence()).isEqualTo(sequence);
    answer(cluster.take(), ErrorCode.NONE, 1);
    assertThat(outcomes).containsExactly("a@1");
  }

  @Test
  void abortFailsWhatIsLeft() {
    warmUp();
    send("a");
    cluster.run();
    assertThat(producer.abort()).isDone();
    assertThat(outcomes).containsExactly("a KafkaException");
    assertThat(producer.availableMemoryBytes()).isEqualTo(MEMORY_BYTES);
  }

  /** Two threads were waiting for memory, and got it when the others' records were failed. */
  @Test
  void recordsThatComeAfterTheLoopEndedAllFail() {
    warmUp();
    assertThat(producer.abort()).isDone();
    cluster.loop.shutDown();
    send("a");
    send("b");
    assertThat(outcomes).containsExactly("a KafkaException", "b KafkaException");
    assertThat(producer.availableMemoryBytes()).isEqualTo(MEMORY_BYTES);
  }

  @Test
  void keylessRecordsStayWithOnePartitionUntilItHadItsShare() {
    cluster.topic("many", 8);
    List<Integer> partitions = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      PendingRecord record =
          new PendingRecord(
              "many", PendingRecord.ANY_PARTITION, 5, null, new byte[10], List.of(), null);
      assertThat(producer.topic("many", PendingRecord.ANY_PARTITION)).isNotNull();
      cluster.run();
      producer.send(record);
      cluster.run();
      partitions.add(record.partition);
    }
    assertThat(partitions.stream().distinct()).hasSize(1);
  }
}
