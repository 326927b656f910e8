package io.classickafka.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.config.BrokerConfig;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The MBeans of a broker that has served something, against those of an Apache Kafka 3.9 broker:
 * beans.txt says of each which is there, and why one is not. With {@code -Dupdate=true} it is
 * rewritten; the reasons are kept, and a new line needs one.
 */
class BrokerBeansTest {

  private static final Path FOLDER = Path.of("src/test/resources/io/classickafka");
  private static final String PRESENT = "present";

  @TempDir static Path folder;

  private static EmbeddedZooKeeper zooKeeper;
  private static BrokerProcess broker;
  private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();

  @BeforeAll
  static void serveSomething() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Properties properties = new Properties();
    properties.setProperty("dataDir", folder.resolve("zookeeper").toString());
    properties.setProperty("clientPort", Integer.toString(port));
    properties.setProperty("clientPortAddress", "127.0.0.1");
    properties.setProperty("admin.enableServer", "false");
    properties.setProperty("4lw.commands.whitelist", "srvr");
    zooKeeper = EmbeddedZooKeeper.start(properties);
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("broker.id", "3");
    settings.put("listeners", "PLAINTEXT://127.0.0.1:0");
    settings.put("log.dirs", folder.resolve("logs").toString());
    settings.put("zookeeper.connect", "127.0.0.1:" + port);
    settings.put("num.network.threads", "2");
    settings.put("num.io.threads", "2");
    broker = BrokerProcess.start(BrokerConfig.parse(settings).orThrow());
    load();
  }

  private static void load() throws Exception {
    Map<String, Object> client = new LinkedHashMap<>();
    client.put("bootstrap.servers", "127.0.0.1:" + broker.ports().get("PLAINTEXT"));
    client.put("client.id", "load");
    client.put("key.serializer", "org.apache.kafka.common.serialization.StringSerializer");
    client.put("value.serializer", "org.apache.kafka.common.serialization.StringSerializer");
    client.put("key.deserializer", "org.apache.kafka.common.serialization.StringDeserializer");
    client.put("value.deserializer", "org.apache.kafka.common.serialization.StringDeserializer");
    client.put("auto.offset.reset", "earliest");
    client.put("enable.auto.commit", "false");
    try (Admin admin = Admin.create(client)) {
      List<NewTopic> topics =
          List.of(new NewTopic("orders", 1, (short) 1), new NewTopic("brief", 1, (short) 1));
      admin.createTopics(topics).all().get(15, TimeUnit.SECONDS);
      try (KafkaProducer<String, String> producer = new KafkaProducer<>(client);
          KafkaConsumer<String, String> consumer = new KafkaConsumer<>(client)) {
        for (String topic : List.of("orders", "brief")) {
          producer.send(new ProducerRecord<>(topic, "key", "value")).get(15, TimeUnit.SECONDS);
        }
        consumer.assign(List.of(new TopicPartition("orders", 0), new TopicPartition("brief", 0)));
        for (int got = 0; got < 2; ) {
          got += consumer.poll(Duration.ofSeconds(15)).count();
        }
      }
      admin.deleteTopics(List.of("brief")).all().get(15, TimeUnit.SECONDS);
    }
  }

  @AfterAll
  static void stop() throws Exception {
    broker.stop();
    zooKeeper.close();
    assertThat(ours()).as("beans of a broker that has stopped").isEmpty();
  }

  @Test
  void aBrokerShowsTheBeansOfItsListAndSaysWhyOthersAreMissing() throws Exception {
    Path golden = FOLDER.resolve("server/beans.txt");
    Map<String, String[]> kinds = table("metrics/beans.tsv");
    Map<String, String[]> attributesOfKind = table("metrics/kinds.tsv");
    List<String> expected = Files.readAllLines(golden);
    List<String> actual = new ArrayList<>();
    TreeSet<String> listed = new TreeSet<>();
    for (String line : expected) {
      if (line.isBlank() || line.startsWith("#")) {
        actual.add(line);
        continue;
      }
      String[] parts = line.split(" => ", 2);
      listed.add(parts[0]);
      String reason = line.contains(": ") ? line.substring(line.indexOf(": ")) : ": no reason";
      String found = found(parts[0], kinds.get(parts[0]), attributesOfKind);
      actual.add(parts[0] + " => " + found + (found.equals(PRESENT) ? "" : reason));
    }
    if (Boolean.getBoolean("update")) {
      Files.write(golden, actual);
    }
    assertThat(listed).containsAll(kinds.keySet());
    assertThat(actual).noneMatch(line -> line.endsWith(": no reason")).isEqualTo(expected);
  }

  /** Dashboards know no others; what only we can tell is said by the names that exist. */
  @Test
  void noBeanHasANameThatApachesBrokerDoesNotKnow() throws Exception {
    List<Pattern> known = new ArrayList<>();
    for (String pattern : table("metrics/beans.tsv").keySet()) {
      known.add(regex(pattern));
    }
    for (ObjectName name : ours()) {
      assertThat(known).as(name.toString()).anyMatch(regex -> regex.matcher(text(name)).matches());
    }
  }

  @Test
  void theBeansOfADeletedTopicAreGone() {
    assertThat(ours()).noneMatch(name -> "brief".equals(name.getKeyProperty("topic")));
    assertThat(ours()).anyMatch(name -> "orders".equals(name.getKeyProperty("topic")));
  }

  /** As with Apache's broker: an MXBean would show an array. */
  @Test
  void loggersAreAList() throws Exception {
    ObjectName name = new ObjectName(LogLevelsBean.NAME);
    assertThat(SERVER.getAttribute(name, "Loggers")).isInstanceOf(List.class);
  }

  @Test
  void noGaugeFails() throws Exception {
    for (ObjectName name : ours()) {
      for (MBeanAttributeInfo attribute : SERVER.getMBeanInfo(name).getAttributes()) {
        assertThat(SERVER.getAttribute(name, attribute.getName()))
            .as("%s %s", name, attribute.getName())
            .isNotNull();
      }
    }
  }

  private static String found(String pattern, String[] row, Map<String, String[]> attributesOfKind)
      throws JMException {
    Pattern regex = regex(pattern);
    for (ObjectName name : ours()) {
      if (regex.matcher(text(name)).matches()) {
        if (row == null) {
          return PRESENT;
        }
        String[] ofKind = attributesOfKind.get(row[1]);
        TreeSet<String> missing =
            new TreeSet<>(List.of((ofKind == null ? row[3] : ofKind[1]).split(",", -1)));
        for (MBeanAttributeInfo attribute : SERVER.getMBeanInfo(name).getAttributes()) {
          assertThat(missing.remove(attribute.getName()))
              .as("%s has %s", name, attribute.getName())
              .isTrue();
        }
        return missing.isEmpty() ? PRESENT : "present without " + String.join(",", missing);
      }
    }
    return "absent";
  }

  private static List<ObjectName> ours() {
    return SERVER.queryNames(null, null).stream()
        .filter(name -> name.getDomain().startsWith("kafka"))
        .filter(name -> !name.getDomain().matches("kafka\\.(admin|producer|consumer)\\..*"))
        .sorted()
        .toList();
  }

  private static String text(ObjectName name) {
    return name.getDomain() + ":" + name.getKeyPropertyListString();
  }

  /** A placeholder stands for any value, quoted or not. */
  private static Pattern regex(String pattern) {
    StringBuilder regex = new StringBuilder();
    for (String part : pattern.split("(?=<)|(?<=>)", -1)) {
      regex.append(part.startsWith("<") ? "(\"[^\"]*\"|[^,\"]*)" : Pattern.quote(part));
    }
    return Pattern.compile(regex.toString());
  }

  /** Rows by their first column. */
  private static Map<String, String[]> table(String file) throws IOException {
    Map<String, String[]> rows = new TreeMap<>();
    for (String line : Files.readAllLines(FOLDER.resolve(file), StandardCharsets.UTF_8)) {
      if (!line.isEmpty() && !line.startsWith("#")) {
        rows.put(line.substring(0, line.indexOf('\t')), line.split("\t", -1));
      }
    }
    return rows;
  }
}
