import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Prints what the mock of a producer does, a line for each step; errors by their class. Two jars
 * whose mocks do the same print the same.
 */
public class ProducerMock {

  private static final TopicPartition T0 = new TopicPartition("t", 0);

  interface Step {
    Object run() throws Exception;
  }

  private static void act(String what, Step step) {
    String outcome;
    try {
      outcome = String.valueOf(step.run());
    } catch (ExecutionException e) {
      outcome = "failed future: " + e.getCause().getClass().getName();
    } catch (Throwable e) {
      outcome = "throws " + e.getClass().getName();
      if (e.getCause() != null) {
        outcome += " of " + e.getCause().getClass().getName();
      }
    }
    System.out.println(what + " => " + outcome);
  }

  private static Object nothing(Runnable step) {
    step.run();
    return "done";
  }

  public static void main(String[] args) {
    producer();
    producerWithCluster();
    transactions();
    corners();
  }

  private static MockProducer<String, String> producer(boolean autoComplete) {
    return new MockProducer<>(autoComplete, new StringSerializer(), new StringSerializer());
  }

  private static ProducerRecord<String, String> record(String value) {
    return new ProducerRecord<>("t", "k", value);
  }

  private static String told(RecordMetadata metadata) {
    return metadata == null
        ? "null"
        : metadata.topic()
            + " "
            + metadata.partition()
            + " "
            + metadata.offset()
            + " "
            + metadata.hasOffset()
            + " "
            + metadata.timestamp()
            + " "
            + metadata.serializedKeySize()
            + " "
            + metadata.serializedValueSize();
  }

  private static void producer() {
    System.out.println("# a producer that completes by itself");
    MockProducer<String, String> auto = producer(true);
    List<String> heard = new ArrayList<>();
    act("send 1", () -> told(auto.send(record("a")).get()));
    act("send 2", () -> told(auto.send(record("b")).get()));
    act(
        "send with callback",
        () ->
            auto.send(record("c"), (metadata, error) -> heard.add(told(metadata) + " " + error))
                .isDone());
    act("heard", () -> heard);
    act(
        "to partition 1",
        () -> told(auto.send(new ProducerRecord<>("t", 1, 123L, "k", "d")).get()));
    act("other topic", () -> told(auto.send(new ProducerRecord<>("u", null, "v")).get()));
    act("null value", () -> told(auto.send(new ProducerRecord<>("u", "k", null)).get()));
    act("history", () -> auto.history().size() + " " + auto.history().get(0));
    act("uncommitted", () -> auto.uncommittedRecords());
    act("completeNext", () -> auto.completeNext());
    act("errorNext", () -> auto.errorNext(new RuntimeException("x")));
    act("flushed", () -> auto.flushed());
    act("partitionsFor", () -> auto.partitionsFor("t"));
    act("metrics", () -> auto.metrics());
    act("clear", () -> nothing(auto::clear));
    act("history", () -> auto.history());
    act("after clear", () -> told(auto.send(record("e")).get()));
    act("closed", () -> auto.closed());
    act("close", () -> nothing(auto::close));
    act("closed", () -> auto.closed());
    act("send when closed", () -> auto.send(record("f")));
    act("close again", () -> nothing(auto::close));
    act("flush when closed", () -> nothing(auto::flush));
    act("history when closed", () -> auto.history().size());

    System.out.println("# a producer that completes when told");
    MockProducer<String, String> manual = producer(false);
    List<Future<RecordMetadata>> futures = new ArrayList<>();
    heard.clear();
    for (String value : List.of("a", "b", "c", "d")) {
      futures.add(
          manual.send(record(value), (metadata, error) -> heard.add(told(metadata) + " " + error)));
    }
    act("done", () -> futures.stream().map(Future::isDone).toList());
    act("history", () -> manual.history().size());
    act("flushed", () -> manual.flushed());
    act("completeNext", () -> manual.completeNext());
    act("errorNext", () -> manual.errorNext(new IllegalStateException("no")));
    act("heard", () -> heard);
    act("done", () -> futures.stream().map(Future::isDone).toList());
    act("1st", () -> told(futures.get(0).get()));
    act("2nd", () -> told(futures.get(1).get()));
    act("flush", () -> nothing(manual::flush));
    act("flushed", () -> manual.flushed());
    act("done", () -> futures.stream().map(Future::isDone).toList());
    act("3rd", () -> told(futures.get(2).get()));
    act("completeNext", () -> manual.completeNext());

    System.out.println("# errors that are set");
    MockProducer<String, String> sick = producer(true);
    sick.sendException = new KafkaException("s");
    act("send", () -> sick.send(record("a")));
    act("history", () -> sick.history());
    sick.sendException = null;
    sick.flushException = new KafkaException("f");
    act("flush", () -> nothing(sick::flush));
    sick.partitionsForException = new KafkaException("p");
    act("partitionsFor", () -> sick.partitionsFor("t"));
    sick.closeException = new KafkaException("c");
    act("close", () -> nothing(sick::close));
    act("closed", () -> sick.closed());

    System.out.println("# without serializers");
    MockProducer<String, String> bare = new MockProducer<>();
    act("send", () -> bare.send(record("a")).isDone());
    act("completeNext", () -> bare.completeNext());
    MockProducer<String, String> noSerializers = new MockProducer<>(true, null, null);
    act("send", () -> told(noSerializers.send(record("a")).get()));
    act("history", () -> noSerializers.history().size());
    MockProducer<Object, Object> wrong =
        new MockProducer<>(true, (topic, data) -> {
          throw new ClassCastException("k");
        }, (topic, data) -> new byte[3]);
    act("serializer fails", () -> wrong.send(new ProducerRecord<>("t", 1, 2)));
  }

