import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.clients.consumer.CommitFailedException;

/**
 * A member of a group that reads and commits after each poll until a line comes on standard input.
 * Prints a line for what it sees: READ partition offset, COMMITTED partition offset once a commit
 * was acknowledged, at the end STORED partition offset for what the group has.
 *
 * <p>Arguments: bootstrap servers, topic, group.
 */
public class SteadyConsumer {

  public static void main(String[] args) throws Exception {
    Properties props = new Properties();
    props.put("bootstrap.servers", args[0]);
    props.put("group.id", args[2]);
    props.put("enable.auto.commit", "false");
    props.put("auto.offset.reset", "earliest");
    props.put("key.deserializer", "org.apache.kafka.common.serialization.StringDeserializer");
    props.put("value.deserializer", "org.apache.kafka.common.serialization.StringDeserializer");
    Set<TopicPartition> held = Set.of();
    try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(props)) {
      consumer.subscribe(List.of(args[1]));
      while (System.in.available() == 0) {
        ConsumerRecords<String, String> records = consumer.poll(Duration.ofMillis(100));
        StringBuilder lines = new StringBuilder();
        Map<TopicPartition, OffsetAndMetadata> next = new TreeMap<>(SteadyConsumer::compare);
        for (ConsumerRecord<String, String> record : records) {
          lines.append("READ ").append(record.partition()).append(' ').append(record.offset());
          lines.append('\n');
          next.put(
              new TopicPartition(record.topic(), record.partition()),
              new OffsetAndMetadata(record.offset() + 1));
        }
        System.out.print(lines);
        if (!next.isEmpty()) {
          commit(consumer, next);
        }
        held = consumer.assignment();
      }
      consumer
          .committed(held, Duration.ofSeconds(60))
          .forEach(
              (partition, offset) ->
                  System.out.println(
                      "STORED "
                          + partition.partition()
                          + " "
                          + (offset == null ? -1 : offset.offset())));
    }
  }

  private static void commit(
      KafkaConsumer<String, String> consumer, Map<TopicPartition, OffsetAndMetadata> next) {
    try {
      consumer.commitSync(next);
    } catch (CommitFailedException | RetriableException e) {
      System.err.println("not committed: " + e);
      return;
    }
    next.forEach(
        (partition, offset) ->
            System.out.println("COMMITTED " + partition.partition() + " " + offset.offset()));
  }

  private static int compare(TopicPartition a, TopicPartition b) {
    return a.toString().compareTo(b.toString());
  }
}
