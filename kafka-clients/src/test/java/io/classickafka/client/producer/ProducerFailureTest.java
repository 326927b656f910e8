package io.classickafka.client.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.classickafka.client.cluster.ScriptedCluster.Open;
import io.classickafka.client.cluster.TopicSnapshot;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.record.Compression;
import io.classickafka.record.RecordHeader;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

/** What becomes of records when brokers move or hang, when memory is short, and at the end. */
class ProducerFailureTest extends ScriptedProducer {

  // The second broker answers what the first one, which hangs, does not.
  private void warmUpBoth() {
    cluster.lead(2);
    warmUp();
    cluster.lead(1);
    warmUp();
  }

  @Test
  void batchOnItsWayToABrokerThatMovedIsRepeatedThere() {
    warmUpBoth();
    send(large("a"));
    cluster.run();
    assertThat(cluster.take().peer().host).isEqualTo("broker");
    cluster.move("elsewhere");
    send(large("b"));
    cluster.pass(2_000);
    assertThat(outcomes).isEmpty();
    Open again = cluster.take();
    assertThat(again.peer().host).isEqualTo("elsewhere");
    assertThat(values(again)).containsExactly(large("a"));
    answer(again, ErrorCode.NONE, 1);
    cluster.pass(2_000);
    answer(cluster.take(), ErrorCode.NONE, 2);
    assertThat(outcomes).containsExactly(large("a") + "@1", large("b") + "@2");
  }

  @Test
  void withOneInFlightABatchWaitsForTheOneBeforeItAtAnotherBroker() {
    producer = producer(0, 300, 1, false);
    warmUpBoth();
    send(large("a"));
    cluster.run();
    Open hung = cluster.take();
    assertThat(hung.peer().host).isEqualTo("broker");
    cluster.lead(2);
    send(large("b"));
    cluster.pass(200);
    assertThat(cluster.open()).isEmpty();
    hung.peer().fail(null);
    cluster.pass(2_000);
    Open first = cluster.take();
    assertThat(first.peer().host).isEqualTo("other");
    assertThat(values(first)).containsExactly(large("a"));
    answer(first, ErrorCode.NONE, 1);
    cluster.run();
    assertThat(values(cluster.take())).containsExactly(large("b"));
  }

  @Test
  void topicThatMayNotBeWrittenIsNamed() {
    warmUp();
    List<Exception> errors = new ArrayList<>();
    PendingRecord record =
        new PendingRecord(
            "t", 0, 5, null, new byte[1], List.of(), (at, error) -> errors.add(error));
    assertThat(producer.tryTakeMemory(record.sizeBytes())).isTrue();
    producer.send(record);
    cluster.run();
    answer(cluster.take(), ErrorCode.TOPIC_AUTHORIZATION_FAILED, -1);
    cluster.run();
    assertThat(errors)
        .singleElement()
        .isInstanceOfSatisfying(
            TopicAuthorizationException.class,
            error -> assertThat(error.unauthorizedTopics()).containsExactly("t"));
  }

  @Test
  void topicThatMayNotBeSeenIsNamed() {
    cluster.refused.put("t", ErrorCode.TOPIC_AUTHORIZATION_FAILED);
    CompletableFuture<TopicSnapshot> topic = producer.topic("t", 0);
    cluster.run();
    assertThat(topic).isCompletedExceptionally();
    assertThatThrownBy(topic::join)
        .cause()
        .isInstanceOfSatisfying(
            TopicAuthorizationException.class,
            error -> assertThat(error.unauthorizedTopics()).containsExactly("t"));
  }

  /** Headers that an error comes of when they are read for a certain time. */
  private static final class Headers extends AbstractList<RecordHeader> {
    private final int lastTime;
    private int times;

    Headers(int lastTime) {
      this.lastTime = lastTime;
    }

    @Override
    public RecordHeader get(int index) {
      times++;
      if (times == lastTime) {
        throw new NoClassDefFoundError("in a test");
      }
      return new RecordHeader("key", new byte[10]);
    }

    @Override
    public int size() {
      return 1;
    }
  }

  // How often headers are read until the second record of a batch is written.
  private int timesRead() {
    Headers counted = new Headers(-1);
    send("first");
    send("counted", counted);
    cluster.run();
    answer(cluster.take(), ErrorCode.NONE, 0);
    cluster.run();
    outcomes.clear();
    return counted.times;
  }

  // A record that is half written when the error comes, behind one that is in the batch.
  private void sendBroken(int times) {
    send("before");
    send("broken", new Headers(times));
  }

  @Test
  void batchThatCannotBeMadeFailsAndTheNextOnesLeave() {
    producer = producer(0, 16_384, 5, false);
    warmUp();
    sendBroken(timesRead());
    send("x".repeat(16_384));
    CompletableFuture<Void> flushed = producer.flush();
    cluster.run();
    assertThat(outcomes).containsExactly("broken KafkaException", "before KafkaException");
    answer(cluster.take(), ErrorCode.NONE, 7);
    cluster.run();
    assertThat(flushed).isDone();
    assertThat(outcomes).hasSize(3);
    assertThat(outcomes.get(2)).endsWith("x@7");
    assertThat(producer.availableMemoryBytes()).isEqualTo(MEMORY_BYTES);
  }

