package io.classickafka.simulation.run;

import io.classickafka.client.cluster.Call;
import io.classickafka.client.cluster.ClientSettings;
import io.classickafka.client.cluster.ClusterClient;
import io.classickafka.client.cluster.HostPort;
import io.classickafka.client.cluster.Outcome;
import io.classickafka.client.cluster.Target;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.CreateTopicsRequest;
import io.classickafka.protocol.message.CreateTopicsResponse;
import io.classickafka.simulation.world.Clock;
import io.classickafka.simulation.world.Network;
import io.classickafka.simulation.world.ProcessLoop;
import io.classickafka.simulation.world.SimulatedProcess;
import io.classickafka.simulation.world.SimulatedTransport;
import io.classickafka.simulation.world.World;
import io.classickafka.simulation.world.ZooKeeperServer;
import io.classickafka.zk.MalformedZnodeException;
import io.classickafka.zk.TopicAssignment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The machines of one run, and everything that watches them. */
final class Cluster {

  static final String TOPIC = "orders";
  private static final long START_MS = 120_000;

  final World world;
  final Network network;
  final ZooKeeperServer zooKeeper;
  final RunSettings settings;
  final RunCounts counts = new RunCounts();
  final Checks checks;
  final NodeWatch nodes;
  final ReplicaWatch replicas;
  final List<SimulatedBroker> brokers = new ArrayList<>();
  private @Nullable Operator operator;

  Cluster(World world, RunSettings settings) {
    this.world = world;
    this.settings = settings;
    this.network = new Network(world);
    this.zooKeeper = new ZooKeeperServer(world, network.host("10.0.9.1"));
    this.checks = new Checks(this::assignment, settings.leadersWriteSets());
    this.nodes = new NodeWatch(checks.all(), counts);
    this.replicas = new ReplicaWatch(checks.all(), counts);
    zooKeeper.watchWrites(nodes);
    for (int id = 0; id < settings.brokers(); id++) {
      brokers.add(
          new SimulatedBroker(
              world,
              network,
              zooKeeper,
              id,
              settings.properties(id),
              died -> replicas.died(died.id())));
    }
    world.afterEvent(this::afterEvent);
  }

  private void afterEvent(@Nullable ProcessLoop loop) {
    if (loop != null && loop.name().startsWith("partition-loop")) {
      for (SimulatedBroker broker : brokers) {
        if (broker.process() == loop.process() && broker.isAlive()) {
          replicas.look(broker);
        }
      }
    }
  }

  /** Who does by hand what no broker does by itself. */
  Operator operator() {
    Operator known = operator;
    if (known == null) {
      known = new Operator(this);
      operator = known;
    }
    return known;
  }

  SimulatedBroker broker(int id) {
    return brokers.get(id);
  }

  int anyBroker(SplittableRandom draw) {
    return draw.nextInt(brokers.size());
  }

  List<TopicPartition> partitions() {
    List<TopicPartition> partitions = new ArrayList<>();
    for (int i = 0; i < settings.partitions(); i++) {
      partitions.add(new TopicPartition(TOPIC, i));
    }
    return partitions;
  }

  /** The replicas of a partition, the preferred leader first. */
  List<Integer> assignment(TopicPartition partition) {
    String path = "/brokers/topics/" + partition.topic();
    String text = zooKeeper.tree().text(path);
    if (text == null) {
      return List.of();
    }
    try {
      TopicAssignment topic = TopicAssignment.decode(path, text.getBytes(StandardCharsets.UTF_8));
      var assigned = topic.partitions().get(partition.partition());
      return assigned == null ? List.of() : assigned.replicas();
    } catch (MalformedZnodeException e) {
      throw new AssertionError(e);
    }
  }

  ClientSettings clientSettings(String name) {
    List<HostPort> bootstrap = new ArrayList<>();
    for (SimulatedBroker broker : brokers) {
      bootstrap.add(new HostPort(broker.host().address(), SimulatedBroker.PORT));
    }
    return new ClientSettings(
        name, bootstrap, 5_000, 3_000, 50, 1_000, 100, 1_000, 60_000, 300_000, false, -1, -1);
  }

  /** Starts all brokers and makes the topic. */
  void begin() {
    brokers.forEach(SimulatedBroker::start);
    boolean started =
        world.runUntil(
            START_MS, "brokers serve", () -> brokers.stream().allMatch(SimulatedBroker::isServing));
    if (!started) {
      throw new AssertionError("brokers do not start: " + brokers);
    }
    create(TOPIC);
  }

  /** Makes a topic, which is there when this returns. */
  void create(String topic) {
    SimulatedProcess process =
        new SimulatedProcess(world, "admin", network.host("10.0.3.1"), Clock.exact(world));
    ProcessLoop loop = process.loop("client");
    ClusterClient client =
        new ClusterClient(
            loop,
            new SimulatedTransport(network, process, List.of(loop)),
            clientSettings("admin"),
            () -> {});
    List<Boolean> made = new ArrayList<>();
    client.call(new Creation(topic), START_MS).thenAccept(made::add);
    if (!world.runUntil(START_MS, "topic made", () -> !made.isEmpty())) {
      throw new AssertionError("no topic was made");
    }
    client.close();
  }

  private final class Creation implements Call<Boolean> {

    private final String topic;

    Creation(String topic) {
      this.topic = topic;
    }

    @Override
    public ApiKey api() {
      return ApiKey.CREATE_TOPICS;
    }

    @Override
    public Target target() {
      return Target.CONTROLLER;
    }

    @Override
    public ApiMessage request() {
      return new CreateTopicsRequest()
          .topics(
              List.of(
                  new CreateTopicsRequest.CreatableTopic()
                      .name(topic)
                      .numPartitions(settings.partitions())
                      .replicationFactor((short) settings.replicationFactor())))
          .timeoutMs(10_000);
    }

    @Override
    public Outcome<Boolean> outcome(ApiMessage response, short version) {
      ErrorCode error = ErrorCode.of(((CreateTopicsResponse) response).topics().get(0).errorCode());
      return error == ErrorCode.NONE || error == ErrorCode.TOPIC_ALREADY_EXISTS
          ? Outcome.done(true)
          : Outcome.again(error);
    }
  }
}
