package io.classickafka.controller;

import io.classickafka.cluster.BrokerMembership;
import io.classickafka.cluster.ClusterSetup;
import io.classickafka.coordination.CoordinationClient;
import io.classickafka.coordination.Op;
import io.classickafka.coordination.Status;
import io.classickafka.coordination.WriteResult;
import io.classickafka.metadata.MetadataCache;
import io.classickafka.metadata.PartitionImage;
import io.classickafka.metrics.MetricsRegistry;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.LeaderAndIsrRequest;
import io.classickafka.protocol.message.LeaderAndIsrRequest.LeaderAndIsrPartitionState;
import io.classickafka.protocol.message.LeaderAndIsrRequest.LeaderAndIsrTopicState;
import io.classickafka.protocol.message.LeaderAndIsrResponse;
import io.classickafka.protocol.message.LeaderAndIsrResponse.LeaderAndIsrPartitionError;
import io.classickafka.protocol.message.LeaderAndIsrResponse.LeaderAndIsrTopicError;
import io.classickafka.protocol.message.StopReplicaRequest;
import io.classickafka.protocol.message.StopReplicaRequest.StopReplicaPartitionState;
import io.classickafka.protocol.message.StopReplicaRequest.StopReplicaTopicState;
import io.classickafka.protocol.message.StopReplicaResponse;
import io.classickafka.protocol.message.UpdateMetadataRequest;
import io.classickafka.protocol.message.UpdateMetadataResponse;
import io.classickafka.seam.EventLoop;
import io.classickafka.simulation.SimulatedEnsemble;
import io.classickafka.simulation.SimulatedEnsemble.Connection;
import io.classickafka.simulation.VirtualTime;
import io.classickafka.zk.BrokerEndpoint;
import io.classickafka.zk.BrokerRegistration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Brokers of which only the controllers are real: what they are told is kept, by partition, as the
 * rules of replicas say (a smaller leader epoch is refused, an equal one ignored).
 */
final class SimulatedCluster {

  static final int TIMEOUT_MS = 10_000;
  private static final String LISTENER = "PLAINTEXT";

  final VirtualTime time = new VirtualTime(7);
  final SimulatedEnsemble ensemble = new SimulatedEnsemble(time);
  final Map<Integer, Broker> brokers = new TreeMap<>();
  final List<String> trace = new ArrayList<>();

  SimulatedCluster() {
    EventLoop loop = time.loop("setup");
    ClusterSetup.run(ensemble.connect().on(loop), loop.random(), result -> {});
    time.advance(1_000);
  }

  Broker start(int id) {
    Broker broker = begin(id);
    time.advance(500);
    return broker;
  }

  /** Starts a broker, and lets no time pass. */
  Broker begin(int id) {
    Broker broker = new Broker(id);
    brokers.put(id, broker);
    return broker;
  }

  Broker broker(int id) {
    return Objects.requireNonNull(brokers.get(id));
  }

  Broker controller() {
    return brokers.values().stream()
        .filter(broker -> broker.alive && broker.controller.isActive())
        .findFirst()
        .orElseThrow(() -> new AssertionError("no controller"));
  }

  List<TopicOutcome> create(NewTopic... topics) {
    List<TopicOutcome> outcomes = new ArrayList<>();
    controller().controller.createTopics(List.of(topics), TIMEOUT_MS, false, outcomes::addAll);
    time.await("topics created", TIMEOUT_MS + 1_000, () -> outcomes.size() == topics.length);
    return outcomes;
  }

  List<TopicOutcome> delete(String... topics) {
    List<TopicOutcome> outcomes = new ArrayList<>();
    controller().controller.deleteTopics(List.of(topics), TIMEOUT_MS, outcomes::addAll);
    time.await("topics deleted", TIMEOUT_MS + 1_000, () -> outcomes.size() == topics.length);
    return outcomes;
  }

  /** What another tool does to the tree of nodes. */
  void byHand(Op op) {
    List<WriteResult> results = new ArrayList<>();
    ensemble.connect().on(time.loop("tool")).write(List.of(op), results::add);
    time.await("written by hand", 1_000, () -> !results.isEmpty());
    if (results.get(0).status() != Status.OK) {
      throw new AssertionError(op.text() + ": " + results.get(0).status());
    }
    time.advance(500);
  }

  /** A partition's state as its node has it. */
  String state(String topic, int partition) {
    String text =
        ensemble.tree().text("/brokers/topics/" + topic + "/partitions/" + partition + "/state");
    return text == null ? "" : text;
  }

  /** A process with a controller and what it was told as a broker. */
  final class Broker {
    final int id;
    final Connection connection = ensemble.connect();
    final EventLoop loop;
    final MetricsRegistry metrics = new MetricsRegistry(null, () -> 0);
    final MetadataCache metadata;
    final BrokerMembership membership;
    final ClusterController controller;
    final List<BrokerMembership.Outcome> registrations = new ArrayList<>();
    final Map<String, LeaderAndIsrPartitionState> replicas = new TreeMap<>();
    final List<String> deleted = new ArrayList<>();

