package io.classickafka.simulation.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.client.BrokerConnection;
import io.classickafka.client.ConnectionSettings;
import io.classickafka.client.ResponseHandler;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.LeaderAndIsrRequest;
import io.classickafka.protocol.message.LeaderAndIsrResponse;
import io.classickafka.server.BrokerInside;
import io.classickafka.simulation.world.Clock;
import io.classickafka.simulation.world.ProcessLoop;
import io.classickafka.simulation.world.Seeds;
import io.classickafka.simulation.world.SimulatedProcess;
import io.classickafka.simulation.world.SimulatedTransport;
import io.classickafka.simulation.world.World;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A broker that was killed and is back before anybody has noticed. */
class RestartedBrokerTest {

  private static final long BOUND_MS = 10_000;
  private static final long ANSWER_MS = 60_000;

  private final QuietLogs quiet = new QuietLogs();
  private final World world = new World(new Seeds(1));
  private final Cluster cluster = new Cluster(world, RunSettings.twoBrokers());
  private final List<String> answers = new ArrayList<>();

  @AfterEach
  void logsAsBefore() {
    quiet.end();
  }

  @Test
  void doesNotObeyWhatIsMeantForTheLifeBefore() {
    cluster.begin();
    SimulatedBroker broker = cluster.broker(1);
    long former = BrokerInside.brokerEpoch(broker.broker());
    broker.kill();
    broker.start();
    assertThat(world.runUntil(BOUND_MS, "bound", () -> !broker.broker().ports().isEmpty()))
        .isTrue();
    assertThat(BrokerInside.wasRegistered(broker.broker())).isFalse();

    // The controller has seen nothing yet, and what it sends finds the address in use again.
    sendLeaderAndIsr(broker, former);
    assertThat(world.runUntil(ANSWER_MS, "answered", () -> !answers.isEmpty())).isTrue();
    assertThat(answers).containsExactly(ErrorCode.STALE_BROKER_EPOCH.name());
  }

  private void sendLeaderAndIsr(SimulatedBroker to, long brokerEpoch) {
    SimulatedProcess process =
        new SimulatedProcess(
            world, "controller", cluster.network.host("10.0.4.1"), Clock.exact(world));
    ProcessLoop loop = process.loop("client");
    BrokerConnection connection =
        new BrokerConnection(
            loop,
            new SimulatedTransport(cluster.network, process, List.of(loop)),
            to.host().address(),
            SimulatedBroker.PORT,
            new ConnectionSettings("controller", 3_000, 30_000, 50, 500, 4, 100, false));
    LeaderAndIsrRequest request =
        new LeaderAndIsrRequest()
            .controllerId(0)
            .controllerEpoch(1)
            .brokerEpoch(brokerEpoch)
            .topicStates(new ArrayList<>());
    loop.execute(
        () ->
            connection.send(
                ApiKey.LEADER_AND_ISR,
                ApiKey.LEADER_AND_ISR.highestVersion(),
                request,
                new ResponseHandler() {
                  @Override
                  public void onResponse(ApiMessage response, short version) {
                    short error = ((LeaderAndIsrResponse) response).errorCode();
                    answers.add(ErrorCode.of(error).name());
                  }

                  @Override
                  public void onFailure(Failure failure, String detail) {
                    answers.add(failure + " " + detail);
                  }
                }));
  }
}
