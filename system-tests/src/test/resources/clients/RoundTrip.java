import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;

/**
 * What the first chapter of any tutorial does: create a topic, produce with keys and headers,
 * consume it with a group, commit, go on where the group stopped, delete the topic.
 *
 * <p>Arguments: bootstrap servers, topic, codec, number of records. Written against the public
 * client interface only, so that any version of the client jar runs it.
 */
public class RoundTrip {

  public static void main(String[] args) throws Exception {
    String bootstrap = args[0];
    String topic = args[1];
    String codec = args[2];
    int count = Integer.parseInt(args[3]);

    Properties adminProps = new Properties();
    adminProps.put("bootstrap.servers", bootstrap);
    try (Admin admin = AdminClient.create(adminProps)) {
      check(admin.describeCluster().nodes().get().size() == 1, "one broker in the cluster");
      admin.createTopics(Collections.singleton(new NewTopic(topic, 3, (short) 1))).all().get();
      TopicDescription description =
          admin.describeTopics(Collections.singleton(topic)).allTopicNames().get().get(topic);
      check(description.partitions().size() == 3, "three partitions");
      check(admin.listTopics().names().get().contains(topic), "the topic in the list");
      ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
      String retention =
          admin
              .describeConfigs(Collections.singleton(resource))
              .all()
              .get()
              .get(resource)
              .get("retention.ms")
              .value();
      check("604800000".equals(retention), "retention.ms " + retention);
    }

    produce(bootstrap, topic, codec, count);
    TreeMap<String, String> seen = consume(bootstrap, topic, count);
    check(seen.size() == count, "records seen " + seen.size());
    for (int i = 0; i < count; i++) {
      check(("value-" + i).equals(seen.get("key-" + i)), "value of key-" + i);
    }
    produce(bootstrap, topic, codec, 1);
    TreeMap<String, String> rest = consume(bootstrap, topic, 1);
    check(rest.size() == 1, "the group went on where it stopped, saw " + rest);
    rewind(adminProps, topic);
    reuseArrays(bootstrap, topic + ".reused");

    try (Admin admin = AdminClient.create(adminProps)) {
      admin.deleteTopics(Collections.singleton(topic)).all().get();
      check(!admin.listTopics().names().get().contains(topic), "the topic is gone");
    }
    System.out.println("OK");
  }

  /** Shows what the group has committed, and lets it begin again with the first partition. */
  private static void rewind(Properties adminProps, String topic) throws Exception {
    String group = "group-of-" + topic;
    TopicPartition first = new TopicPartition(topic, 0);
    TopicPartition none = new TopicPartition(topic, 7);
    try (Admin admin = AdminClient.create(adminProps)) {
      Map<TopicPartition, OffsetAndMetadata> committed =
          admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
      check(committed.size() == 3, "offsets of three partitions, not " + committed);
      check(committed.get(first).offset() > 1, "an offset behind the records: " + committed);
      admin
          .alterConsumerGroupOffsets(
              group, Collections.singletonMap(first, new OffsetAndMetadata(1, "rewound")))
          .all()
          .get();
      Map<TopicPartition, OffsetAndMetadata> asked =
          admin
              .listConsumerGroupOffsets(
                  Collections.singletonMap(
                      group,
                      new ListConsumerGroupOffsetsSpec().topicPartitions(List.of(first, none))))
              .all()
              .get()
              .get(group);
      check(asked.get(first).offset() == 1, "the offset that was set: " + asked);
      check(asked.get(first).metadata().equals("rewound"), "the text beside it: " + asked);
      check(asked.containsKey(none) && asked.get(none) == null, "null for nothing: " + asked);
      check(
          admin.listConsumerGroupOffsets("nobody").partitionsToOffsetAndMetadata().get().isEmpty(),
          "nothing of a group that never was");
    }
  }

