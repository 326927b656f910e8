package io.classickafka.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.classickafka.metadata.BrokerEndpoint;
import io.classickafka.metadata.BrokerImage;
import io.classickafka.metadata.MetadataDelta;
import io.classickafka.metadata.MetadataImage;
import io.classickafka.metadata.PartitionImage;
import io.classickafka.metadata.PersistentSortedMap;
import io.classickafka.metadata.TopicImage;
import io.classickafka.protocol.MessageWriter;
import io.classickafka.protocol.message.MetadataResponse;
import io.classickafka.protocol.message.MetadataResponse.MetadataResponseTopic;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

/** What is kept encoded is what would be written now, and goes when the cluster changes. */
final class EncodedTopicsTest {

  private static final String LISTENER = "PLAINTEXT";

  private MetadataImage present = MetadataImage.EMPTY;

  private final EncodedTopics encoded = new EncodedTopics(() -> present);

  /** Leaders alive, dead, absent and without the listener, so that every error stands in it. */
  @Test
  void sameBytesAndErrorsInEveryVersion() {
    MetadataImage image = image(topic("a", 0));
    for (short version = 0; version <= MetadataResponse.HIGHEST_VERSION; version++) {
      MetadataAnswer answer = new MetadataAnswer(image, version, LISTENER);
      MetadataResponseTopic plain = answer.topic(image.topic("a"));
      for (int round = 0; round < 2; round++) {
        MetadataResponseTopic kept = encoded.topic(answer, image.topic("a"));
        assertEquals("a", kept.name());
        assertArrayEquals(bytes(plain, version), bytes(kept, version), "version " + version);
        assertEquals(errors(plain, version), errors(kept, version), "version " + version);
      }
    }
  }

  @Test
  void encodedOnceUntilTheTopicChanges() {
    MetadataImage before = image(topic("a", 0), topic("b", 0));
    MetadataResponseTopic a = of(before, "a");
    MetadataResponseTopic b = of(before, "b");
    assertSame(a, of(before, "a"));
    MetadataImage after =
        new MetadataImage(
            1, before.brokers(), before.topics().with("a", topic("a", 1)), before.topicNames(), 3);
    present = after;
    encoded.onMetadata(before, after, new MetadataDelta(false, List.of("a"), List.of()));
    assertEquals(1, encoded.size());
    assertNotSame(a, of(after, "a"));
    assertSame(b, of(after, "b"));
    // Who read the older image just before still gets what it says.
    assertArrayEquals(bytes(a, (short) 12), bytes(of(before, "a"), (short) 12));
  }

  @Test
  void encodedAnewWhenBrokersChange() {
    MetadataImage before = image(topic("a", 0));
    of(before, "a");
    MetadataImage after =
        new MetadataImage(1, before.brokers().without(1), before.topics(), before.topicNames(), 3);
    assertEquals(List.of((short) 0, (short) 5), errors(of(after, "a"), (short) 12).subList(0, 2));
    encoded.onMetadata(before, after, new MetadataDelta(true, List.of(), List.of()));
    assertEquals(0, encoded.size());
  }

  @Test
  void deletedTopicsAreForgotten() {
    MetadataImage before = image(topic("a", 0));
    of(before, "a");
    encoded.onMetadata(before, image(), new MetadataDelta(false, List.of("a"), List.of()));
    assertEquals(0, encoded.size());
  }

  /** Its answer is made of the image that it read before the topic was deleted. */
  @Test
  void aRequestThatWasLateKeepsNothingOfADeletedTopic() {
    MetadataImage before = image(topic("a", 0));
    encoded.onMetadata(before, image(), new MetadataDelta(false, List.of("a"), List.of()));
    assertEquals("a", of(before, "a").name());
    assertEquals(0, encoded.size());
  }

  @Test
  void kindsAreBounded() {
    MetadataImage image = image(topic("a", 0));
    for (int i = 0; i < 1_000; i++) {
      encoded.topic(new MetadataAnswer(image, (short) 12, "L" + i), image.topic("a"));
    }
    assertEquals(true, encoded.size() <= EncodedTopics.MAX_KINDS);
  }

  private MetadataResponseTopic of(MetadataImage image, String topic) {
    return encoded.topic(new MetadataAnswer(image, (short) 12, LISTENER), image.topic(topic));
  }

  /** The image that is present from now on. */
  private MetadataImage image(TopicImage... topics) {
    PersistentSortedMap<Integer, BrokerImage> brokers = PersistentSortedMap.empty();
    for (int id = 1; id <= 3; id++) {
      String listener = id == 3 ? "OTHER" : LISTENER;
      brokers =
          brokers.with(
              id,
              new BrokerImage(
                  id, null, List.of(new BrokerEndpoint(listener, "h", 9090 + id, (short) 0)), id));
    }
    PersistentSortedMap<String, TopicImage> byName = PersistentSortedMap.empty();
    for (TopicImage topic : topics) {
      byName = byName.with(topic.name(), topic);
    }
    present = new MetadataImage(1, brokers, byName, PersistentSortedMap.empty(), 3);
    return present;
  }

  private static TopicImage topic(String name, int leaderEpoch) {
    PersistentSortedMap<Integer, PartitionImage> partitions = PersistentSortedMap.empty();
    int[] leaders = {1, 2, 2, 3, 9, PartitionImage.NO_LEADER, 1};
    for (int p = 0; p < leaders.length; p++) {
      partitions =
          partitions.with(
              p,
              new PartitionImage(
                  p, 1, leaders[p], leaderEpoch, List.of(1), 0, List.of(1, 2, 9), List.of(9)));
    }
    return new TopicImage(name, new Uuid(1, 2), partitions);
  }

  private static byte[] bytes(MetadataResponseTopic topic, short version) {
    MessageWriter out = new MessageWriter();
    topic.write(out, version);
    return out.toBytes();
  }

  private static List<Short> errors(MetadataResponseTopic topic, short version) {
    List<Short> errors = new ArrayList<>();
    topic.visitErrors(version, errors::add);
    return errors;
  }
}
