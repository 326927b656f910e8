package io.classickafka.simulation.run;

import io.classickafka.client.BrokerConnection;
import io.classickafka.client.ConnectionSettings;
import io.classickafka.client.ResponseHandler;
import io.classickafka.coordination.NodeStat;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.FetchRequest;
import io.classickafka.protocol.message.FetchResponse;
import io.classickafka.protocol.message.LeaderAndIsrRequest;
import io.classickafka.protocol.message.LeaderAndIsrResponse;
import io.classickafka.protocol.message.ListOffsetsRequest;
import io.classickafka.protocol.message.ListOffsetsResponse;
import io.classickafka.record.BatchCursor;
import io.classickafka.record.RecordCursor;
import io.classickafka.seam.ByteSlice;
import io.classickafka.server.Broker;
import io.classickafka.server.BrokerInside;
import io.classickafka.simulation.check.FenceProbe;
import io.classickafka.simulation.check.PartitionNode;
import io.classickafka.simulation.check.ReplicaState;
import io.classickafka.simulation.check.ZombieProbe;
import io.classickafka.simulation.world.Clock;
import io.classickafka.simulation.world.ProcessLoop;
import io.classickafka.simulation.world.SimulatedProcess;
import io.classickafka.simulation.world.SimulatedTransport;
import io.classickafka.simulation.world.ZooKeeperSession;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reads every partition over the wire, over and over; asks for the latest offset; and, where that
 * is wanted, believes in wrong epochs and plays the controller it is not.
 */
final class SimulatedReader {

  /** The last version that names topics. */
  private static final short FETCH_BY_NAME = 12;

  private static final short LIST_OFFSETS_VERSION = 7;
  private static final int CONSUMER = -1;
  private static final long LATEST = -1;
  private static final int MAX_BYTES = 2_000;
  private static final int PAUSE_MS = 150;

  private final Cluster cluster;
  private final ProcessLoop loop;
  private final SimulatedTransport transport;
  private final SplittableRandom draw;
  private final boolean mischief;
  private final Map<Integer, BrokerConnection> connections = new LinkedHashMap<>();
  private final Map<TopicPartition, Long> positions = new LinkedHashMap<>();
  private final RecordCursor records = new RecordCursor(1 << 20);
  private int pauseMs = PAUSE_MS;
  private boolean ended;

  SimulatedReader(Cluster cluster, SplittableRandom draw, boolean mischief) {
    this.cluster = cluster;
    this.draw = draw;
    this.mischief = mischief;
    SimulatedProcess process =
        new SimulatedProcess(
            cluster.world, "reader", cluster.network.host("10.0.2.1"), Clock.exact(cluster.world));
    this.loop = process.loop("client");
    this.transport = new SimulatedTransport(cluster.network, process, List.of(loop));
  }

  /** First offset it was not given yet. */
  long position(TopicPartition partition) {
    return positions.getOrDefault(partition, 0L);
  }

  void start() {
    for (TopicPartition partition : cluster.partitions()) {
      loop.execute(() -> next(partition));
    }
  }

  /** Nothing is added any more: it reads what is left without a pause. */
  void hurry() {
    pauseMs = 1;
  }

  void end() {
    ended = true;
  }

  private void next(TopicPartition partition) {
    if (ended) {
      return;
    }
    loop.schedule(
        1 + draw.nextInt(2 * pauseMs),
        () -> {
          int what = draw.nextInt(mischief ? 8 : 4);
          if (what == 0) {
            askLatest(partition);
          } else if (what < 7) {
            fetch(partition, what >= 4);
          } else {
            playController(partition);
          }
        });
  }

  private void send(
      TopicPartition partition,
      int broker,
      ApiKey api,
      short version,
      ApiMessage request,
      Consumer<ApiMessage> onAnswer) {
    connection(broker)
        .send(
            api,
            version,
            request,
            new ResponseHandler() {
              @Override
              public void onResponse(ApiMessage response, short answered) {
                onAnswer.accept(response);
                next(partition);
              }

              @Override
              public void onFailure(Failure failure, String detail) {
                next(partition);
              }
            });
  }

  private BrokerConnection connection(int broker) {
    return connections.computeIfAbsent(
        broker,
        id ->
            new BrokerConnection(
                loop,
                transport,
                cluster.broker(id).host().address(),
                SimulatedBroker.PORT,
                new ConnectionSettings("reader", 3_000, 5_000, 50, 500, 4, 100, false)));
  }

  private void fetch(TopicPartition partition, boolean wrong) {
    PartitionNode node = cluster.nodes.node(partition);
    if (node == null || node.leader() < 0) {
      next(partition);
      return;
    }
    int broker = wrong && draw.nextBoolean() ? cluster.anyBroker(draw) : node.leader();
    int epoch = wrong ? Math.max(0, node.leaderEpoch() - 1 + draw.nextInt(3)) : node.leaderEpoch();
    long from = position(partition);
    FetchRequest request =
        new FetchRequest()
            .replicaId(CONSUMER)
            .maxWaitMs(100)
            .minBytes(1)
            .maxBytes(MAX_BYTES)
            .sessionEpoch(-1)
            .topics(
                List.of(
                    new FetchRequest.FetchTopic()
                        .topic(partition.topic())
                        .partitions(
                            List.of(
                                new FetchRequest.FetchPartition()
                                    .partition(partition.partition())
                                    .currentLeaderEpoch(epoch)
                                    .fetchOffset(from)
                                    .partitionMaxBytes(MAX_BYTES)))));
    ReplicaState before = cluster.replicas.state(broker, partition);
    send(
        partition,
        broker,
        ApiKey.FETCH,
        FETCH_BY_NAME,
        request,
        response -> {
          for (var topic : ((FetchResponse) response).responses()) {
            for (var answer : topic.partitions()) {
              onFetched(partition, answer);
              ErrorCode error = ErrorCode.of(answer.errorCode());
              probe("Fetch", partition, broker, epoch, before, error);
            }
          }
        });
  }

