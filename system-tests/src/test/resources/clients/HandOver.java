import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * Keeps a book of everything that brokers acknowledged, and compares what they serve with it,
 * record by record: offset, timestamp, key, value, headers. Lives longer than any broker, and so do
 * its producers. Reads commands from its input, one a line, and answers each with a line that says
 * {@code OK} or {@code FAILED}.
 *
 * <p>Argument: bootstrap servers.
 */
public class HandOver {

  private static final List<String> CODECS = List.of("none", "gzip", "snappy", "lz4", "zstd");
  private static final List<String> COMPACTED = List.of("compacted", "compacted-transactions");
  private static final int RECORDS = 120;
  private static final int KEYS = 10;
  private static final long FIRST_TIMESTAMP = 1_600_000_000_000L;

  private final String bootstrap;
  private final Map<String, KafkaProducer<byte[], byte[]>> producers = new HashMap<>();

  /** By topic and partition, then by offset: the records that were acknowledged. */
  private final Map<TopicPartition, TreeMap<Long, String>> book = new LinkedHashMap<>();

  /** Those of them that a reader of committed records must not see, or not yet. */
  private final Map<TopicPartition, TreeMap<Long, String>> hidden = new LinkedHashMap<>();

  private final Map<TopicPartition, Long> committed = new LinkedHashMap<>();

  /** How many records of a compacted topic were gone when a cleaner was waited for last. */
  private final Map<TopicPartition, Integer> gone = new LinkedHashMap<>();

  private List<Sent> undecided = new ArrayList<>();
  private Through through;

  private HandOver(String bootstrap) {
    this.bootstrap = bootstrap;
  }

