package io.classickafka.controller;

import io.classickafka.controller.ControllerEvent.TopicNode;
import io.classickafka.zk.BrokerEndpoint;
import io.classickafka.zk.BrokerRegistration;
import io.classickafka.zk.PartitionAssignment;
import io.classickafka.zk.TopicAssignment;
import io.classickafka.zk.ZkTopicPartition;
import io.classickafka.zk.ZkUuid;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.Uuid;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Decisions of a controller of three brokers, with three replicas of every partition. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ControllerDecisionBenchmark {

  private static final int PARTITIONS_PER_TOPIC = 100;
  private static final List<Integer> IDS = List.of(1, 2, 3);

  @Param("10000")
  int partitions;

  private final Decider decider =
      new Decider(
          new ControllerRules(
              1, 1, true, configs -> null, ControllerRules.NO_REBALANCE, 300, () -> false));
  private final RandomGenerator random = new SplittableRandom(1);
  private ControllerState state;

  @Setup
  public void setUp() {
    TreeMap<String, TopicNode> topics = new TreeMap<>();
    TreeMap<ZkTopicPartition, StoredState> states = new TreeMap<>();
    for (int t = 0; t < partitions / PARTITIONS_PER_TOPIC; t++) {
      String topic = "topic-" + t;
      TreeMap<Integer, PartitionAssignment> assignment = new TreeMap<>();
      for (int p = 0; p < PARTITIONS_PER_TOPIC; p++) {
        List<Integer> replicas = new ArrayList<>();
        for (int r = 0; r < IDS.size(); r++) {
          replicas.add(IDS.get((p + r) % IDS.size()));
        }
        assignment.put(p, PartitionAssignment.of(replicas));
        states.put(
            new ZkTopicPartition(topic, p),
            new StoredState(
                new PartitionLeadership(replicas.get(0), 0, replicas, false, 4, 0),
                Long.MAX_VALUE));
      }
      TopicAssignment node = TopicAssignment.of(new ZkUuid(0, t + 1), assignment);
      topics.put(topic, new TopicNode(node, 0, TopicState.BORN_HERE));
    }
    state =
        decider
            .decide(
                ControllerState.empty(1, 5, 7),
                new ControllerEvent.Loaded(brokers(IDS), topics, states, List.of()),
                random)
            .next();
  }

  private static List<BrokerState> brokers(List<Integer> ids) {
    List<BrokerState> brokers = new ArrayList<>();
    for (int id : ids) {
      brokers.add(
          new BrokerState(
              id,
              100 + id,
              new BrokerRegistration(
                  5,
                  List.of(new BrokerEndpoint("PLAINTEXT", "PLAINTEXT", "host" + id, 9092)),
                  -1,
                  0,
                  null,
                  new TreeMap<>())));
    }
    return brokers;
  }

  /** A broker has died: a third of the leaders move, every ISR shrinks. */
  @Benchmark
  public Object brokerDies() {
    return decider.decide(state, new ControllerEvent.BrokersRead(brokers(List.of(1, 2))), random);
  }

  /** A leader takes one follower out of one ISR. */
  @Benchmark
  public Object isrShrinks() {
    return decider.decide(
        state,
        new ControllerEvent.AlterPartitions(
            1,
            1,
            101,
            List.of(
                new IsrProposal(
                    "topic-0",
                    Uuid.ZERO_UUID,
                    0,
                    0,
                    List.of(
                        new IsrProposal.IsrMember(1, IsrProposal.IsrMember.ANY_EPOCH),
                        new IsrProposal.IsrMember(2, IsrProposal.IsrMember.ANY_EPOCH)),
                    false,
                    0))),
        random);
  }

  /** Nothing has changed. */
  @Benchmark
  public Object brokersAsBefore() {
    return decider.decide(state, new ControllerEvent.BrokersRead(brokers(IDS)), random);
  }
}