  private void onFetched(TopicPartition partition, FetchResponse.PartitionData answer) {
    if (answer.errorCode() != 0 || !(answer.records() instanceof ByteSlice slice)) {
      return;
    }
    ByteBuffer bytes = slice.duplicate();
    BatchCursor batches = new BatchCursor().over(bytes, 0, bytes.limit());
    while (batches.next()) {
      if (batches.batch().lastOffset() >= answer.highWatermark()) {
        throw new io.classickafka.simulation.check.Violation(
            "C6", "given " + batches.batch() + " above high watermark " + answer.highWatermark());
      }
      records.open(batches.batch());
      while (records.next()) {
        if (records.offset() >= position(partition)) {
          onRecord(partition, records.offset(), records.value());
        }
      }
    }
  }

  private void onRecord(TopicPartition partition, long offset, @Nullable ByteBuffer value) {
    String text = value == null ? "" : StandardCharsets.UTF_8.decode(value.duplicate()).toString();
    cluster.counts.reads++;
    cluster.checks.all().forEach(check -> check.onRead(partition, offset, text));
    positions.put(partition, offset + 1);
  }

  private void askLatest(TopicPartition partition) {
    PartitionNode node = cluster.nodes.node(partition);
    if (node == null || node.leader() < 0) {
      next(partition);
      return;
    }
    int broker = node.leader();
    int epoch = node.leaderEpoch();
    ListOffsetsRequest request =
        new ListOffsetsRequest()
            .replicaId(CONSUMER)
            .topics(
                List.of(
                    new ListOffsetsRequest.ListOffsetsTopic()
                        .name(partition.topic())
                        .partitions(
                            List.of(
                                new ListOffsetsRequest.ListOffsetsPartition()
                                    .partitionIndex(partition.partition())
                                    .currentLeaderEpoch(epoch)
                                    .timestamp(LATEST)))));
    ReplicaState before = cluster.replicas.state(broker, partition);
    send(
        partition,
        broker,
        ApiKey.LIST_OFFSETS,
        LIST_OFFSETS_VERSION,
        request,
        response -> {
          for (var topic : ((ListOffsetsResponse) response).topics()) {
            for (var answer : topic.partitions()) {
              ErrorCode error = ErrorCode.of(answer.errorCode());
              if (error == ErrorCode.NONE) {
                long offset = answer.offset();
                cluster.checks.all().forEach(check -> check.onLatest(partition, offset));
              }
              probe("ListOffsets", partition, broker, epoch, before, error);
            }
          }
        });
  }

  private void probe(
      String request,
      TopicPartition partition,
      int broker,
      int epoch,
      @Nullable ReplicaState before,
      ErrorCode answer) {
    ReplicaState after = cluster.replicas.state(broker, partition);
    if (before == null || after == null || before.life() != after.life()) {
      return;
    }
    cluster.counts.probes++;
    FenceProbe probe =
        new FenceProbe(
            request, partition, broker, epoch, before.leaderEpoch(), after.leaderEpoch(), answer);
    cluster.checks.all().forEach(check -> check.onFenceProbe(probe));
  }

  /** Sends what a controller of the past, or one that means a former life, would send. */
  private void playController(TopicPartition partition) {
    int id = cluster.anyBroker(draw);
    SimulatedBroker target = cluster.broker(id);
    Broker broker = target.broker();
    int life = target.life();
    if (broker != null && !BrokerInside.wasRegistered(broker)) {
      long former = formerEpoch(target);
      if (former < 1) {
        next(partition);
      } else {
        command(partition, id, life, 1 << 20, former, "a life is meant whose node is still there");
      }
      return;
    }
    long epoch = broker == null ? -1 : BrokerInside.brokerEpoch(broker);
    if (broker == null || epoch < 1 || !BrokerInside.knowsController(broker)) {
      next(partition);
    } else if (draw.nextBoolean()) {
      command(partition, id, life, 1 << 20, epoch - 1, "a former life is meant");
    } else {
      command(partition, id, life, 0, epoch, "the controller is a former one");
    }
  }

  /** The registration that a former life left behind; negative when there is none. */
  private long formerEpoch(SimulatedBroker of) {
    NodeStat node = cluster.zooKeeper.tree().stat("/brokers/ids/" + of.id());
    ZooKeeperSession session = of.session();
    return node == null || session == null || node.ephemeralOwner() == session.sessionId()
        ? -1
        : node.czxid();
  }

  /** Sends a command that must be refused, whenever it is answered in this life. */
  private void command(
      TopicPartition partition,
      int id,
      int life,
      int controllerEpoch,
      long brokerEpoch,
      String why) {
    LeaderAndIsrRequest request =
        new LeaderAndIsrRequest()
            .controllerId(99)
            .controllerEpoch(controllerEpoch)
            .brokerEpoch(brokerEpoch)
            .topicStates(new ArrayList<>());
    send(
        partition,
        id,
        ApiKey.LEADER_AND_ISR,
        ApiKey.LEADER_AND_ISR.highestVersion(),
        request,
        response -> {
          if (cluster.broker(id).life() == life) {
            cluster.counts.probes++;
            ZombieProbe probe =
                new ZombieProbe(
                    "LeaderAndIsr",
                    id,
                    why,
                    ErrorCode.of(((LeaderAndIsrResponse) response).errorCode()));
            cluster.checks.all().forEach(check -> check.onZombieProbe(probe));
          }
        });
  }
}
