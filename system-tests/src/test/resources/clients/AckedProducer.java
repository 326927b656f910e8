import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Produces numbered records with acks=all until it is killed or has sent them all, and prints one
 * line for each acknowledged one: partition, offset, number.
 *
 * <p>Arguments: bootstrap servers, topic, number of records, and, if it is not to be a minute, how
 * many milliseconds a record may take.
 */
public class AckedProducer {

  public static void main(String[] args) throws Exception {
    Properties props = new Properties();
    props.put("bootstrap.servers", args[0]);
    props.put("acks", "all");
    props.put("enable.idempotence", "true");
    props.put("delivery.timeout.ms", args.length > 3 ? args[3] : "60000");
    props.put("request.timeout.ms", "5000");
    props.put("key.serializer", "org.apache.kafka.common.serialization.StringSerializer");
    props.put("value.serializer", "org.apache.kafka.common.serialization.StringSerializer");
    int count = Integer.parseInt(args[2]);
    try (KafkaProducer<String, String> producer = new KafkaProducer<>(props)) {
      for (int i = 0; i < count; i++) {
        String value = Integer.toString(i);
        producer.send(
            new ProducerRecord<>(args[1], value, value),
            (metadata, error) -> {
              if (error == null) {
                System.out.println(metadata.partition() + " " + metadata.offset() + " " + value);
              } else {
                System.err.println(value + " " + error);
              }
            });
        if (i % 100 == 0) {
          producer.flush();
        }
      }
    }
    System.out.println("DONE");
  }
}
