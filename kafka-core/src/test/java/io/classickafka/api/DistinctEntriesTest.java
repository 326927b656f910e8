package io.classickafka.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.metadata.MetadataImage;
import io.classickafka.protocol.message.ProduceResponse.PartitionProduceResponse;
import io.classickafka.protocol.message.ProduceResponse.TopicProduceResponse;
import io.classickafka.seam.ByteSlice;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The partitions of a Produce request on their way in and out, few and many. */
class DistinctEntriesTest {

  private static ProduceEntry entry(String topic, int partition) {
    return new ProduceEntry(topic, partition, ByteSlice.empty());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8, 9, 100})
  void aPartitionNamedAgainIsFoundAmongFewAndAmongMany(int count) {
    DistinctEntries entries = new DistinctEntries();
    List<ProduceEntry> added = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ProduceEntry entry = entry("t" + i % 3, i);
      assertThat(entries.addIfAbsent(entry)).isNull();
      added.add(entry);
    }
    for (ProduceEntry entry : added) {
      assertThat(entries.addIfAbsent(entry(entry.topic, entry.partition))).isSameAs(entry);
      assertThat(entries.addIfAbsent(entry)).isSameAs(entry);
    }
    assertThat(entries.all()).containsExactlyElementsOf(added);
  }

  @Test
  void aTopicNamedInTwoPlacesIsOneTopicOfTheAnswer() {
    List<ProduceEntry> entries =
        List.of(entry("a", 0), entry("a", 1), entry("b", 0), entry("a", 2), entry("b", 1));
    List<TopicProduceResponse> topics =
        ProduceReplies.of(entries, (short) 9, new LeaderHints(MetadataImage.EMPTY, "")).responses();
    assertThat(topics).extracting(TopicProduceResponse::name).containsExactly("a", "b");
    assertThat(topics.get(0).partitionResponses())
        .extracting(PartitionProduceResponse::index)
        .containsExactly(0, 1, 2);
    assertThat(topics.get(1).partitionResponses())
        .extracting(PartitionProduceResponse::index)
        .containsExactly(0, 1);
  }
}