  @Test
  void batchThatCannotBeMadeFailsInTime() {
    producer = producer(0, 16_384, 1, false);
    warmUp();
    int times = timesRead();
    send("hung");
    cluster.run();
    Open hung = cluster.take();
    sendBroken(times);
    cluster.refusing = true;
    hung.peer().fail(null);
    cluster.pass(130_000);
    assertThat(outcomes)
        .containsExactly(
            "broken KafkaException", "hung TimeoutException", "before TimeoutException");
    assertThat(producer.flush()).isDone();
    assertThat(producer.availableMemoryBytes()).isEqualTo(MEMORY_BYTES);
  }

  @Test
  void abortEndsWithABatchThatCannotBeMade() {
    producer = producer(0, 16_384, 5, false);
    warmUp();
    sendBroken(timesRead());
    assertThat(producer.abort()).isDone();
    assertThat(outcomes)
        .containsExactlyInAnyOrder("before KafkaException", "broken KafkaException");
    assertThat(producer.availableMemoryBytes()).isEqualTo(MEMORY_BYTES);
  }

  @Test
  void errorOfACallbackIsNotTheOtherRecords() {
    producer = producer(0, 16_384, 5, true);
    warmUp();
    PendingRecord failing =
        new PendingRecord(
            "t",
            0,
            5,
            null,
            new byte[1],
            List.of(),
            (at, error) -> {
              throw new AssertionError("in a test");
            });
    assertThat(producer.tryTakeMemory(failing.sizeBytes())).isTrue();
    producer.send(failing);
    PendingRecord behind = send("behind");
    CompletableFuture<Void> flushed = producer.flush();
    cluster.run();
    answer(cluster.take(), ErrorCode.NONE, 1);
    assertThat(failing).isCompleted();
    assertThat(behind).isCompleted();
    assertThat(flushed).isDone();
  }

  @Test
  void connectionsThatCannotBeMadeTakeNoRetries() {
    producer =
        new ProducerCore(
            cluster.client, settings(0, 300, MEMORY_BYTES, 1, 1, false, Compression.NONE));
    send("first");
    cluster.run();
    Open open = cluster.take();
    answer(open, ErrorCode.NONE, 0);
    cluster.refusing = true;
    open.peer().fail(null);
    send("a");
    cluster.pass(20_000);
    assertThat(outcomes).containsExactly("first@0");
    cluster.refusing = false;
    cluster.pass(3_000);
    // The one retry there is.
    answer(cluster.take(), ErrorCode.NOT_ENOUGH_REPLICAS, -1);
    cluster.pass(3_000);
    answer(cluster.take(), ErrorCode.NOT_ENOUGH_REPLICAS, -1);
    assertThat(outcomes).containsExactly("first@0", "a NotEnoughReplicasException");
  }

  @Test
  void whoWaitsForATopicHearsOfTheEnd() {
    CompletableFuture<?> waiting = producer.topic("absent", PendingRecord.ANY_PARTITION);
    cluster.run();
    assertThat(waiting).isNotDone();
    assertThat(producer.abort()).isDone();
    assertThatThrownBy(waiting::get).hasCauseInstanceOf(KafkaException.class);
    CompletableFuture<?> late = producer.topic("absent", PendingRecord.ANY_PARTITION);
    assertThatThrownBy(late::get).hasCauseInstanceOf(KafkaException.class);
  }

  @Test
  void whoNeedsMemoryHearsOfTheEnd() {
    assertThat(producer.abort()).isDone();
    cluster.loop.shutDown();
    assertThatThrownBy(() -> producer.takeMemory(10, 1_000)).isInstanceOf(KafkaException.class);
  }

  @Test
  void nothingLingersWhileAThreadWaitsForMemory() throws Exception {
    producer = producer(600_000, 16_384, 5, true);
    send("first");
    producer.flush();
    cluster.run();
    answer(cluster.take(), ErrorCode.NONE, 0);
    send("a");
    assertThat(producer.tryTakeMemory((int) producer.availableMemoryBytes())).isTrue();
    cluster.run();
    assertThat(cluster.open()).isEmpty();
    FutureTask<Boolean> waiting = new FutureTask<>(() -> producer.takeMemory(10, 60_000));
    new Thread(waiting).start();
    while (producer.tryTakeMemory(0)) {
      // Until somebody is in the queue for it.
      Thread.onSpinWait();
    }
    cluster.run();
    assertThat(cluster.open()).hasSize(1);
    // Another thread had its memory before.
    producer.send(new PendingRecord("t", 0, 5, null, new byte[1], List.of(), null));
    cluster.run();
    assertThat(cluster.open()).hasSize(2);
    answer(cluster.take(), ErrorCode.NONE, 1);
    assertThat(waiting.get()).isTrue();
  }

  @Test
  void withoutLingeringWhoWaitsForMemoryLeavesTheLoopAlone() throws Exception {
    assertThat(producer.tryTakeMemory((int) producer.availableMemoryBytes())).isTrue();
    cluster.loop.failNext(new AssertionError("everything is due already"));
    assertThat(producer.takeMemory(10, 0)).isFalse();
  }

  @Test
  void recordThatTheLoopDidNotTakeFailsAndTheNextOneIsSent() {
    warmUp();
    cluster.loop.failNext(new NoClassDefFoundError("in a test"));
    send("a");
    assertThat(outcomes).containsExactly("a KafkaException");
    send("b");
    cluster.run();
    answer(cluster.take(), ErrorCode.NONE, 1);
    assertThat(outcomes).containsExactly("a KafkaException", "b@1");
    assertThat(producer.availableMemoryBytes()).isEqualTo(MEMORY_BYTES);
  }
}
