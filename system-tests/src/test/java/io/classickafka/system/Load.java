package io.classickafka.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Two idempotent producers with acks=all and settings that nobody touched, Apache's and
 * librdkafka's, which write numbered records to one topic at a steady pace until they are told to
 * stop.
 */
final class Load implements AutoCloseable {

  /** Begins the values of each, to tell them apart. */
  static final String APACHE = "j";

  static final String LIBRDKAFKA = "k";

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String PACE = "10";

  private final Child apache;
  private final Child librdkafka;

  private Load(Child apache, Child librdkafka) {
    this.apache = apache;
    this.librdkafka = librdkafka;
  }

  /**
   * What was sent.
   *
   * @param acknowledged a line for each record that Apache's producer was told of: partition,
   *     offset, value
   * @param sentByLibrdkafka the number of its records; each was acknowledged
   * @param longestGap in milliseconds, without an acknowledgement for Apache's producer, and when
   */
  record Sent(List<String> acknowledged, int sentByLibrdkafka, String longestGap) {}

  static Load start(TestCluster cluster, String topic) {
    Path logs = cluster.logs();
    return new Load(
        Programs.java("3.9", "SteadyProducer.java", cluster.bootstrap(), topic, APACHE, PACE)
            .start("apache-producer", logs),
        Programs.bash("steady_kcat.sh", cluster.bootstrap(), topic, LIBRDKAFKA, PACE)
            .start("librdkafka-producer", logs));
  }

  /** Waits until more records of Apache's producer are acknowledged than now. */
  void awaitMore(int count, TestCluster cluster) {
    long enough = acknowledged() + count;
    Await.until(
        count + " more acknowledged records",
        Duration.ofSeconds(60),
        () -> acknowledged() > enough,
        () -> tail() + cluster.story());
  }

  private long acknowledged() {
    return apache.output().lines().count();
  }

  private String tail() {
    return "acknowledged=" + acknowledged() + "\n" + apache.errors() + librdkafka.errors();
  }

  /** Ends the load and checks that not one send has failed. */
  Sent stop() {
    apache.tell("stop");
    librdkafka.tell("stop");
    Child.Result ofApache = apache.result(PATIENCE);
    Child.Result ofLibrdkafka = librdkafka.result(PATIENCE);
    assertThat(ofApache.errors()).as("failed sends of Apache's producer").isEmpty();
    assertThat(ofLibrdkafka.errors())
        .as("failed sends of librdkafka's producer")
        .doesNotContain("Delivery failed");
    List<String> acknowledged = new ArrayList<>(ofApache.lines());
    String gap = acknowledged.remove(acknowledged.size() - 1);
    assertThat(gap).startsWith("GAP ");
    List<String> words = List.of(ofLibrdkafka.succeeded().strip().split(" ", -1));
    assertThat(words.get(0)).isEqualTo("SENT");
    return new Sent(acknowledged, Integer.parseInt(words.get(1)), gap.substring(4));
  }

  @Override
  public void close() {
    apache.close();
    librdkafka.close();
  }
}
