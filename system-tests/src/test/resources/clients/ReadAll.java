import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads every record that partitions of a topic hold, and prints one line for each: partition,
 * offset, value.
 *
 * <p>Arguments: bootstrap servers, topic, number of partitions.
 */
public class ReadAll {

  public static void main(String[] args) {
    Properties props = new Properties();
    props.put("bootstrap.servers", args[0]);
    props.put("key.deserializer", "org.apache.kafka.common.serialization.StringDeserializer");
    props.put("value.deserializer", "org.apache.kafka.common.serialization.StringDeserializer");
    StringBuilder lines = new StringBuilder();
    try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(props)) {
      for (int number = 0; number < Integer.parseInt(args[2]); number++) {
        List<TopicPartition> one = List.of(new TopicPartition(args[1], number));
        consumer.assign(one);
        consumer.seekToBeginning(one);
        Map<TopicPartition, Long> ends = consumer.endOffsets(one);
        while (consumer.position(one.get(0)) < ends.get(one.get(0))) {
          for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofSeconds(1))) {
            lines.append(number).append(' ').append(record.offset()).append(' ');
            lines.append(record.value()).append('\n');
          }
        }
      }
    }
    System.out.print(lines);
  }
}
