import java.time.LocalTime;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Produces numbered records at a steady pace with the producer's own settings (idempotent,
 * acks=all, its number of retries), until a line comes on standard input. Prints one line for each
 * acknowledged record: partition, offset, value. A send that failed for good is a line on standard
 * error. The last line is GAP, with the longest time in milliseconds without an acknowledgement and
 * the time of day when that ended.
 *
 * <p>Arguments: bootstrap servers, topic, prefix of the values, records in each 20 ms.
 */
public class SteadyProducer {

  private static long lastNs = System.nanoTime();
  private static long gapNs;
  private static String gapEnd = "";

  public static void main(String[] args) throws Exception {
    Properties props = new Properties();
    props.put("bootstrap.servers", args[0]);
    props.put("key.serializer", "org.apache.kafka.common.serialization.StringSerializer");
    props.put("value.serializer", "org.apache.kafka.common.serialization.StringSerializer");
    int pace = Integer.parseInt(args[3]);
    try (KafkaProducer<String, String> producer = new KafkaProducer<>(props)) {
      for (int i = 0; System.in.available() == 0; i++) {
        String value = args[2] + i;
        producer.send(
            new ProducerRecord<>(args[1], value, value),
            (metadata, error) -> {
              if (error == null) {
                acknowledged(System.nanoTime());
                System.out.println(metadata.partition() + " " + metadata.offset() + " " + value);
              } else {
                System.err.println("FAILED " + value + " " + error);
              }
            });
        if (i % pace == 0) {
          Thread.sleep(20);
        }
      }
    }
    System.out.println("GAP " + gapNs / 1_000_000 + " until " + gapEnd);
  }

  private static void acknowledged(long nowNs) {
    if (nowNs - lastNs > gapNs) {
      gapNs = nowNs - lastNs;
      gapEnd = LocalTime.now().toString();
    }
    lastNs = nowNs;
  }
}
