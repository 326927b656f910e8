import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;

/**
 * Loads that Apache's perf tools cannot make. Written against the public API only, so that it runs
 * with Apache's client jar and with ours. Prints one line of figures.
 */
public final class Load {

  private Load() {}

  public static void main(String[] arguments) throws Exception {
    List<String> rest = Arrays.asList(arguments).subList(1, arguments.length);
    switch (arguments[0]) {
      case "create" -> create(rest);
      case "leaders" -> leaders(rest);
      case "whole" -> whole(rest);
      case "prefer" -> prefer(rest);
      case "controller" -> controller(rest);
      case "requests" -> requests(rest);
      case "first" -> first(rest);
      case "latency" -> latency(rest);
      case "produce" -> produce(rest);
      case "consume" -> consume(rest);
      case "consumers" -> consumers(rest);
      default -> throw new IllegalArgumentException("unknown load " + arguments[0]);
    }
  }

  /** BOOTSTRAP TOPIC PARTITIONS REPLICAS: prints the ms until every partition has its whole ISR. */
  private static void create(List<String> a) throws Exception {
    try (Admin admin = admin(a.get(0))) {
      admin.describeCluster().nodes().get();
      long began = System.nanoTime();
      int partitions = Integer.parseInt(a.get(2));
      NewTopic topic = new NewTopic(a.get(1), partitions, Short.parseShort(a.get(3)));
      admin
          .createTopics(List.of(topic), new CreateTopicsOptions().timeoutMs(240_000))
          .all()
          .get();
      awaitWhole(admin, a);
      System.out.println(millisSince(began));
    }
  }

  /** BOOTSTRAP TOPIC PARTITIONS ID: prints the epoch ms at which no partition is led by ID. */
  private static void leaders(List<String> a) throws Exception {
    int gone = Integer.parseInt(a.get(3));
    try (Admin admin = admin(a.get(0))) {
      admin.describeCluster().nodes().get();
      System.out.println("ready");
      await(
          admin,
          a.get(1),
          Integer.parseInt(a.get(2)),
          p -> p.leader() != null && !p.leader().isEmpty() && p.leader().id() != gone);
      System.out.println(System.currentTimeMillis());
    }
  }

  /** BOOTSTRAP TOPIC PARTITIONS REPLICAS: prints the epoch ms at which every ISR is whole. */
  private static void whole(List<String> a) throws Exception {
    try (Admin admin = admin(a.get(0))) {
      admin.describeCluster().nodes().get();
      System.out.println("ready");
      awaitWhole(admin, a);
      System.out.println(System.currentTimeMillis());
    }
  }

  private static void awaitWhole(Admin admin, List<String> a) throws Exception {
    int replicas = Integer.parseInt(a.get(3));
    await(
        admin,
        a.get(1),
        Integer.parseInt(a.get(2)),
        p -> p.leader() != null && p.isr().size() == replicas);
  }

  /** BOOTSTRAP TOPIC PARTITIONS REPLICAS: waits for whole ISRs; then elects first replicas. */
  private static void prefer(List<String> a) throws Exception {
    try (Admin admin = admin(a.get(0))) {
      awaitWhole(admin, a);
      admin.electLeaders(ElectionType.PREFERRED, null).partitions().get();
    }
  }

  /** BOOTSTRAP: prints the controller's id. */
  private static void controller(List<String> a) throws Exception {
    try (Admin admin = admin(a.get(0))) {
      System.out.println(admin.describeCluster().controller().get().id());
    }
  }

  private interface Holds {
    boolean of(TopicPartitionInfo partition);
  }

  private static void await(Admin admin, String topic, int partitions, Holds condition)
      throws Exception {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
    while (System.nanoTime() < deadline) {
      try {
        Map<String, TopicDescription> found =
            admin.describeTopics(List.of(topic)).allTopicNames().get();
        Collection<TopicPartitionInfo> all = found.get(topic).partitions();
        if (all.size() == partitions && all.stream().allMatch(condition::of)) {
          return;
        }
      } catch (java.util.concurrent.ExecutionException notYet) {
        // A topic that is not known everywhere yet.
      }
      Thread.sleep(10);
    }
    throw new IllegalStateException("not reached within five minutes");
  }

