package io.classickafka.tools;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.MessageFormatter;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/** {@code kafka-console-consumer.sh}: prints the records of topics. */
public final class ConsoleConsumer implements Tool {

  private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);
  private static final Duration LONGEST_POLL = Duration.ofSeconds(1);

  /** Ways to reach a cluster; tests have another. */
  interface Connector {
    Consumer<byte[], byte[]> connect(
        Map<String, Object> settings, Patience patience, PrintStream err) throws ToolFailure;
  }

  private final Connector connector;
  private final AdminConnector adminConnector;
  private final CountDownLatch ended = new CountDownLatch(1);
  private long count;

  ConsoleConsumer(Connector connector, AdminConnector adminConnector) {
    this.connector = connector;
    this.adminConnector = adminConnector;
  }

  /** The process. */
  public static void main(String[] args) {
    ToolRun.main(new ConsoleConsumer(ConsoleConsumer::connect, AdminConnector::overNetwork), args);
  }

  private static Consumer<byte[], byte[]> connect(
      Map<String, Object> settings, Patience patience, PrintStream err) throws ToolFailure {
    String bootstrap = String.valueOf(settings.get("bootstrap.servers"));
    BrokerProbe.await(bootstrap, settings, patience, err);
    return new KafkaConsumer<>(settings);
  }

  @Override
  public FlagTable flags() {
    return new FlagTable("kafka-console-consumer.sh", "Prints the records of topics.")
        .text("--bootstrap-server", "<host:port,...>", "A broker to start from. Required.")
        .text("--topic", "<name>", "The topic.")
        .text("--include", "<expression>", "Topics by a regular expression.")
        .text("--whitelist", "<expression>", "Older name of --include.")
        .flag("--from-beginning", "Begin at the earliest record when the group has no offset.")
        .text("--group", "<name>", "The consumer group. Default: a new one.")
        .number("--partition", "One partition, without a group.")
        .text("--offset", "<offset>", "With --partition: a number, earliest or latest (latest).")
        .number("--max-messages", "Stop after so many records. Default: never.")
        .number("--timeout-ms", "Stop when there was no record for so long. Default: never.")
        .text("--isolation-level", "<level>", "read_uncommitted (default) or read_committed.")
        .text("--consumer.config", "<file>", "Properties for the consumer.")
        .texts("--consumer-property", "<name=value>", "A property for the consumer. Repeatable.")
        .text("--formatter", "<class>", "Prints records. Default: DefaultMessageFormatter.")
        .texts(
            "--property",
            "<name=value>",
            "For the formatter: print.timestamp, print.partition, print.offset, print.headers,"
                + " print.key (false), print.value (true), key.separator (tab), line.separator"
                + " (newline), headers.separator (,), null.literal (null), key.deserializer,"
                + " value.deserializer, header.deserializer. Repeatable.")
        .text("--formatter-config", "<file>", "Such properties in a file.")
        .text("--key-deserializer", "<class>", "Property key.deserializer.")
        .text("--value-deserializer", "<class>", "Property value.deserializer.")
        .flag("--skip-message-on-error", "Go on after a record that cannot be printed.")
        .flag("--enable-systest-events", "Print shutdown_complete at the end.");
  }

  @Override
  public int run(Flags flags, Streams streams) throws ToolFailure {
    ConsumerStart start = ConsumerStart.of(flags);
    Map<String, Object> settings = settings(flags);
    Integer most = limit(flags, "--max-messages");
    Integer timeoutMs = limit(flags, "--timeout-ms");
    Limits limits = new Limits(most, timeoutMs, flags.has("--skip-message-on-error"));
    try (MessageFormatter formatter = Formatters.of(flags)) {
      Patience patience = Patience.of(settings);
      Consumer<byte[], byte[]> consumer =
          connector.connect(
              settings, timeoutMs == null ? patience : patience.atMost(timeoutMs), streams.err());
      stopOnSignal(consumer);
      try {
        String topic = start.topic();
        if (topic != null) {
          MissingTopic.warn(topic, start.partition(), settings, adminConnector, streams.err());
        }
        start.apply(consumer);
        consume(consumer, formatter, limits, streams);
      } catch (WakeupException e) {
        // Asked to stop, by a signal: all is well.
        streams.out().flush();
      } finally {
        // Not for as long as a consumer would try to commit when no broker is left.
        consumer.close(CLOSE_PATIENCE);
        report(flags, streams);
        ended.countDown();
      }
    }
    return ToolRun.SUCCESS;
  }

  private void report(Flags flags, Streams streams) {
    streams.out().flush();
    streams.err().println("Processed a total of " + count + " messages");
    if (flags.has("--enable-systest-events")) {
      streams.out().println("shutdown_complete");
      streams.out().flush();
    }
  }

  // Scripts write -1 for never.
  private static @Nullable Integer limit(Flags flags, String name) throws UsageFailure {
    Integer given = flags.number(name, -1, Integer.MAX_VALUE);
    return given == null || given < 0 ? null : given;
  }

  // The main thread sees the wake-up, leaves the group and reports; the process ends after that.
  private void stopOnSignal(Consumer<?, ?> consumer) {
    Thread stop =
        new Thread(
            () -> {
              if (ended.getCount() == 0) {
                return;
              }
              consumer.wakeup();
              try {
                boolean inTime = ended.await(STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                assert inTime || ended.getCount() > 0;
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "console-consumer-stop");
    Runtime.getRuntime().addShutdownHook(stop);
  }

  /** When to stop; null for never. */
  private record Limits(@Nullable Integer most, @Nullable Integer timeoutMs, boolean skipErrors) {}

  private void consume(
      Consumer<byte[], byte[]> consumer, MessageFormatter formatter, Limits limits, Streams streams)
      throws ToolFailure {
    long idleSinceNs = System.nanoTime();
    while (limits.most() == null || count < limits.most()) {
      Duration wait = LONGEST_POLL;
      if (limits.timeoutMs() != null) {
        long leftMs = limits.timeoutMs() - (System.nanoTime() - idleSinceNs) / 1_000_000;
        if (leftMs <= 0) {
          return;
        }
        wait = Duration.ofMillis(Math.min(leftMs, LONGEST_POLL.toMillis()));
      }
      Iterator<ConsumerRecord<byte[], byte[]>> records = consumer.poll(wait).iterator();
      if (records.hasNext()) {
        boolean goOn = print(records, formatter, limits, streams);
        giveBack(consumer, records);
        idleSinceNs = System.nanoTime();
        if (!goOn) {
          return;
        }
      }
    }
  }

  private boolean print(
      Iterator<ConsumerRecord<byte[], byte[]>> records,
      MessageFormatter formatter,
      Limits limits,
      Streams streams)
      throws ToolFailure {
    while (records.hasNext() && (limits.most() == null || count < limits.most())) {
      ConsumerRecord<byte[], byte[]> record = records.next();
      count++;
      try {
        formatter.writeTo(record, streams.out());
      } catch (RuntimeException e) {
        String line =
            "cannot print offset "
                + record.offset()
                + " of "
                + record.topic()
                + "-"
                + record.partition()
                + ": "
                + Failures.line(e);
        if (!limits.skipErrors()) {
          throw new ToolFailure(line + " (--skip-message-on-error goes on)", e);
        }
        streams.err().println(line);
      }
    }
    // Whoever reads may have seen enough.
    if (streams.out().checkError()) {
      streams.err().println("Unable to write to standard out, closing consumer.");
      return false;
    }
    return true;
  }

  // What was fetched and not printed must not be committed on closing.
  private static void giveBack(
      Consumer<byte[], byte[]> consumer, Iterator<ConsumerRecord<byte[], byte[]>> rest) {
    Map<TopicPartition, Long> first = new LinkedHashMap<>();
    while (rest.hasNext()) {
      ConsumerRecord<byte[], byte[]> record = rest.next();
      first.putIfAbsent(new TopicPartition(record.topic(), record.partition()), record.offset());
    }
    first.forEach(consumer::seek);
  }

  /** What the consumer is made with. */
  static Map<String, Object> settings(Flags flags) throws ToolFailure {
    Map<String, Object> settings = PropertyText.load(flags.text("--consumer.config"));
    Object groupInFile = settings.get("group.id");
    Map<String, String> given =
        PropertyText.pairs("--consumer-property", flags.texts("--consumer-property"));
    settings.putAll(given);
    String bootstrap = flags.text("--bootstrap-server");
    if (bootstrap != null) {
      settings.put("bootstrap.servers", bootstrap);
    } else if (!settings.containsKey("bootstrap.servers")) {
      flags.required("--bootstrap-server");
    }
    Set<Object> groups = new LinkedHashSet<>();
    groups.add(flags.text("--group", ""));
    groups.add(given.getOrDefault("group.id", ""));
    groups.add(groupInFile == null ? "" : groupInFile);
    groups.remove("");
    if (groups.size() > 1) {
      throw new UsageFailure(
          "The group ids provided in different places (directly using '--group', via"
              + " '--consumer-property', or via '--consumer.config') do not match: "
              + groups);
    }
    if (groups.isEmpty()) {
      int random = ThreadLocalRandom.current().nextInt(100_000);
      settings.put("group.id", "console-consumer-" + random);
      settings.putIfAbsent("enable.auto.commit", "false");
    } else {
      settings.put("group.id", groups.iterator().next());
    }
    setStart(flags, settings);
    String isolation = flags.text("--isolation-level");
    if (isolation != null) {
      settings.put("isolation.level", isolation);
    }
    settings.putIfAbsent("client.id", "console-consumer");
    String deserializer = "org.apache.kafka.common.serialization.ByteArrayDeserializer";
    settings.put("key.deserializer", deserializer);
    settings.put("value.deserializer", deserializer);
    return settings;
  }

  private static void setStart(Flags flags, Map<String, Object> settings) throws UsageFailure {
    Object reset = settings.get("auto.offset.reset");
    if (!flags.has("--from-beginning")) {
      settings.putIfAbsent("auto.offset.reset", "latest");
    } else if (reset != null && !List.of("earliest", "smallest").contains(reset.toString())) {
      throw new UsageFailure(
          "Can't simultaneously specify --from-beginning and 'auto.offset.reset=" + reset + "'");
    } else {
      settings.put("auto.offset.reset", "earliest");
    }
  }
}