    /** Replicas that lie in a failed log directory. */
    final TreeSet<String> failed = new TreeSet<>();

    /** The topics that the first metadata named; -1 before. */
    int firstTopics = -1;

    /** Thrown when its controller checks the settings of a new topic, unless it is null. */
    @Nullable Error settingsError;

    boolean alive = true;
    boolean reachable = true;

    Broker(int id) {
      this.id = id;
      this.loop = time.loop("controller-" + id);
      CoordinationClient client = connection.on(loop);
      BrokerRegistration registration =
          new BrokerRegistration(
              5,
              List.of(new BrokerEndpoint(LISTENER, LISTENER, "host" + id, 9092)),
              -1,
              0,
              null,
              new TreeMap<>());
      metadata = new MetadataCache(loop);
      metadata.addListener(
          (before, after, delta) ->
              firstTopics = firstTopics < 0 ? after.topics().size() : firstTopics);
      membership = new BrokerMembership(client, loop, id, registration, 6_000);
      controller =
          new ClusterController(
              id,
              loop,
              client,
              membership,
              new Channels(this),
              LISTENER,
              new ControllerRules(1, 1, true, configs -> checked(), 10, 300, () -> false),
              metadata);
      controller.show(metrics);
      controller.start(registrations::add);
    }

    private @Nullable String checked() {
      if (settingsError != null) {
        throw settingsError;
      }
      return null;
    }

    /** A number that the controller shows in metrics. */
    Object gauge(String name) {
      String bean = "kafka.controller:type=KafkaController,name=" + name;
      return Objects.requireNonNull(metrics.dropwizard().getGauges().get(bean)).getValue();
    }

    /** The process dies; its session ends with it. */
    void kill() {
      alive = false;
      connection.expire();
    }

    @Nullable PartitionImage image(String topic, int partition) {
      return metadata.image().partition(topic, partition);
    }

    ApiMessage answer(ApiMessage request) {
      if (request instanceof UpdateMetadataRequest update) {
        if (update.brokerEpoch() >= membership.epoch()) {
          metadata.update(update);
        }
        return new UpdateMetadataResponse();
      }
      if (request instanceof LeaderAndIsrRequest leaders) {
        return leaderAndIsr(leaders);
      }
      if (request instanceof StopReplicaRequest stop) {
        for (StopReplicaTopicState topic : stop.topicStates()) {
          for (StopReplicaPartitionState partition : topic.partitionStates()) {
            String name = topic.topicName() + "-" + partition.partitionIndex();
            if (partition.deletePartition()) {
              replicas.remove(name);
              deleted.add(name);
            }
          }
        }
        return new StopReplicaResponse();
      }
      throw new AssertionError(request);
    }

    private ApiMessage leaderAndIsr(LeaderAndIsrRequest request) {
      if (request.brokerEpoch() < membership.epoch()) {
        return new LeaderAndIsrResponse().errorCode(ErrorCode.STALE_BROKER_EPOCH.code());
      }
      List<LeaderAndIsrTopicError> answers = new ArrayList<>();
      for (LeaderAndIsrTopicState topic : request.topicStates()) {
        List<LeaderAndIsrPartitionError> partitions = new ArrayList<>();
        answers.add(
            new LeaderAndIsrTopicError().topicId(topic.topicId()).partitionErrors(partitions));
        for (LeaderAndIsrPartitionState told : topic.partitionStates()) {
          String name = topic.topicName() + "-" + told.partitionIndex();
          LeaderAndIsrPartitionState known = replicas.get(name);
          boolean stored = !failed.contains(name);
          partitions.add(
              new LeaderAndIsrPartitionError()
                  .partitionIndex(told.partitionIndex())
                  .errorCode((stored ? ErrorCode.NONE : ErrorCode.KAFKA_STORAGE_ERROR).code()));
          boolean leaderAlive = told.leader() < 0 || metadata.image().isAlive(told.leader());
          if (known == null || told.leaderEpoch() > known.leaderEpoch()) {
            if (!leaderAlive) {
              throw new AssertionError("broker " + id + " does not know the leader of " + name);
            }
            replicas.put(name, told);
          }
        }
      }
      return new LeaderAndIsrResponse().topics(answers);
    }
  }

  /** Carries requests in virtual time; a broker that is dead or cut off does not answer. */
  private final class Channels implements BrokerChannels {
    private final Broker from;

    Channels(Broker from) {
      this.from = from;
    }

    @Override
    public Channel open(int brokerId, String host, int port) {
      return new Channel() {
        private boolean closed;

        @Override
        public void send(
            ApiKey api, short version, ApiMessage request, Consumer<@Nullable ApiMessage> reply) {
          from.loop.schedule(
              1,
              () -> {
                Broker to = brokers.get(brokerId);
                if (closed || !from.alive) {
                  return;
                }
                if (to == null || !to.alive || !to.reachable) {
                  reply.accept(null);
                } else {
                  trace.add(from.id + " -> " + brokerId + " " + api);
                  reply.accept(to.answer(request));
                }
              });
        }

        @Override
        public void close() {
          closed = true;
        }
      };
    }
  }
}