  /** BOOTSTRAP TOPIC PRODUCERS COUNT SIZE ACKS: one record, one request, then the next. */
  private static void requests(List<String> a) throws Exception {
    int producers = Integer.parseInt(a.get(2));
    AtomicLong left = new AtomicLong(Long.parseLong(a.get(3)));
    byte[] value = new byte[Integer.parseInt(a.get(4))];
    Properties settings = producerSettings(a.get(0), a.get(5));
    settings.put("buffer.memory", "1048576");
    List<Thread> threads = new ArrayList<>();
    long began = System.nanoTime();
    for (int i = 0; i < producers; i++) {
      int number = i;
      Thread thread =
          new Thread(
              () -> {
                try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(settings)) {
                  int partitions = producer.partitionsFor(a.get(1)).size();
                  while (left.getAndDecrement() > 0) {
                    int partition = number % partitions;
                    producer.send(new ProducerRecord<>(a.get(1), partition, null, value)).get();
                  }
                } catch (Exception e) {
                  fail(e);
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    System.out.println(millisSince(began));
  }

  /**
   * BOOTSTRAP TOPIC: a warm producer that says "ready", and after a line on its input sends one
   * record and prints the epoch ms of its acknowledgement.
   */
  private static void first(List<String> a) throws Exception {
    Properties settings = producerSettings(a.get(0), "1");
    settings.put("reconnect.backoff.ms", "2");
    settings.put("reconnect.backoff.max.ms", "2");
    settings.put("retry.backoff.ms", "2");
    settings.put("retry.backoff.max.ms", "2");
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(settings)) {
      for (int i = 0; i < 500; i++) {
        producer.send(new ProducerRecord<>(a.get(1), 0, null, new byte[100])).get();
      }
      System.out.println("ready");
      if (System.in.read() < 0) {
        return;
      }
      producer.send(new ProducerRecord<>(a.get(1), 0, null, new byte[100])).get();
      System.out.println(System.currentTimeMillis());
    }
  }

  /**
   * BOOTSTRAP TOPIC RATE SECONDS SIZE ACKS: prints p50 and p99 in microseconds of produce, then of
   * end to end, both from the time a record was meant to be sent. The first half warms up and does
   * not count; "half" is said at its end.
   */
  private static void latency(List<String> a) throws Exception {
    long rate = Long.parseLong(a.get(2));
    int count = Math.toIntExact(rate * Long.parseLong(a.get(3)));
    int size = Integer.parseInt(a.get(4));
    long[] acknowledged = new long[count];
    long[] received = new long[count];
    Semaphore assigned = new Semaphore(0);
    Thread consumer = new Thread(() -> receive(a, received, assigned));
    consumer.start();
    assigned.acquire();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(producerSettings(a.get(0), a.get(5)))) {
      int partitions = producer.partitionsFor(a.get(1)).size();
      long began = System.nanoTime();
      for (int i = 0; i < count; i++) {
        long intended = began + TimeUnit.SECONDS.toNanos(1) * i / rate;
        for (long now = System.nanoTime(); now < intended; now = System.nanoTime()) {
          java.util.concurrent.locks.LockSupport.parkNanos(Math.min(intended - now, 1_000_000));
        }
        if (i == count / 2) {
          System.out.println("half");
        }
        int index = i;
        producer.send(
            new ProducerRecord<>(a.get(1), i % partitions, null, stamped(size, i, intended)),
            (sent, failure) -> {
              if (failure != null) {
                fail(failure);
              }
              acknowledged[index] = System.nanoTime() - intended;
            });
      }
      producer.flush();
    }
    consumer.join();
    System.out.printf(
        "%d %d %d %d%n",
        percentile(acknowledged, 50),
        percentile(acknowledged, 99),
        percentile(received, 50),
        percentile(received, 99));
  }

  private static void receive(List<String> a, long[] received, Semaphore assigned) {
    long deadline = deadline();
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(consumerSettings(a.get(0)))) {
      List<TopicPartition> all =
          consumer.partitionsFor(a.get(1)).stream()
              .map(p -> new TopicPartition(p.topic(), p.partition()))
              .toList();
      consumer.assign(all);
      consumer.seekToEnd(all);
      all.forEach(consumer::position);
      assigned.release();
      for (int left = received.length; left > 0; requireBefore(deadline)) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
          java.nio.ByteBuffer value = java.nio.ByteBuffer.wrap(record.value());
          int index = value.getInt();
          received[index] = System.nanoTime() - value.getLong();
          left--;
        }
      }
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  private static byte[] stamped(int size, int index, long intended) {
    return java.nio.ByteBuffer.allocate(size).putInt(index).putLong(intended).array();
  }

