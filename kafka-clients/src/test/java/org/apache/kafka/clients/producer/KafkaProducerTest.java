package org.apache.kafka.clients.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.classickafka.client.cluster.ScriptedCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class KafkaProducerTest {

  private final ScriptedCluster cluster = new ScriptedCluster().topic("t", 1);
  private final List<String> heard = new ArrayList<>();

  private final class Hearing implements ProducerInterceptor<String, String> {

    @Override
    public ProducerRecord<String, String> onSend(ProducerRecord<String, String> record) {
      return record;
    }

    @Override
    public void onAcknowledgement(RecordMetadata metadata, Exception exception) {
      heard.add(metadata + " " + exception);
    }

    @Override
    public void close() {}

    @Override
    public void configure(Map<String, ?> configs) {}
  }

  private KafkaProducer<String, String> producer() {
    Map<String, Object> configs = new LinkedHashMap<>();
    configs.put("bootstrap.servers", "broker:9092");
    configs.put("interceptor.classes", List.of(new Hearing()));
    StringSerializer failing =
        new StringSerializer() {
          @Override
          public byte[] serialize(String topic, String data) {
            throw new SerializationException("in a test");
          }
        };
    return new KafkaProducer<>(
        configs, new StringSerializer(), failing, settings -> cluster.client);
  }

  @Test
  void interceptorsHearOfARecordThatCouldNotBeSerialized() {
    cluster.client.metadata().want("t");
    cluster.run();
    KafkaProducer<String, String> producer = producer();
    List<Exception> told = new ArrayList<>();
    assertThatThrownBy(
            () ->
                producer.send(
                    new ProducerRecord<>("t", 0, "key", "value"),
                    (metadata, error) -> told.add(error)))
        .isInstanceOf(SerializationException.class);
    assertThat(heard).containsExactly("t-0@-1 " + new SerializationException("in a test"));
    assertThat(told).isEmpty();
    producer.close(Duration.ZERO);
  }

  @Test
  void topicWithANameThatIsTooLongIsRefusedAtOnce() {
    KafkaProducer<String, String> producer = producer();
    Future<RecordMetadata> sent = producer.send(new ProducerRecord<>("x".repeat(250), "value"));
    assertThat(sent).isDone();
    assertThatThrownBy(sent::get)
        .hasCauseInstanceOf(InvalidTopicException.class)
        .hasMessageEndingWith("a topic's name has at most 249 characters, not 250");
    producer.close(Duration.ZERO);
  }
}
