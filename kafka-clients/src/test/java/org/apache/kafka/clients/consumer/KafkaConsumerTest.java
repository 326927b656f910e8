package org.apache.kafka.clients.consumer;

import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.StringDeserializer;
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
  void consumerThatWasWokenCloses() {
    KafkaConsumer<String, String> consumer = consumer("g");
    consumer.subscribe(List.of("t"));
    consumer.wakeup();
    consumer.close(Duration.ofSeconds(30));
  }
}
