package io.classickafka.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

/** Holds names and attributes against those of an Apache Kafka 3.9 broker, read over JMX. */
class MetricBeansTest {

  private final MBeanServer server = MBeanServerFactory.newMBeanServer();
  private final MetricsRegistry registry = new MetricsRegistry(server, () -> 0);

  @Test
  void everyBeanHasTheNameAndTheAttributesOfItsKind() throws IOException, JMException {
    Map<String, String> attributesOfKind = new TreeMap<>();
    for (String[] row : rows("kinds.tsv")) {
      attributesOfKind.put(row[0], row[1]);
    }
    List<String[]> beans = rows("beans.tsv");
    assertThat(beans).hasSize(201);
    for (String[] row : beans) {
      if (row[1].equals("levels")) {
        continue; // no metric, and no bean of the registry: LogLevelsBean shows it
      }
      BeanName name = nameOf(row[0]);
      assertThat(name).hasToString(row[0].replace("<", "").replace(">", ""));
      String kind = row[1];
      String attributes = attributesOfKind.containsKey(kind) ? attributesOfKind.get(kind) : row[3];
      register(kind, name, row.length > 2 ? row[2] : "", attributes);
      ObjectName objectName = name.objectName();
      assertThat(String.join(",", attributeNames(objectName))).as(row[0]).isEqualTo(attributes);
      if (kind.equals("meter")) {
        assertThat(
                server.getAttribute(objectName, "EventType")
                    + "/"
                    + server.getAttribute(objectName, "RateUnit"))
            .as(row[0])
            .isEqualTo(row[2]);
      }
    }
    assertThat(registry.size()).isEqualTo(200);
  }

  /** A broker shows hundreds before it serves. */
  @Test
  void beansOfAKindHoldOneDescriptionTogether() {
    ReadOnlyBean one = MetricBeans.ofHistogram(registry.histogram(BeanName.of("d", "t", "one")));
    ReadOnlyBean other = MetricBeans.ofHistogram(registry.histogram(BeanName.of("d", "t", "two")));
    assertThat(one.getMBeanInfo()).isSameAs(other.getMBeanInfo());
  }

  private void register(String kind, BeanName name, String unit, String attributes) {
    switch (kind) {
      case "gauge" -> registry.gauge(name, () -> 1);
      case "meter" -> {
        String[] words = unit.split("/", -1);
        registry.meter(name, words[0], TimeUnit.valueOf(words[1]));
      }
      case "histogram" -> registry.histogram(name);
      case "timer" -> registry.timer(name);
      case "sensor" -> {
        for (String attribute : attributes.split(",", -1)) {
          registry.sensor(name, attribute, () -> 1);
        }
      }
      case "attributes" -> {
        for (String attribute : attributes.split(",", -1)) {
          registry.attribute(name, attribute, String.class, () -> "1");
        }
      }
      default -> throw new AssertionError(kind);
    }
  }

  /** Placeholders become plain values. */
  private static BeanName nameOf(String text) {
    String plain = text.replace("<", "").replace(">", "");
    String domain = plain.substring(0, plain.indexOf(':'));
    String[] pairs = plain.substring(domain.length() + 1).split(",", -1);
    String type = valueOf(pairs[0]);
    boolean named = pairs.length > 1 && pairs[1].startsWith("name=");
    BeanName name =
        named ? BeanName.of(domain, type, valueOf(pairs[1])) : BeanName.of(domain, type);
    for (int i = named ? 2 : 1; i < pairs.length; i++) {
      name = name.with(pairs[i].substring(0, pairs[i].indexOf('=')), valueOf(pairs[i]));
    }
    return name;
  }

  private static String valueOf(String pair) {
    return pair.substring(pair.indexOf('=') + 1);
  }

  private TreeSet<String> attributeNames(ObjectName name) throws JMException {
    TreeSet<String> names = new TreeSet<>();
    for (MBeanAttributeInfo attribute : server.getMBeanInfo(name).getAttributes()) {
      assertThat(server.getAttribute(name, attribute.getName())).isNotNull();
      names.add(attribute.getName());
    }
    return names;
  }

  private static List<String[]> rows(String file) throws IOException {
    try (InputStream in = MetricBeansTest.class.getResourceAsStream(file)) {
      List<String[]> rows = new ArrayList<>();
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
        if (!line.isEmpty() && !line.startsWith("#")) {
          rows.add(line.split("\t", -1));
        }
      }
      return rows;
    }
  }
}