  private static Cluster cluster() {
    Node node = new Node(0, "h", 9092);
    Node[] nodes = {node};
    List<PartitionInfo> partitions = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      partitions.add(new PartitionInfo("t", i, node, nodes, nodes));
    }
    return new Cluster("id", List.of(node), partitions, new TreeSet<>(), new TreeSet<>());
  }

  private static void producerWithCluster() {
    System.out.println("# a producer with a cluster");
    MockProducer<String, String> spread =
        new MockProducer<>(cluster(), true, new StringSerializer(), new StringSerializer());
    act("partitionsFor", () -> spread.partitionsFor("t").size());
    act("to 2", () -> told(spread.send(new ProducerRecord<>("t", 2, "k", "v")).get()));
    act("to 2 again", () -> told(spread.send(new ProducerRecord<>("t", 2, "k", "v")).get()));
    act("to 9", () -> told(spread.send(new ProducerRecord<>("t", 9, "k", "v")).get()));
    act("no partition", () -> told(spread.send(record("v")).get()));
    act("unknown topic", () -> told(spread.send(new ProducerRecord<>("u", 7, "k", "v")).get()));
    MockProducer<String, String> partitioned =
        new MockProducer<>(
            cluster(),
            true,
            new org.apache.kafka.clients.producer.Partitioner() {
              @Override
              public int partition(
                  String topic, Object k, byte[] kb, Object v, byte[] vb, Cluster c) {
                return v.toString().length() % c.partitionsForTopic(topic).size();
              }

              @Override
              public void close() {}

              @Override
              public void configure(Map<String, ?> configs) {}
            },
            new StringSerializer(),
            new StringSerializer());
    act("partitioned", () -> told(partitioned.send(record("12345")).get()));
    act("partitioned", () -> told(partitioned.send(record("1")).get()));
    act("given wins", () -> told(partitioned.send(new ProducerRecord<>("t", 0, "k", "1")).get()));
  }

  private static void transactions() {
    System.out.println("# transactions");
    MockProducer<String, String> t = producer(true);
    ConsumerGroupMetadata group = new ConsumerGroupMetadata("g");
    Map<TopicPartition, OffsetAndMetadata> offsets =
        Collections.singletonMap(T0, new OffsetAndMetadata(5));
    act("begin before init", () -> nothing(t::beginTransaction));
    act("commit before init", () -> nothing(t::commitTransaction));
    act("abort before init", () -> nothing(t::abortTransaction));
    act("init", () -> nothing(t::initTransactions));
    act("init again", () -> nothing(t::initTransactions));
    act("initialized", () -> t.transactionInitialized());
    act("send outside", () -> told(t.send(record("0")).get()));
    act("commit outside", () -> nothing(t::commitTransaction));
    act("offsets outside", () -> nothing(() -> t.sendOffsetsToTransaction(offsets, group)));
    act("begin", () -> nothing(t::beginTransaction));
    act("begin again", () -> nothing(t::beginTransaction));
    act("in flight", () -> t.transactionInFlight());
    act("send", () -> told(t.send(record("1")).get()));
    act("history", () -> t.history().size());
    act("uncommitted", () -> t.uncommittedRecords().size());
    act("sent offsets", () -> t.sentOffsets());
    act("offsets", () -> nothing(() -> t.sendOffsetsToTransaction(offsets, group)));
    act("sent offsets", () -> t.sentOffsets());
    act("uncommitted offsets", () -> t.uncommittedOffsets());
    act("offsets history", () -> t.consumerGroupOffsetsHistory());
    act("commit", () -> nothing(t::commitTransaction));
    act("committed", () -> t.transactionCommitted() + " " + t.transactionAborted());
    act("in flight", () -> t.transactionInFlight());
    act("commits", () -> t.commitCount());
    act("history", () -> t.history().size());
    act("uncommitted", () -> t.uncommittedRecords().size());
    act("offsets history", () -> t.consumerGroupOffsetsHistory());
    act("uncommitted offsets", () -> t.uncommittedOffsets());
    act("begin", () -> nothing(t::beginTransaction));
    act("committed", () -> t.transactionCommitted() + " " + t.transactionAborted());
    act("sent offsets", () -> t.sentOffsets());
    act("send", () -> told(t.send(record("2")).get()));
    act("no offsets", () -> nothing(() -> t.sendOffsetsToTransaction(new TreeMap<>(), group)));
    act("sent offsets", () -> t.sentOffsets());
    act("abort", () -> nothing(t::abortTransaction));
    act("committed", () -> t.transactionCommitted() + " " + t.transactionAborted());
    act("history", () -> t.history().size());
    act("uncommitted", () -> t.uncommittedRecords().size());
    act("commits", () -> t.commitCount());
    act("begin", () -> nothing(t::beginTransaction));
    act("send", () -> told(t.send(record("3")).get()));
    act("fence", () -> nothing(t::fenceProducer));
    act("send", () -> t.send(record("4")));
    act("commit", () -> nothing(t::commitTransaction));
    act("abort", () -> nothing(t::abortTransaction));
    act("begin", () -> nothing(t::beginTransaction));
    act("offsets", () -> nothing(() -> t.sendOffsetsToTransaction(offsets, group)));
    act("flush", () -> nothing(t::flush));
    act("close", () -> nothing(t::close));
    MockProducer<String, String> bare = producer(true);
    act("fence before init", () -> nothing(bare::fenceProducer));
    MockProducer<String, String> manual = producer(false);
    manual.initTransactions();
    manual.beginTransaction();
    Future<RecordMetadata> open = manual.send(record("1"));
    act("open", () -> open.isDone());
    act("commit completes", () -> nothing(manual::commitTransaction));
    act("open", () -> open.isDone());
    manual.beginTransaction();
    Future<RecordMetadata> given = manual.send(record("2"));
    act("abort completes", () -> nothing(manual::abortTransaction));
    act("given up", () -> given.isDone());
    act("given up", () -> told(given.get()));
    MockProducer<String, String> sick = producer(true);
    sick.initTransactionException = new KafkaException("i");
    act("init", () -> nothing(sick::initTransactions));
    sick.initTransactionException = null;
    sick.initTransactions();
    sick.beginTransactionException = new KafkaException("b");
    act("begin", () -> nothing(sick::beginTransaction));
    sick.beginTransactionException = null;
    sick.beginTransaction();
    sick.sendOffsetsToTransactionException = new KafkaException("o");
    act("offsets", () -> nothing(() -> sick.sendOffsetsToTransaction(offsets, group)));
    sick.commitTransactionException = new KafkaException("c");
    act("commit", () -> nothing(sick::commitTransaction));
    sick.abortTransactionException = new KafkaException("a");
    act("abort", () -> nothing(sick::abortTransaction));
    act("in flight", () -> sick.transactionInFlight());
  }

  private static void corners() {
    System.out.println("# corners");
    MockProducer<String, String> m = producer(false);
    Future<RecordMetadata> open = m.send(record("1"));
    act("close with one open", () -> nothing(m::close));
    act("open", () -> open.isDone());
    act("complete after close", () -> m.completeNext() + " " + open.isDone());
    act("instance", () -> m.clientInstanceId(Duration.ZERO));
    act("cancel", () -> open.cancel(true));
    act("transactions when closed", () -> nothing(m::initTransactions));
    act("callback throws", () -> producer(true).send(record("1"), (metadata, error) -> {
      throw new IllegalArgumentException("callback");
    }).isDone());
    act("null record", () -> producer(true).send(null));
  }
}
