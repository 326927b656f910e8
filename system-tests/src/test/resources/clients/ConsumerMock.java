import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Prints what the mock of a consumer does, a line for each step; errors by their class. Two jars
 * whose mocks do the same print the same.
 */
public class ConsumerMock {

  private static final TopicPartition T0 = new TopicPartition("t", 0);
  private static final TopicPartition T1 = new TopicPartition("t", 1);
  private static final TopicPartition U0 = new TopicPartition("u", 0);

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
    consumerAssigned();
    consumerSubscribed();
    consumerOffsets();
    consumerErrors();
    consumerCorners();
    consumerEnds();
  }

  private static ConsumerRecord<String, String> at(TopicPartition partition, long offset) {
    return new ConsumerRecord<>(
        partition.topic(), partition.partition(), offset, "k" + offset, "v" + offset);
  }

  private static String got(ConsumerRecords<String, String> records) {
    StringBuilder text = new StringBuilder(records.count() + ":");
    List<TopicPartition> partitions = new ArrayList<>(records.partitions());
    partitions.sort((a, b) -> a.toString().compareTo(b.toString()));
    for (TopicPartition partition : partitions) {
      text.append(' ').append(partition);
      records.records(partition).forEach(record -> text.append('@').append(record.offset()));
    }
    return text.toString();
  }

  private static ConsumerRecords<String, String> poll(Consumer<String, String> consumer) {
    return consumer.poll(Duration.ofMillis(1));
  }

  private static MockConsumer<String, String> consumer(OffsetResetStrategy strategy) {
    return new MockConsumer<>(strategy);
  }

  private static Map<TopicPartition, Long> offsets(Object... pairs) {
    Map<TopicPartition, Long> offsets = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      offsets.put((TopicPartition) pairs[i], Long.valueOf(pairs[i + 1].toString()));
    }
    return offsets;
  }

  private static void consumerAssigned() {
    System.out.println("# a consumer that is assigned partitions");
    MockConsumer<String, String> c = consumer(OffsetResetStrategy.EARLIEST);
    act("poll unassigned", () -> got(poll(c)));
    act("record unassigned", () -> nothing(() -> c.addRecord(at(T0, 0))));
    act("assign", () -> nothing(() -> c.assign(List.of(T0, T1))));
    act("assignment", () -> new ArrayList<>(c.assignment()).size() + " " + c.subscription());
    act("poll without beginning", () -> got(poll(c)));
    act("beginning", () -> nothing(() -> c.updateBeginningOffsets(offsets(T0, 0, T1, 5))));
    act("poll nothing", () -> got(poll(c)));
    act("position", () -> c.position(T0) + " " + c.position(T1));
    c.addRecord(at(T0, 0));
    c.addRecord(at(T0, 1));
    c.addRecord(at(T1, 5));
    act("poll", () -> got(poll(c)));
    act("position", () -> c.position(T0) + " " + c.position(T1));
    act("poll again", () -> got(poll(c)));
    act("committed", () -> c.committed(Collections.singleton(T0)));
    act("commit", () -> nothing(c::commitSync));
    act("committed", () -> c.committed(Collections.singleton(T0)).get(T0).offset());
    act("seek back", () -> nothing(() -> c.seek(T0, 0)));
    act("poll after seek", () -> got(poll(c)));
    c.addRecord(at(T0, 0));
    c.addRecord(at(T0, 1));
    act("poll added again", () -> got(poll(c)));
    c.addRecord(at(T0, 2));
    c.addRecord(at(T0, 3));
    c.seek(T0, 3);
    act("poll behind a seek", () -> got(poll(c)));
    c.addRecord(at(T0, 10));
    act("poll over a gap", () -> got(poll(c)));
    act("position", () -> c.position(T0));
    c.pause(List.of(T0));
    act("paused", () -> c.paused());
    c.addRecord(at(T0, 11));
    c.addRecord(at(T1, 6));
    act("poll paused", () -> got(poll(c)));
    c.resume(List.of(T0));
    act("poll resumed", () -> got(poll(c)));
    c.setMaxPollRecords(2);
    for (int i = 12; i < 17; i++) {
      c.addRecord(at(T0, i));
    }
    act("poll at most 2", () -> got(poll(c)));
    act("poll at most 2", () -> got(poll(c)));
    act("position", () -> c.position(T0));
    act("max of none", () -> nothing(() -> c.setMaxPollRecords(0)));
    act("pause unassigned", () -> nothing(() -> c.pause(List.of(U0))));
    act("seek unassigned", () -> nothing(() -> c.seek(U0, 1)));
    act("position unassigned", () -> c.position(U0));
    act("subscribe too", () -> nothing(() -> c.subscribe(List.of("t"))));
    act("assign others", () -> nothing(() -> c.assign(List.of(U0))));
    act("assignment", () -> c.assignment());
    act("unsubscribe", () -> nothing(c::unsubscribe));
    act("assignment", () -> c.assignment());
    act("last timeout", () -> c.lastPollTimeout());
  }

  private static TreeSet<String> sorted(Collection<TopicPartition> partitions) {
    return new TreeSet<>(partitions.stream().map(String::valueOf).toList());
  }

  private static void consumerSubscribed() {
    System.out.println("# a consumer that subscribes");
    MockConsumer<String, String> c = consumer(OffsetResetStrategy.EARLIEST);
    List<String> heard = new ArrayList<>();
    ConsumerRebalanceListener listener =
        new ConsumerRebalanceListener() {
          @Override
          public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            heard.add("revoked " + sorted(partitions));
          }

          @Override
          public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            heard.add("assigned " + sorted(partitions));
          }
        };
    act("subscribe", () -> nothing(() -> c.subscribe(List.of("t", "u"), listener)));
    act("subscription", () -> new TreeSet<>(c.subscription()) + " " + c.assignment());
    act("assign too", () -> nothing(() -> c.assign(List.of(T0))));
    act("poll", () -> got(poll(c)));
    act("rebalance", () -> nothing(() -> c.rebalance(List.of(T0, T1))));
    act("heard", () -> heard);
    act("assignment", () -> c.assignment().size());
    c.updateBeginningOffsets(offsets(T0, 0, T1, 0, U0, 0));
    c.addRecord(at(T0, 0));
    act("poll", () -> got(poll(c)));
    c.addRecord(at(T0, 1));
    act("rebalance drops records", () -> nothing(() -> c.rebalance(List.of(T0, U0))));
    act("poll", () -> got(poll(c)));
    act("heard", () -> heard);
    act("record of what was taken", () -> nothing(() -> c.addRecord(at(T1, 0))));
    act("enforce", () -> nothing(c::enforceRebalance));
    act("should", () -> c.shouldRebalance());
    act("reset", () -> nothing(c::resetShouldRebalance));
    act("should", () -> c.shouldRebalance());
    act("group", () -> c.groupMetadata().groupId());
    List<String> order = new ArrayList<>();
    c.schedulePollTask(
        () -> {
          order.add("task");
          c.addRecord(at(U0, 0));
        });
    c.schedulePollTask(() -> order.add("second"));
    c.scheduleNopPollTask();
    act("poll with task", () -> got(poll(c)) + " " + order);
    act("poll with second", () -> got(poll(c)) + " " + order);
    act("poll with none", () -> got(poll(c)) + " " + order);
    c.schedulePollTask(() -> c.rebalance(List.of(T1)));
    c.schedulePollTask(() -> c.addRecord(at(T1, 0)));
    act("rebalance by task", () -> got(poll(c)) + " " + c.assignment());
    act("record by task", () -> got(poll(c)));
    MockConsumer<String, String> p = consumer(OffsetResetStrategy.EARLIEST);
    p.updatePartitions("t", List.of());
    p.updatePartitions("other", List.of());
    act("pattern", () -> nothing(() -> p.subscribe(Pattern.compile("t.*"))));
    act("subscription", () -> p.subscription());
    act("topics", () -> new TreeMap<>(p.listTopics()));
    act("partitions", () -> p.partitionsFor("t") + " " + p.partitionsFor("nosuch"));
  }

  private static void consumerOffsets() {
    System.out.println("# offsets");
    MockConsumer<String, String> latest = consumer(OffsetResetStrategy.LATEST);
    latest.assign(List.of(T0));
    act("no end", () -> got(poll(latest)));
    latest.updateEndOffsets(offsets(T0, 7));
    latest.addRecord(at(T0, 3));
    latest.addRecord(at(T0, 7));
    act("poll", () -> got(poll(latest)));
    act("position", () -> latest.position(T0));
    act("lag", () -> latest.currentLag(T0));
    act("end", () -> latest.endOffsets(List.of(T0)));
    act("beginning unknown", () -> latest.beginningOffsets(List.of(T0)));
    act("end unknown", () -> latest.endOffsets(List.of(T1)));
    latest.updateBeginningOffsets(offsets(T0, 2));
    act("beginning", () -> latest.beginningOffsets(List.of(T0)));
    act("to beginning", () -> nothing(() -> latest.seekToBeginning(List.of(T0))));
    act("position", () -> latest.position(T0));
    latest.seekToEnd(List.of(T0));
    act("position at end", () -> latest.position(T0));
    act("times", () -> latest.offsetsForTimes(offsets(T0, 1)));
    MockConsumer<String, String> none = consumer(OffsetResetStrategy.NONE);
    none.assign(List.of(T0));
    act("none", () -> got(poll(none)));
    act("position of none", () -> none.position(T0));
    none.seek(T0, 2);
    none.addRecord(at(T0, 2));
    act("none after seek", () -> got(poll(none)));
    MockConsumer<String, String> c = consumer(OffsetResetStrategy.EARLIEST);
    c.assign(List.of(T0, T1));
    c.updateBeginningOffsets(offsets(T0, 0, T1, 0));
    List<String> heard = new ArrayList<>();
    act("commit nothing", () -> nothing(c::commitSync));
    act(
        "commit",
        () -> {
          c.commitSync(Collections.singletonMap(T0, new OffsetAndMetadata(4, "m")));
          return "done";
        });
    act("committed", () -> c.committed(Collections.singleton(T0)));
    act("committed of none", () -> c.committed(Collections.singleton(T1)));
    act(
        "commit later",
        () ->
            nothing(
                () ->
                    c.commitAsync(
                        Collections.singletonMap(T1, new OffsetAndMetadata(6)),
                        (done, error) -> heard.add(done + " " + error))));
    act("heard", () -> heard);
    act("starts where committed", () -> got(poll(c)) + " " + c.position(T0) + " " + c.position(T1));
    act("commit async", () -> nothing(c::commitAsync));
    act("begins behind the end", () -> c.currentLag(T0));
    c.updateEndOffsets(offsets(T0, 9));
    act("lag", () -> c.currentLag(T0));
  }

  private static void consumerErrors() {
    System.out.println("# errors");
    MockConsumer<String, String> c = consumer(OffsetResetStrategy.EARLIEST);
    c.assign(List.of(T0));
    c.updateBeginningOffsets(offsets(T0, 0));
    c.addRecord(at(T0, 0));
    c.setPollException(new KafkaException("p"));
    act("poll", () -> got(poll(c)));
    act("poll after", () -> got(poll(c)));
    c.setOffsetsException(new KafkaException("o"));
    act("beginning", () -> c.beginningOffsets(List.of(T0)));
    act("beginning after", () -> c.beginningOffsets(List.of(T0)));
    c.setOffsetsException(new KafkaException("o"));
    act("end", () -> c.endOffsets(List.of(T0)));
    c.wakeup();
    act("woken", () -> got(poll(c)));
    act("after", () -> got(poll(c)));
    c.schedulePollTask(c::wakeup);
    act("woken by task", () -> got(poll(c)));
    c.schedulePollTask(
        () -> {
          throw new IllegalStateException("task");
        });
    act("task fails", () -> got(poll(c)));
    act("then", () -> got(poll(c)));
    c.updateBeginningOffsets(offsets(T0, 5));
    c.addRecord(at(T0, 1));
    act("position before the beginning", () -> got(poll(c)));
  }

  private static void consumerCorners() {
    System.out.println("# corners of consumers");
    MockConsumer<String, String> c = consumer(OffsetResetStrategy.EARLIEST);
    c.assign(List.of(T0, T1));
    act("position without beginning", () -> c.position(T0));
    c.updateBeginningOffsets(offsets(T0, 3, T1, 1, U0, 0));
    act("position without poll", () -> c.position(T0));
    act("lag without end", () -> c.currentLag(T1));
    act("lag unassigned", () -> c.currentLag(U0));
    c.addRecord(at(T0, 3));
    c.commitSync(Collections.singletonMap(T0, new OffsetAndMetadata(3)));
    c.commitSync(Collections.singletonMap(U0, new OffsetAndMetadata(9)));
    act("committed elsewhere", () -> c.committed(set(T0, U0)).keySet().size());
    act("assign again", () -> nothing(() -> c.assign(List.of(T0, U0))));
    act("committed", () -> c.committed(set(T0, U0)).keySet().size());
    act("poll", () -> got(poll(c)));
    act("position", () -> c.position(T0) + " " + c.position(U0));
    act("drop", () -> nothing(() -> c.assign(List.of(T0))));
    c.seek(T0, 8);
    c.addRecord(at(T0, 9));
    c.seekToBeginning(List.of());
    act("all to beginning", () -> c.position(T0));
    act("poll from beginning", () -> got(poll(c)));
    c.updateEndOffsets(offsets(T0, 20));
    c.seekToEnd(List.of());
    act("all to end", () -> c.position(T0));
    act("end of unassigned", () -> nothing(() -> c.seekToEnd(List.of(T1))));
    act("beyond the end", () -> nothing(() -> c.seek(T0, 30)));
    act("poll beyond the end", () -> got(poll(c)));
    act("negative", () -> nothing(() -> c.seek(T0, -1)));
    act("negative timeout", () -> c.poll(Duration.ofMillis(-1)).count());
    act("assign none", () -> nothing(() -> c.assign(List.of())));
    act("assignment", () -> c.assignment());
    act("assign null", () -> nothing(() -> c.assign(null)));
    act("seek by metadata", () -> nothing(() -> c.assign(List.of(T0))));
    c.seek(T0, new OffsetAndMetadata(4, Optional.of(1), "m"));
    act("position", () -> c.position(T0));
    c.addRecord(at(T0, 5));
    c.addRecord(at(T0, 4));
    act("out of order", () -> got(poll(c)) + " " + c.position(T0));

    MockConsumer<String, String> s = consumer(OffsetResetStrategy.EARLIEST);
    List<String> heard = new ArrayList<>();
    act("rebalance unsubscribed", () -> nothing(() -> s.rebalance(List.of(T0))));
    act("assignment", () -> s.assignment());
    s.unsubscribe();
    s.subscribe(
        List.of("t"),
        new ConsumerRebalanceListener() {
          @Override
          public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            heard.add("revoked " + partitions);
          }

          @Override
          public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            heard.add("assigned " + partitions);
            s.seek(T0, 4);
          }
        });
    s.updateBeginningOffsets(offsets(T0, 0, T1, 0));
    act("rebalance", () -> nothing(() -> s.rebalance(List.of(T0))));
    s.addRecord(at(T0, 4));
    act("listener sought", () -> got(poll(s)));
    act("same again", () -> nothing(() -> s.rebalance(List.of(T0))));
    act("heard", () -> heard);
    act("position stays", () -> s.position(T0));
    act("to none", () -> nothing(() -> s.rebalance(List.of())));
    act("heard", () -> heard);
    act("other topic", () -> nothing(() -> s.rebalance(List.of(U0))));
    act("assignment", () -> s.assignment());
    act("subscribe to less", () -> nothing(() -> s.subscribe(List.of("u"))));
    act("assignment", () -> s.assignment());
    act("subscribe to none", () -> nothing(() -> s.subscribe(List.of())));
    act("subscription", () -> s.subscription());
    s.unsubscribe();
    act("heard", () -> heard);
    MockConsumer<String, String> p = consumer(OffsetResetStrategy.EARLIEST);
    act("null topics", () -> nothing(() -> p.subscribe((Collection<String>) null)));
    act("pattern", () -> nothing(() -> p.subscribe(Pattern.compile("t.*"))));
    p.updatePartitions("t", List.of());
    act("topics after", () -> p.subscription());
    act("rebalance", () -> nothing(() -> p.rebalance(List.of(T0))));
    act("assignment", () -> p.assignment());
    act("topics too", () -> nothing(() -> p.subscribe(List.of("t"))));
    act("instance", () -> p.clientInstanceId(Duration.ZERO));
    p.setClientInstanceId(new org.apache.kafka.common.Uuid(1, 2));
    p.injectTimeoutException(1);
    act("instance late", () -> p.clientInstanceId(Duration.ZERO));
    act("instance", () -> p.clientInstanceId(Duration.ZERO));
    p.disableTelemetry();
    act("instance refused", () -> p.clientInstanceId(Duration.ZERO));
    act("metrics", () -> p.metrics());
    act("committed all", () -> p.committed(T0));
  }

  /** A set of partitions, written short. */
  private static java.util.Set<TopicPartition> set(TopicPartition... partitions) {
    return new java.util.LinkedHashSet<>(Arrays.asList(partitions));
  }

  private static void consumerEnds() {
    System.out.println("# the end");
    MockConsumer<String, String> c = consumer(OffsetResetStrategy.EARLIEST);
    c.assign(List.of(T0));
    act("closed", () -> c.closed());
    act("close", () -> nothing(c::close));
    act("closed", () -> c.closed());
    act("close again", () -> nothing(c::close));
    act("poll", () -> got(poll(c)));
    act("commit", () -> nothing(c::commitSync));
    act("seek", () -> nothing(() -> c.seek(T0, 1)));
    act("subscribe", () -> nothing(() -> c.subscribe(List.of("t"))));
    act("assign", () -> nothing(() -> c.assign(List.of(T0))));
    act("assignment", () -> c.assignment());
    act("position", () -> c.position(T0));
    act("unsubscribe", () -> nothing(c::unsubscribe));
    act("record", () -> nothing(() -> c.addRecord(at(T0, 0))));
    act("pause", () -> nothing(() -> c.pause(List.of(T0))));
    act("committed", () -> c.committed(Collections.singleton(T0)));
    act("beginning", () -> c.beginningOffsets(List.of(T0)));
    act("topics", () -> c.listTopics());
    act("wakeup", () -> nothing(c::wakeup));
  }
}
