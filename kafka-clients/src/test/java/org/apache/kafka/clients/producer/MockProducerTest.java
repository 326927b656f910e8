package org.apache.kafka.clients.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/**
 * What unit tests of applications do with a mock; the mocks of both jars are compared elsewhere.
 */
class MockProducerTest {

  private static MockProducer<String, String> producer(boolean autoComplete) {
    return new MockProducer<>(autoComplete, new StringSerializer(), new StringSerializer());
  }

  private static ProducerRecord<String, String> record(String value) {
    return new ProducerRecord<>("t", "k", value);
  }

  @Test
  void whatWasSentIsKeptAndAcknowledgedAtOnce() throws Exception {
    MockProducer<String, String> producer = producer(true);
    assertThat(producer.send(record("a")).get().offset()).isZero();
    assertThat(producer.send(record("b")).get().offset()).isEqualTo(1);
    assertThat(producer.history()).extracting(ProducerRecord::value).containsExactly("a", "b");
  }

  @Test
  void recordsEndInTheirOrderAsTheTestSays() throws Exception {
    MockProducer<String, String> producer = producer(false);
    List<Exception> heard = new ArrayList<>();
    Future<RecordMetadata> first = producer.send(record("a"), (at, error) -> heard.add(error));
    Future<RecordMetadata> second = producer.send(record("b"), (at, error) -> heard.add(error));
    assertThat(first.isDone() || second.isDone() || producer.flushed()).isFalse();
    IllegalStateException refused = new IllegalStateException("refused");
    assertThat(producer.errorNext(refused)).isTrue();
    assertThat(producer.completeNext()).isTrue();
    assertThat(producer.completeNext()).isFalse();
    assertThat(heard).containsExactly(refused, null);
    assertThatThrownBy(first::get).isInstanceOf(ExecutionException.class).hasCause(refused);
    assertThat(second.get().offset()).isEqualTo(1);
  }

  @Test
  void aFlushEndsWhatIsOpen() {
    MockProducer<String, String> producer = producer(false);
    Future<RecordMetadata> sent = producer.send(record("a"));
    producer.flush();
    assertThat(sent.isDone() && producer.flushed()).isTrue();
  }

  @Test
  void anErrorThatIsSetIsThrownAndNothingKept() {
    MockProducer<String, String> producer = producer(true);
    producer.sendException = new IllegalStateException("full");
    assertThatThrownBy(() -> producer.send(record("a"))).isSameAs(producer.sendException);
    assertThat(producer.history()).isEmpty();
  }

  @Test
  void onlyWhatACommittedTransactionHadIsInTheHistory() {
    MockProducer<String, String> producer = producer(true);
    Map<TopicPartition, OffsetAndMetadata> offsets =
        Collections.singletonMap(new TopicPartition("in", 0), new OffsetAndMetadata(7));
    producer.initTransactions();
    producer.beginTransaction();
    var lost = producer.send(record("lost"));
    producer.abortTransaction();
    producer.beginTransaction();
    var kept = producer.send(record("kept"));
    producer.sendOffsetsToTransaction(offsets, new ConsumerGroupMetadata("g"));
    assertThat(producer.history()).isEmpty();
    producer.commitTransaction();
    assertThat(lost.isDone() && kept.isDone() && producer.transactionCommitted()).isTrue();
    assertThat(producer.history()).extracting(ProducerRecord::value).containsExactly("kept");
    assertThat(producer.consumerGroupOffsetsHistory())
        .containsExactly(Collections.singletonMap("g", offsets));
    producer.fenceProducer();
    assertThatThrownBy(producer::beginTransaction).isInstanceOf(ProducerFencedException.class);
  }
}
