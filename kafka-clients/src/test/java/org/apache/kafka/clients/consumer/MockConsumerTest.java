package org.apache.kafka.clients.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What unit tests of applications do with a mock; the mocks of both jars are compared elsewhere.
 */
class MockConsumerTest {

  private static final TopicPartition T0 = new TopicPartition("t", 0);
  private static final TopicPartition T1 = new TopicPartition("t", 1);

  private final MockConsumer<String, String> consumer =
      new MockConsumer<>(OffsetResetStrategy.EARLIEST);

  @BeforeEach
  void tellWherePartitionsBegin() {
    Map<TopicPartition, Long> beginnings = new LinkedHashMap<>();
    beginnings.put(T0, 0L);
    beginnings.put(T1, 0L);
    consumer.updateBeginningOffsets(beginnings);
  }

  private void add(TopicPartition partition, long offset) {
    consumer.addRecord(
        new ConsumerRecord<>(partition.topic(), partition.partition(), offset, "k", "v" + offset));
  }

  private List<String> poll() {
    List<String> values = new ArrayList<>();
    consumer.poll(Duration.ofSeconds(1)).forEach(record -> values.add(record.value()));
    return values;
  }

  @Test
  void givesTheRecordsOfAnAssignedPartitionOnceAndCommitsBehindThem() {
    consumer.assign(List.of(T0));
    add(T0, 0);
    add(T0, 1);
    assertThat(poll()).containsExactly("v0", "v1");
    assertThat(poll()).isEmpty();
    consumer.commitSync();
    assertThat(consumer.committed(Collections.singleton(T0)).get(T0).offset()).isEqualTo(2);
  }

  @Test
  void aLoopIsDrivenByTasksThatRebalanceAddRecordsAndWakeIt() {
    List<String> seen = new ArrayList<>();
    consumer.subscribe(List.of("t"));
    consumer.schedulePollTask(
        () -> {
          consumer.rebalance(List.of(T0, T1));
          add(T0, 0);
        });
    consumer.schedulePollTask(() -> add(T1, 0));
    consumer.schedulePollTask(consumer::wakeup);
    assertThatThrownBy(
            () -> {
              while (true) {
                seen.addAll(poll());
              }
            })
        .isInstanceOf(WakeupException.class);
    assertThat(seen).containsExactly("v0", "v0");
  }

  @Test
  void aListenerHearsWhatWentAndWhatCame() {
    List<String> heard = new ArrayList<>();
    consumer.subscribe(
        List.of("t"),
        new ConsumerRebalanceListener() {
          @Override
          public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            heard.add("revoked " + partitions);
          }

          @Override
          public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            heard.add("assigned " + partitions);
          }
        });
    consumer.rebalance(List.of(T0));
    consumer.rebalance(List.of(T1));
    assertThat(heard).containsExactly("assigned [t-0]", "revoked [t-0]", "assigned [t-1]");
  }

  @Test
  void anErrorThatIsSetIsThrownOnceAndTakesNoRecords() {
    consumer.assign(List.of(T0));
    add(T0, 0);
    consumer.setPollException(new KafkaException("poll"));
    assertThatThrownBy(this::poll).hasMessage("poll");
    assertThat(poll()).containsExactly("v0");
  }

  @Test
  void whatABeginningWasNotToldForIsAnErrorThatSaysSo() {
    consumer.assign(List.of(new TopicPartition("other", 0)));
    assertThatThrownBy(this::poll)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("updateBeginningOffsets");
    assertThatThrownBy(() -> add(T0, 0)).hasMessageContaining("t-0 is not assigned");
  }
}
