package io.classickafka.simulation.run;

import io.classickafka.client.cluster.Call;
import io.classickafka.client.cluster.ClusterClient;
import io.classickafka.client.cluster.Outcome;
import io.classickafka.client.cluster.Target;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.message.ElectLeadersRequest;
import io.classickafka.simulation.world.Clock;
import io.classickafka.simulation.world.ProcessLoop;
import io.classickafka.simulation.world.SimulatedProcess;
import io.classickafka.simulation.world.SimulatedTransport;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/** Asks the controller for what no broker decides by itself. */
final class Operator {

  private static final int TIMEOUT_MS = 5_000;
  private static final byte UNCLEAN = 1;

  private final ProcessLoop loop;
  private final ClusterClient client;

  Operator(Cluster cluster) {
    SimulatedProcess process =
        new SimulatedProcess(
            cluster.world,
            "operator",
            cluster.network.host("10.0.3.2"),
            Clock.exact(cluster.world));
    loop = process.loop("client");
    client =
        new ClusterClient(
            loop,
            new SimulatedTransport(cluster.network, process, List.of(loop)),
            cluster.clientSettings("operator"),
            () -> {});
  }

  /** Has a partition without leader led by whoever is there. Whether that works is seen later. */
  void elect(TopicPartition partition) {
    loop.execute(() -> client.call(new Election(partition), TIMEOUT_MS));
  }

  private record Election(TopicPartition partition) implements Call<Boolean> {

    @Override
    public ApiKey api() {
      return ApiKey.ELECT_LEADERS;
    }

    @Override
    public Target target() {
      return Target.CONTROLLER;
    }

    @Override
    public ApiMessage request() {
      return new ElectLeadersRequest()
          .electionType(UNCLEAN)
          .timeoutMs(TIMEOUT_MS)
          .topicPartitions(
              List.of(
                  new ElectLeadersRequest.TopicPartitions()
                      .topic(partition.topic())
                      .partitions(List.of(partition.partition()))));
    }

    @Override
    public Outcome<Boolean> outcome(ApiMessage response, short version) {
      return Outcome.done(true);
    }
  }
}
