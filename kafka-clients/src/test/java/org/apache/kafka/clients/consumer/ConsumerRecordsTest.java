package org.apache.kafka.clients.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ConsumerRecordsTest {

  private final Map<TopicPartition, List<ConsumerRecord<String, String>>> byPartition =
      new LinkedHashMap<>();

  private void partition(String topic, int partition, String... values) {
    List<ConsumerRecord<String, String>> records = new ArrayList<>();
    for (String value : values) {
      records.add(new ConsumerRecord<>(topic, partition, records.size(), null, value));
    }
    byPartition.put(new TopicPartition(topic, partition), records);
  }

  private static List<String> values(Iterable<ConsumerRecord<String, String>> records) {
    List<String> values = new ArrayList<>();
    records.forEach(record -> values.add(record.value()));
    return values;
  }

  @Test
  void recordsComePartitionAfterPartitionAndAnyNumberOfTimes() {
    partition("t", 0);
    partition("t", 1, "a", "b");
    partition("u", 0, "c");
    partition("t", 2);
    partition("t", 3, "d");
    ConsumerRecords<String, String> records = new ConsumerRecords<>(byPartition);
    for (int i = 0; i < 2; i++) {
      assertThat(values(records)).containsExactly("a", "b", "c", "d");
      assertThat(values(records.records("t"))).containsExactly("a", "b", "d");
    }
    assertThat(values(records.records("absent"))).isEmpty();
  }

  @Test
  void nothingComesAfterTheLastRecordAndNothingIsTakenOut() {
    partition("t", 0, "a");
    partition("t", 1);
    Iterator<ConsumerRecord<String, String>> all = new ConsumerRecords<>(byPartition).iterator();
    assertThat(all.next().value()).isEqualTo("a");
    assertThatThrownBy(all::remove).isInstanceOf(UnsupportedOperationException.class);
    assertThat(all.hasNext()).isFalse();
    assertThatThrownBy(all::next).isInstanceOf(NoSuchElementException.class);
    assertThat(ConsumerRecords.empty().iterator().hasNext()).isFalse();
  }
}
