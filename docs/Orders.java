import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Sends three orders, reads them with a consumer group, and asks what the group has committed.
 *
 * <p>Arguments: a broker's address and a topic.
 */
public class Orders {

  public static void main(String[] args) throws Exception {
    Properties settings = new Properties();
    settings.put("bootstrap.servers", args[0]);
    String topic = args[1];

    try (var producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      for (String drink : List.of("tea", "coffee", "water")) {
        var sent = producer.send(new ProducerRecord<>(topic, "carol", drink)).get();
        System.out.println("sent " + drink + " to " + sent);
      }
    }

    settings.put("group.id", "kitchen-of-" + topic);
    settings.put("auto.offset.reset", "earliest");
    int read = 0;
    try (var consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      consumer.subscribe(List.of(topic));
      while (read < 3) {
        for (var record : consumer.poll(Duration.ofSeconds(1))) {
          System.out.println(record.key() + " wants " + record.value());
          read++;
        }
      }
      consumer.commitSync();
    }

    settings.remove("group.id");
    settings.remove("auto.offset.reset");
    try (Admin admin = Admin.create(settings)) {
      var offsets = admin.listConsumerGroupOffsets("kitchen-of-" + topic);
      offsets
          .partitionsToOffsetAndMetadata()
          .get()
          .forEach((at, next) -> System.out.println("committed " + at + "@" + next.offset()));
    }
  }
}