  /** The first half warms up and does not count. */
  private static long percentile(long[] all, int percent) {
    long[] sorted = Arrays.copyOfRange(all, all.length / 2, all.length);
    Arrays.sort(sorted);
    return sorted[(int) Math.min(sorted.length - 1L, (long) sorted.length * percent / 100)] / 1000;
  }

  /** BOOTSTRAP TOPIC COUNT SIZE ACKS [SETTING=VALUE...]: prints ms. */
  private static void produce(List<String> a) throws Exception {
    Properties settings = producerSettings(a.get(0), a.get(4));
    more(settings, a.subList(5, a.size()));
    long count = Long.parseLong(a.get(2));
    byte[] value = new byte[Integer.parseInt(a.get(3))];
    new java.util.Random(1).nextBytes(value);
    long began = System.nanoTime();
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(settings)) {
      for (long i = 0; i < count; i++) {
        producer.send(
            new ProducerRecord<>(a.get(1), value),
            (sent, failure) -> {
              if (failure != null) {
                fail(failure);
              }
            });
      }
    }
    System.out.println(millisSince(began));
  }

  /** BOOTSTRAP TOPIC COUNT: from the start, with a group; prints ms. */
  private static void consume(List<String> a) {
    Properties settings = consumerSettings(a.get(0));
    settings.put("group.id", "load-" + Instant.now());
    settings.put("auto.offset.reset", "earliest");
    long left = Long.parseLong(a.get(2));
    long began = System.nanoTime();
    long deadline = deadline();
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings)) {
      consumer.subscribe(List.of(a.get(1)));
      for (; left > 0; requireBefore(deadline)) {
        left -= consumer.poll(Duration.ofSeconds(1)).count();
      }
    }
    System.out.println(millisSince(began));
  }

  /** BOOTSTRAP TOPIC CONSUMERS COUNT: each consumer reads COUNT records of all partitions. */
  private static void consumers(List<String> a) throws Exception {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < Integer.parseInt(a.get(2)); i++) {
      Thread thread = new Thread(() -> readAll(a.get(0), a.get(1), Long.parseLong(a.get(3))));
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static void readAll(String bootstrap, String topic, long count) {
    long deadline = deadline();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(consumerSettings(bootstrap))) {
      List<TopicPartition> all =
          consumer.partitionsFor(topic).stream()
              .map(p -> new TopicPartition(p.topic(), p.partition()))
              .toList();
      consumer.assign(all);
      consumer.seekToBeginning(all);
      for (long left = count; left > 0; requireBefore(deadline)) {
        left -= consumer.poll(Duration.ofSeconds(1)).count();
      }
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  private static long deadline() {
    return System.nanoTime() + TimeUnit.MINUTES.toNanos(10);
  }

  private static void requireBefore(long deadline) {
    if (System.nanoTime() > deadline) {
      throw new IllegalStateException("not done within ten minutes");
    }
  }

  /** Ends the process: nobody waits for a thread of it. */
  private static void fail(Exception why) {
    why.printStackTrace();
    System.exit(1);
  }

  private static Admin admin(String bootstrap) {
    Properties settings = new Properties();
    settings.put("bootstrap.servers", bootstrap);
    settings.put("request.timeout.ms", "120000");
    settings.put("default.api.timeout.ms", "240000");
    return Admin.create(settings);
  }

  private static Properties producerSettings(String bootstrap, String acks) {
    Properties settings = new Properties();
    settings.put("bootstrap.servers", bootstrap);
    settings.put("acks", acks);
    settings.put("enable.idempotence", "false");
    String serializer = "org.apache.kafka.common.serialization.ByteArraySerializer";
    settings.put("key.serializer", serializer);
    settings.put("value.serializer", serializer);
    return settings;
  }

  private static Properties consumerSettings(String bootstrap) {
    Properties settings = new Properties();
    settings.put("bootstrap.servers", bootstrap);
    String deserializer = "org.apache.kafka.common.serialization.ByteArrayDeserializer";
    settings.put("key.deserializer", deserializer);
    settings.put("value.deserializer", deserializer);
    return settings;
  }

  private static void more(Properties settings, List<String> pairs) {
    for (String pair : pairs) {
      String[] both = pair.split("=", 2);
      settings.put(both[0], both[1]);
    }
  }

  private static long millisSince(long began) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
  }
}
