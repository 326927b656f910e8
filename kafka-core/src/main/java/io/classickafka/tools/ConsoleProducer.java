package io.classickafka.tools;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** {@code kafka-console-producer.sh}: sends each line of its input as a record. */
public final class ConsoleProducer implements Tool {

  private static final List<String> READERS =
      List.of(
          "kafka.tools.ConsoleProducer$LineMessageReader",
          "org.apache.kafka.tools.LineMessageReader");

  /** Ways to reach a cluster; tests have another. */
  interface Connector {
    Producer<byte[], byte[]> connect(
        Map<String, Object> settings, Patience patience, PrintStream err) throws ToolFailure;
  }

  private final Connector connector;
  private final AtomicLong failures = new AtomicLong();

  ConsoleProducer(Connector connector) {
    this.connector = connector;
  }

  /** The process. */
  public static void main(String[] args) {
    ToolRun.main(new ConsoleProducer(ConsoleProducer::connect), args);
  }

  private static Producer<byte[], byte[]> connect(
      Map<String, Object> settings, Patience patience, PrintStream err) throws ToolFailure {
    String bootstrap = String.valueOf(settings.get("bootstrap.servers"));
    BrokerProbe.await(bootstrap, settings, patience, err);
    Producer<byte[], byte[]> producer = new KafkaProducer<>(settings);
    // What was typed before the process is interrupted is still sent.
    Runtime.getRuntime().addShutdownHook(new Thread(producer::close, "console-producer-close"));
    return producer;
  }

  @Override
  public FlagTable flags() {
    return new FlagTable(
            "kafka-console-producer.sh", "Sends each line of its input as a record to a topic.")
        .text("--bootstrap-server", "<host:port,...>", "A broker to start from. Required.")
        .text("--broker-list", "<host:port,...>", "Older name of --bootstrap-server.")
        .text("--topic", "<name>", "The topic. Required.")
        .text("--producer.config", "<file>", "Properties for the producer.")
        .texts("--producer-property", "<name=value>", "A property for the producer. Repeatable.")
        .texts(
            "--property",
            "<name=value>",
            "How lines are read: parse.key (false), key.separator (tab), parse.headers (false),"
                + " headers.delimiter (tab), headers.separator (,), headers.key.separator (:),"
                + " ignore.error (false), null.marker (none). A line is headers, delimiter, key,"
                + " separator, value. Repeatable.")
        .text("--reader-config", "<file>", "Such properties in a file.")
        .text("--line-reader", "<class>", "Reads lines: " + READERS.get(0) + " only.")
        .flag("--sync", "Wait for each record before the next is sent.")
        .optionalText(
            "--compression-codec",
            "<codec>",
            "gzip",
            "none, gzip, snappy, lz4 or zstd; gzip when the flag has no value.")
        .text("--request-required-acks", "<acks>", "Property acks: 0, 1, -1 or all (-1).")
        .number("--request-timeout-ms", "Property request.timeout.ms (1500).")
        .number("--message-send-max-retries", "Property retries (3).")
        .number("--retry-backoff-ms", "Property retry.backoff.ms (100).")
        .number("--timeout", "Property linger.ms (1000).")
        .number("--batch-size", "Property batch.size (16384).")
        .number("--max-partition-memory-bytes", "The same; wins over --batch-size.")
        .number("--max-memory-bytes", "Property buffer.memory (33554432).")
        .number("--max-block-ms", "Property max.block.ms (60000).")
        .number("--metadata-expiry-ms", "Property metadata.max.age.ms (300000).")
        .number("--socket-buffer-size", "Property send.buffer.bytes (102400).");
  }

  @Override
  public int run(Flags flags, Streams streams) throws ToolFailure {
    String topic = flags.required("--topic");
    Map<String, Object> reading = PropertyText.load(flags.text("--reader-config"));
    reading.putAll(PropertyText.pairs("--property", flags.texts("--property")));
    LineFormat format = LineFormat.of(topic, reading);
    String reader = flags.text("--line-reader");
    if (reader != null && !READERS.contains(reader)) {
      throw new UsageFailure("--line-reader knows only " + READERS.get(0) + ", not " + reader);
    }
    Map<String, Object> settings = settings(flags);
    boolean sync = flags.has("--sync");
    try (Producer<byte[], byte[]> producer =
        connector.connect(settings, patience(flags), streams.err())) {
      sendLines(format, producer, sync, streams);
    } catch (IOException e) {
      throw new ToolFailure("cannot read the input: " + e.getMessage(), e);
    }
    long failed = failures.get();
    if (failed > 0) {
      throw new ToolFailure("records not sent: " + failed + ", see the lines above");
    }
    return ToolRun.SUCCESS;
  }