  public static void main(String[] args) throws Exception {
    HandOver client = new HandOver(args[0]);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String answer;
      try {
        answer = "OK " + client.perform(line.split(" "));
      } catch (Exception | AssertionError e) {
        e.printStackTrace();
        answer = "FAILED " + String.valueOf(e).replace('\n', ' ');
      }
      System.out.println(line + ": " + answer);
    }
    System.exit(0);
  }

  private String perform(String[] words) throws Exception {
    switch (words[0]) {
      case "topics":
        return createTopics();
      case "write":
        return write(Integer.parseInt(words[1]));
      case "transact":
        return transact(Integer.parseInt(words[1]));
      case "begin":
        return begin();
      case "end":
        return end();
      case "through":
        through = new Through();
        through.start();
        return "";
      case "stop":
        return through.finish();
      case "check":
        return check("read_uncommitted", book, Collections.emptyMap())
            + ", committed "
            + check("read_committed", book, hidden);
      case "cleaned":
        return cleaned();
      case "commit":
        return commit(Long.parseLong(words[1]));
      case "committed":
        return readCommitted();
      default:
        throw new IllegalArgumentException(words[0]);
    }
  }

  private Properties common() {
    Properties props = new Properties();
    props.put("bootstrap.servers", bootstrap);
    props.put("request.timeout.ms", "5000");
    props.put("reconnect.backoff.max.ms", "200");
    return props;
  }

  private String createTopics() throws Exception {
    Map<String, String> small = new HashMap<>();
    small.put("segment.bytes", "16384");
    small.put("index.interval.bytes", "512");
    // Records are stamped far back.
    small.put("retention.ms", "-1");
    List<NewTopic> topics = new ArrayList<>();
    for (String codec : CODECS) {
      topics.add(new NewTopic("codec-" + codec, 2, (short) 1).configs(small));
    }
    Map<String, String> stamped = new HashMap<>(small);
    stamped.put("message.timestamp.type", "LogAppendTime");
    topics.add(new NewTopic("stamped", 1, (short) 1).configs(stamped));
    topics.add(new NewTopic("through", 1, (short) 1).configs(small));
    topics.add(new NewTopic("transactions", 2, (short) 1).configs(small));
    topics.add(new NewTopic("undecided", 1, (short) 1).configs(small));
    Map<String, String> compacted = new HashMap<>(small);
    compacted.put("cleanup.policy", "compact");
    compacted.put("min.cleanable.dirty.ratio", "0.01");
    compacted.put("segment.bytes", "4096");
    for (String topic : COMPACTED) {
      topics.add(new NewTopic(topic, 1, (short) 1).configs(compacted));
    }
    try (Admin admin = Admin.create(common())) {
      admin.createTopics(topics).all().get();
    }
    return topics.size() + " topics";
  }

  /** A producer that is kept: an idempotent one's state goes on from broker to broker. */
  private KafkaProducer<byte[], byte[]> producer(String codec, String transactionalId) {
    return producers.computeIfAbsent(
        codec + transactionalId,
        name -> {
          Properties props = common();
          props.put("acks", "all");
          props.put("enable.idempotence", "true");
          props.put("compression.type", codec);
          props.put("linger.ms", "5");
          props.put("batch.size", "2000");
          props.put("delivery.timeout.ms", "90000");
          props.put("max.block.ms", "60000");
          props.put("transaction.timeout.ms", "300000");
          props.put("key.serializer", "org.apache.kafka.common.serialization.ByteArraySerializer");
          props.put(
              "value.serializer", "org.apache.kafka.common.serialization.ByteArraySerializer");
          if (!transactionalId.isEmpty()) {
            props.put("transactional.id", transactionalId);
          }
          KafkaProducer<byte[], byte[]> made = new KafkaProducer<>(props);
          if (!transactionalId.isEmpty()) {
            made.initTransactions();
          }
          return made;
        });
  }

  private record Sent(ProducerRecord<byte[], byte[]> record, Future<RecordMetadata> future) {}

  private static byte[] bytes(String text) {
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }

  /** Record number {@code i} of a round: of every kind there is. */
  private static ProducerRecord<byte[], byte[]> record(
      String topic, int partition, int round, int i) {
    String key = i % 3 == 0 ? null : "key-" + i % KEYS;
    String value = "round " + round + " record " + i + " " + "text ".repeat(i % 50);
    if (i % 7 == 0) {
      value = key == null ? "" : null;
    }
    List<Header> headers = new ArrayList<>();
    for (int h = 0; h < i % 4; h++) {
      headers.add(new RecordHeader("header " + h, h == 2 ? null : bytes("of " + i)));
    }
    // Not in order: the largest timestamp of a batch is seldom its last record's.
    Long timestamp = i % 2 == 0 ? null : FIRST_TIMESTAMP + round * 100_000L + (i * 37L) % 1000;
    return new ProducerRecord<>(topic, partition, timestamp, bytes(key), bytes(value), headers);
  }

  private String write(int round) throws Exception {
    List<Sent> sent = new ArrayList<>();
    for (String codec : CODECS) {
      for (int i = 0; i < RECORDS; i++) {
        send(sent, producer(codec, ""), record("codec-" + codec, i % 2, round, i));
      }
    }
    for (int i = 0; i < RECORDS; i++) {
      send(sent, producer("none", ""), record("stamped", 0, round, i));
    }
    // Enough for more than a segment: the active one is not cleaned.
    for (int i = 0; i < 2 * RECORDS; i++) {
      // Some keys come once: what a cleaner leaves of a batch has gaps.
      String key = "key-" + (i % 4 == 0 ? "of " + round + " " + i : i % KEYS);
      String value = i % 11 == 0 ? null : "round " + round + " record " + i + " ".repeat(100);
      send(
          sent,
          producer("lz4", ""),
          new ProducerRecord<>("compacted", 0, bytes(key), bytes(value)));
      // They supersede records of transactions.
      send(
          sent,
          producer("lz4", ""),
          new ProducerRecord<>(
              "compacted-transactions", 0, bytes("key-" + i % 5), bytes(value)));
    }
    for (KafkaProducer<byte[], byte[]> producer : producers.values()) {
      producer.flush();
    }
    enter(sent, book);
    return sent.size() + " records";
  }

  private static void send(
      List<Sent> sent,
      KafkaProducer<byte[], byte[]> producer,
      ProducerRecord<byte[], byte[]> record) {
    sent.add(new Sent(record, producer.send(record)));
  }

  private void enter(List<Sent> sent, Map<TopicPartition, TreeMap<Long, String>> target)
      throws Exception {
    for (Sent one : sent) {
      RecordMetadata at = one.future().get();
      ProducerRecord<byte[], byte[]> record = one.record();
      String text =
          text(
              at.offset(),
              at.timestamp(),
              record.key(),
              record.value(),
              record.headers().toArray());
      String before = entries(target, at.topic(), at.partition()).put(at.offset(), text);
      if (before != null) {
        throw new AssertionError("acknowledged twice at one offset: " + before + " and " + text);
      }
    }
  }

  private static TreeMap<Long, String> entries(
      Map<TopicPartition, TreeMap<Long, String>> target, String topic, int partition) {
    return target.computeIfAbsent(new TopicPartition(topic, partition), p -> new TreeMap<>());
  }

  private static String text(
      long offset, long timestamp, byte[] key, byte[] value, Header[] headers) {
    StringBuilder text = new StringBuilder();
    text.append("offset=").append(offset).append(" timestamp=").append(timestamp);
    text.append(" key=").append(show(key)).append(" value=").append(show(value));
    for (Header header : headers) {
      text.append(' ').append(header.key()).append('=').append(show(header.value()));
    }
    return text.toString();
  }

  private static String show(byte[] bytes) {
    return bytes == null ? "null" : '"' + new String(bytes, StandardCharsets.UTF_8) + '"';
  }

  /** Transactions that end both ways, mixed, in both partitions of a topic. */
  private String transact(int round) throws Exception {
    for (int n = 0; n < 6; n++) {
      KafkaProducer<byte[], byte[]> producer =
          producer(n % 2 == 0 ? "zstd" : "none", "tx-" + n % 2);
      producer.beginTransaction();
      List<Sent> sent = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        send(sent, producer, record("transactions", i % 2, round, 20 * n + i));
        String key = "key-" + (i % 4 == 0 ? "of " + round + " " + n + " " + i : i % 5);
        String value = i % 9 == 0 ? null : "round " + round + " " + n + " " + i + " ".repeat(100);
        send(
            sent,
            producer,
            new ProducerRecord<>("compacted-transactions", 0, bytes(key), bytes(value)));
      }
      producer.flush();
      enter(sent, book);
      if (n % 3 == 1) {
        enter(sent, hidden);
        producer.abortTransaction();
      } else {
        producer.commitTransaction();
      }
    }
    return "6 transactions";
  }

  /** A transaction that is left open. */
  private String begin() throws Exception {
    KafkaProducer<byte[], byte[]> producer = producer("gzip", "tx-undecided");
    producer.beginTransaction();
    undecided = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      send(undecided, producer, record("undecided", 0, 0, i));
    }
    producer.flush();
    enter(undecided, book);
    enter(undecided, hidden);
    return undecided.size() + " records";
  }

  private String end() {
    producer("gzip", "tx-undecided").commitTransaction();
    hidden.remove(new TopicPartition("undecided", 0));
    return undecided.size() + " records";
  }

  /** Sends records without end, one after the other is acknowledged. */
  private final class Through extends Thread {
    private final List<Sent> sent = new ArrayList<>();
    private volatile boolean stopping;

    @Override
    public void run() {
      for (int i = 0; !stopping; i++) {
        // Even ones carry the time of now: a producer whose last record is stamped long ago is
        // forgotten with a restart, and what it sends again is then no duplicate.
        ProducerRecord<byte[], byte[]> record = record("through", 0, 0, 2 * i);
        Future<RecordMetadata> future = producer("snappy", "").send(record);
        sent.add(new Sent(record, future));
        try {
          future.get();
        } catch (Exception e) {
          // The book takes it up once more, and fails with it.
          return;
        }
      }
    }

    String finish() throws Exception {
      stopping = true;
      join();
      enter(sent, book);
      return sent.size() + " records";
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer(String isolation) {
    Properties props = common();
    props.put("group.id", "readers");
    props.put("enable.auto.commit", "false");
    props.put("isolation.level", isolation);
    props.put("max.poll.records", "5000");
    props.put("key.deserializer", "org.apache.kafka.common.serialization.ByteArrayDeserializer");
    props.put("value.deserializer", "org.apache.kafka.common.serialization.ByteArrayDeserializer");
    return new KafkaConsumer<>(props);
  }

  private Map<TopicPartition, TreeMap<Long, String>> read(
      String isolation, Iterable<TopicPartition> partitions) {
    Map<TopicPartition, TreeMap<Long, String>> found = new LinkedHashMap<>();
    try (KafkaConsumer<byte[], byte[]> consumer = consumer(isolation)) {
      List<TopicPartition> all = new ArrayList<>();
      partitions.forEach(all::add);
      consumer.assign(all);
      consumer.seekToBeginning(all);
      Map<TopicPartition, Long> ends = consumer.endOffsets(all);
      List<TopicPartition> left = new ArrayList<>(all);
      long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (!left.isEmpty()) {
        if (System.nanoTime() > deadline) {
          throw new AssertionError("not read to the end (" + ends + "): " + left);
        }
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          String text =
              text(
                  record.offset(),
                  record.timestamp(),
                  record.key(),
                  record.value(),
                  record.headers().toArray());
          String before =
              entries(found, record.topic(), record.partition()).put(record.offset(), text);
          if (before != null) {
            throw new AssertionError("served twice: " + before + " and " + text);
          }
        }
        left.removeIf(partition -> consumer.position(partition) >= ends.get(partition));
      }
    }
    return found;
  }

  /** Every record of the book, no other, as it was acknowledged. */
  private String check(
      String isolation,
      Map<TopicPartition, TreeMap<Long, String>> whole,
      Map<TopicPartition, TreeMap<Long, String>> without) {
    Map<TopicPartition, TreeMap<Long, String>> found = read(isolation, whole.keySet());
    int count = 0;
    for (TopicPartition partition : whole.keySet()) {
      TreeMap<Long, String> expected = new TreeMap<>(whole.get(partition));
      expected.keySet().removeAll(without.getOrDefault(partition, new TreeMap<>()).keySet());
      TreeMap<Long, String> actual = found.getOrDefault(partition, new TreeMap<>());
      if (COMPACTED.contains(partition.topic())) {
        TreeMap<Long, String> aborted = hidden.getOrDefault(partition, new TreeMap<>());
        expected.keySet().removeIf(offset -> mayBeGone(expected, aborted, actual, offset));
      }
      for (Long offset : actual.keySet()) {
        if (!expected.containsKey(offset)) {
          throw new AssertionError(isolation + " " + partition + " has " + actual.get(offset));
        }
      }
      for (Map.Entry<Long, String> entry : expected.entrySet()) {
        if (!entry.getValue().equals(actual.get(entry.getKey()))) {
          throw new AssertionError(
              String.format(
                  "%s %s: %s is served as %s",
                  isolation, partition, entry.getValue(), actual.get(entry.getKey())));
        }
      }
      count += expected.size();
    }
    return count + " records";
  }

  /** A cleaner may have removed what is not the last record of its key, and what was aborted. */
  private static boolean mayBeGone(
      TreeMap<Long, String> expected,
      TreeMap<Long, String> aborted,
      TreeMap<Long, String> actual,
      long offset) {
    if (actual.containsKey(offset)) {
      return false;
    }
    String key = keyOf(expected.get(offset));
    boolean last =
        expected.tailMap(offset, false).entrySet().stream()
            .noneMatch(
                later ->
                    !aborted.containsKey(later.getKey()) && keyOf(later.getValue()).equals(key));
    return aborted.containsKey(offset) || !last;
  }

  private static String keyOf(String text) {
    int start = text.indexOf("key=");
    return text.substring(start, text.indexOf(" value=", start));
  }

  /** Waits until a cleaner has removed records since it was waited for last. */
  private String cleaned() throws InterruptedException {
    StringBuilder left = new StringBuilder();
    for (String topic : COMPACTED) {
      TopicPartition partition = new TopicPartition(topic, 0);
      int written = book.get(partition).size();
      int before = gone.getOrDefault(partition, 0);
      long deadline = System.nanoTime() + Duration.ofSeconds(40).toNanos();
      int now = goneOf(partition);
      while (now < before + RECORDS / 4) {
        if (System.nanoTime() > deadline) {
          throw new AssertionError(
              "not cleaned: of " + written + " in " + topic + " " + before + ", " + now + " gone");
        }
        Thread.sleep(200);
        now = goneOf(partition);
      }
      gone.put(partition, now);
      left.append(topic).append(' ').append(now).append(" of ").append(written).append(" gone ");
    }
    return left.toString();
  }

  private int goneOf(TopicPartition partition) {
    return book.get(partition).size()
        - read("read_uncommitted", List.of(partition)).get(partition).size();
  }

  private String commit(long offset) {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer("read_committed")) {
      Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
      for (TopicPartition partition : book.keySet()) {
        offsets.put(partition, new OffsetAndMetadata(offset, "by " + partition));
        committed.put(partition, offset);
      }
      consumer.commitSync(offsets, Duration.ofSeconds(30));
    }
    return committed.size() + " offsets";
  }

  private String readCommitted() {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer("read_committed")) {
      Map<TopicPartition, OffsetAndMetadata> found =
          consumer.committed(committed.keySet(), Duration.ofSeconds(30));
      for (TopicPartition partition : committed.keySet()) {
        OffsetAndMetadata offset = found.get(partition);
        if (offset == null
            || offset.offset() != committed.get(partition)
            || !offset.metadata().equals("by " + partition)) {
          throw new AssertionError(partition + ": " + offset + " not " + committed.get(partition));
        }
      }
    }
    return committed.size() + " offsets";
  }
}