  private static void produce(String bootstrap, String topic, String codec, int count)
      throws Exception {
    Properties props = new Properties();
    props.put("bootstrap.servers", bootstrap);
    props.put("acks", "all");
    props.put("linger.ms", "5");
    props.put("compression.type", codec);
    props.put("key.serializer", "org.apache.kafka.common.serialization.StringSerializer");
    props.put("value.serializer", "org.apache.kafka.common.serialization.StringSerializer");
    try (KafkaProducer<String, String> producer = new KafkaProducer<>(props)) {
      List<java.util.concurrent.Future<RecordMetadata>> sent = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        ProducerRecord<String, String> record =
            new ProducerRecord<>(topic, "key-" + i, "value-" + i);
        record.headers().add("number", Integer.toString(i).getBytes("UTF-8"));
        sent.add(producer.send(record));
      }
      for (java.util.concurrent.Future<RecordMetadata> future : sent) {
        check(future.get().offset() >= 0, "an offset");
      }
      RecordMetadata one = producer.send(new ProducerRecord<>(topic, 0, "last", "x")).get();
      check(one.partition() == 0, "the partition asked for");
    }
  }

  /** What was given to send() is the application's again once that has returned. */
  private static void reuseArrays(String bootstrap, String topic) {
    int count = 500;
    Properties props = new Properties();
    props.put("bootstrap.servers", bootstrap);
    props.put("linger.ms", "5");
    props.put("key.serializer", "org.apache.kafka.common.serialization.ByteArraySerializer");
    props.put("value.serializer", "org.apache.kafka.common.serialization.ByteBufferSerializer");
    byte[] key = new byte[4];
    byte[] value = new byte[4];
    byte[] header = new byte[4];
    try (KafkaProducer<byte[], ByteBuffer> producer = new KafkaProducer<>(props)) {
      for (int i = 0; i < count; i++) {
        ByteBuffer.wrap(key).putInt(i);
        ByteBuffer.wrap(value).putInt(i);
        ByteBuffer.wrap(header).putInt(i);
        ProducerRecord<byte[], ByteBuffer> record =
            new ProducerRecord<>(topic, 0, key, ByteBuffer.wrap(value));
        record.headers().add("number", header);
        producer.send(record);
      }
    }
    props.put("key.deserializer", "org.apache.kafka.common.serialization.IntegerDeserializer");
    props.put("value.deserializer", "org.apache.kafka.common.serialization.IntegerDeserializer");
    try (KafkaConsumer<Integer, Integer> consumer = new KafkaConsumer<>(props)) {
      TopicPartition partition = new TopicPartition(topic, 0);
      consumer.assign(Collections.singleton(partition));
      consumer.seekToBeginning(Collections.singleton(partition));
      int seen = 0;
      long deadline = System.currentTimeMillis() + 30_000;
      while (seen < count && System.currentTimeMillis() < deadline) {
        for (ConsumerRecord<Integer, Integer> record : consumer.poll(Duration.ofMillis(200))) {
          int number = ByteBuffer.wrap(record.headers().lastHeader("number").value()).getInt();
          String found = record.key() + ", " + record.value() + ", " + number;
          check(record.key() == seen, "key " + seen + " of " + found);
          check(record.value() == seen && number == seen, "value and header of " + found);
          seen++;
        }
      }
      check(seen == count, "records of arrays used again: " + seen);
    }
  }

  private static TreeMap<String, String> consume(String bootstrap, String topic, int count) {
    Properties props = new Properties();
    props.put("bootstrap.servers", bootstrap);
    props.put("group.id", "group-of-" + topic);
    props.put("auto.offset.reset", "earliest");
    props.put("enable.auto.commit", "false");
    props.put("key.deserializer", "org.apache.kafka.common.serialization.StringDeserializer");
    props.put("value.deserializer", "org.apache.kafka.common.serialization.StringDeserializer");
    TreeMap<String, String> seen = new TreeMap<>();
    boolean last = false;
    try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(props)) {
      consumer.subscribe(Collections.singletonList(topic));
      long deadline = System.currentTimeMillis() + 30_000;
      while ((seen.size() < count || !last) && System.currentTimeMillis() < deadline) {
        ConsumerRecords<String, String> records = consumer.poll(Duration.ofMillis(200));
        for (ConsumerRecord<String, String> record : records) {
          if (record.key().equals("last")) {
            last = true;
            continue;
          }
          byte[] header = record.headers().lastHeader("number").value();
          check(record.key().equals("key-" + new String(header)), "header of " + record.key());
          check(seen.put(record.key(), record.value()) == null, "one copy of " + record.key());
        }
      }
      consumer.commitSync();
      for (TopicPartition partition : consumer.assignment()) {
        OffsetAndMetadata committed =
            consumer.committed(Collections.singleton(partition)).get(partition);
        check(committed.offset() == consumer.position(partition), "committed " + partition);
      }
    }
    return seen;
  }

  private static void check(boolean condition, String what) {
    if (!condition) {
      throw new AssertionError("expected: " + what);
    }
  }
}
