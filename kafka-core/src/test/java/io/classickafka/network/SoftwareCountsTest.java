package io.classickafka.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.metrics.MetricsRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** KIP-511: connections by the software of their clients, who choose their names themselves. */
class SoftwareCountsTest {

  private final MBeanServer server = MBeanServerFactory.newMBeanServer();
  private final MetricsRegistry metrics = new MetricsRegistry(server, () -> 0);
  private final SoftwareCounts counts = new SoftwareCounts(metrics, "PLAINTEXT", 2);

  private TreeMap<String, Double> shown() throws JMException {
    TreeMap<String, Double> shown = new TreeMap<>();
    for (ObjectName name : server.queryNames(new ObjectName("kafka.server:*"), null)) {
      shown.put(
          name.getKeyProperty("clientSoftwareName")
              + " "
              + name.getKeyProperty("clientSoftwareVersion"),
          (Double) server.getAttribute(name, "connections"));
    }
    return shown;
  }

  private List<SoftwareCounts.@Nullable Count> countAll(int from, int to) {
    List<SoftwareCounts.@Nullable Count> all = new ArrayList<>();
    for (int i = from; i < to; i++) {
      all.add(counts.count("client-" + i, "1"));
    }
    return all;
  }

  @Test
  void theBeanIsNamedAsApachesBrokerNamesIt() throws Exception {
    counts.count("apache-kafka-java", "3.9.2");
    assertThat(server.queryNames(new ObjectName("kafka.server:*"), null))
        .extracting(ObjectName::toString)
        .containsExactly(
            "kafka.server:type=socket-server-metrics,clientSoftwareName=apache-kafka-java,"
                + "clientSoftwareVersion=3.9.2,listener=PLAINTEXT,networkProcessor=2");
  }

  @Test
  void whoSaysNothingOrTooMuchIsUnknown() throws Exception {
    counts.unknown();
    counts.count("", "");
    counts.count("x".repeat(SoftwareCounts.MAX_CHARS + 1), "1");
    assertThat(shown()).hasToString("{unknown unknown=3.0}");
  }

  @Test
  void aNameThatNoConnectionHasAnyMoreShowsZero() throws Exception {
    SoftwareCounts.Count first = counts.count("sarama", "1");
    counts.count("sarama", "1");
    counts.release(first);
    assertThat(shown()).hasToString("{sarama 1=1.0}");
    counts.release(first);
    assertThat(shown()).hasToString("{sarama 1=0.0}");
  }

  @Test
  void oneTooManyTakesThePlaceOfANameThatIsNotInUse() throws Exception {
    List<SoftwareCounts.@Nullable Count> all = countAll(0, SoftwareCounts.MAX_NAMES);
    counts.release(all.get(7));
    counts.count("late", "1");
    assertThat(shown())
        .hasSize(SoftwareCounts.MAX_NAMES)
        .containsEntry("late 1", 1.0)
        .doesNotContainKey("client-7 1");
  }

  @Test
  void oneTooManyIsNotCountedWhenAllNamesAreInUse() throws Exception {
    countAll(0, SoftwareCounts.MAX_NAMES);
    SoftwareCounts.Count late = counts.count("late", "1");
    assertThat(late).isNull();
    counts.release(late);
    assertThat(shown()).hasSize(SoftwareCounts.MAX_NAMES).doesNotContainKey("late 1");
  }
}