  // A producer's limit for finding the cluster, where it was set.
  private static Patience patience(Flags flags) {
    Long limitMs = flags.number("--max-block-ms");
    return limitMs == null ? Patience.DEFAULT : Patience.DEFAULT.with(limitMs);
  }

  /** What the producer is made with: flags before properties, and before a file. */
  static Map<String, Object> settings(Flags flags) throws ToolFailure {
    String bootstrap = flags.text("--bootstrap-server", flags.text("--broker-list", ""));
    Map<String, Object> settings = PropertyText.load(flags.text("--producer.config"));
    settings.putAll(PropertyText.pairs("--producer-property", flags.texts("--producer-property")));
    if (!bootstrap.isEmpty()) {
      settings.put("bootstrap.servers", bootstrap);
    } else if (!settings.containsKey("bootstrap.servers")) {
      flags.required("--bootstrap-server");
    }
    Map<String, String> named = new LinkedHashMap<>();
    put(settings, "acks", flags.text("--request-required-acks"), "-1");
    put(settings, "compression.type", flags.text("--compression-codec"), "none");
    named.put("--timeout", "linger.ms=1000");
    named.put("--request-timeout-ms", "request.timeout.ms=1500");
    named.put("--message-send-max-retries", "retries=3");
    named.put("--retry-backoff-ms", "retry.backoff.ms=100");
    named.put("--max-memory-bytes", "buffer.memory=33554432");
    named.put("--max-block-ms", "max.block.ms=60000");
    named.put("--metadata-expiry-ms", "metadata.max.age.ms=300000");
    named.put("--socket-buffer-size", "send.buffer.bytes=102400");
    named.put(
        flags.has("--max-partition-memory-bytes") ? "--max-partition-memory-bytes" : "--batch-size",
        "batch.size=16384");
    for (Map.Entry<String, String> entry : named.entrySet()) {
      String[] property = entry.getValue().split("=", 2);
      Long given = flags.number(entry.getKey());
      put(settings, property[0], given == null ? null : given.toString(), property[1]);
    }
    settings.putIfAbsent("client.id", "console-producer");
    String serializer = "org.apache.kafka.common.serialization.ByteArraySerializer";
    settings.put("key.serializer", serializer);
    settings.put("value.serializer", serializer);
    return settings;
  }

  private static void put(
      Map<String, Object> settings, String name, @Nullable String given, String otherwise) {
    if (given != null) {
      settings.put(name, given);
    } else {
      settings.putIfAbsent(name, otherwise);
    }
  }

  private void sendLines(
      LineFormat format, Producer<byte[], byte[]> producer, boolean sync, Streams streams)
      throws IOException, ToolFailure {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(streams.in(), StandardCharsets.ISO_8859_1));
    long number = 0;
    while (true) {
      if (streams.terminal()) {
        streams.out().print('>');
        streams.out().flush();
      }
      String line = lines.readLine();
      if (line == null) {
        return;
      }
      number++;
      send(format.parse(line, number), producer, sync, streams);
    }
  }

  private void send(
      ProducerRecord<byte[], byte[]> record,
      Producer<byte[], byte[]> producer,
      boolean sync,
      Streams streams)
      throws ToolFailure {
    try {
      if (sync) {
        producer.send(record).get();
      } else {
        var unused =
            producer.send(
                record,
                (sent, error) -> {
                  if (error != null) {
                    report(record, error, streams);
                  }
                });
      }
    } catch (ExecutionException e) {
      report(record, e.getCause() == null ? e : e.getCause(), streams);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ToolFailure("interrupted", e);
    } catch (KafkaException e) {
      report(record, e, streams);
    }
  }

  private void report(ProducerRecord<byte[], byte[]> record, Throwable error, Streams streams) {
    failures.incrementAndGet();
    streams
        .err()
        .println(
            "Error when sending message to topic "
                + record.topic()
                + " with key: "
                + length(record.key())
                + ", value: "
                + length(record.value())
                + " with error: "
                + Failures.line(error));
  }

  private static String length(byte @Nullable [] bytes) {
    return bytes == null ? "null" : bytes.length + " bytes";
  }
}
