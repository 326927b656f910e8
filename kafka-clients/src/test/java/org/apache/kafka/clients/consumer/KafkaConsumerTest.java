package org.apache.kafka.clients.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What needs no broker: nobody listens where these consumers look for one. */
class KafkaConsumerTest {

  private static KafkaConsumer<String, String> consumer(String group) {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", "127.0.0.1:1");
    if (group != null) {
      properties.put("group.id", group);
    }
    return new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer());
  }

  @Test
  void namesPatternsAndPartitionsAreNotMixed() {
    TopicPartition partition = new TopicPartition("t", 0);
    try (KafkaConsumer<String, String> consumer = consumer("g")) {
      consumer.subscribe(List.of("t"));
      assertRefused(() -> consumer.subscribe(Pattern.compile("u.*")));
      assertRefused(() -> consumer.assign(List.of(partition)));
      consumer.subscribe(List.of("u"));
      assertThat(consumer.subscription()).containsExactly("u");
      consumer.unsubscribe();
      consumer.subscribe(Pattern.compile("t.*"));
      assertRefused(() -> consumer.subscribe(List.of("t")));
      assertRefused(() -> consumer.assign(List.of(partition)));
      consumer.subscribe(Pattern.compile("u.*"));
      consumer.unsubscribe();
      consumer.assign(List.of(partition));
      assertRefused(() -> consumer.subscribe(List.of("t")));
      assertRefused(() -> consumer.subscribe(Pattern.compile("t.*")));
      assertThat(consumer.assignment()).containsExactly(partition);
    }
  }

  private static void assertRefused(ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void consumerWithoutGroupHasNoneToRebalance() {
    try (KafkaConsumer<String, String> consumer = consumer(null)) {
      assertRefused(consumer::enforceRebalance);
    }
  }

  @Test
  void consumerThatWasWokenCloses() {
    KafkaConsumer<String, String> consumer = consumer("g");
    consumer.subscribe(List.of("t"));
    consumer.wakeup();
    consumer.close(Duration.ofSeconds(30));
  }
}
