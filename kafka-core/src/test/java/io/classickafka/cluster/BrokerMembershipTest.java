package io.classickafka.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.cluster.BrokerMembership.Outcome;
import io.classickafka.coordination.CoordinationClient;
import io.classickafka.coordination.NodeStat;
import io.classickafka.coordination.Op;
import io.classickafka.coordination.Op.Lifetime;
import io.classickafka.seam.EventLoop;
import io.classickafka.simulation.SimulatedEnsemble;
import io.classickafka.simulation.SimulatedEnsemble.Connection;
import io.classickafka.simulation.SimulatedEnsemble.Loss;
import io.classickafka.simulation.VirtualTime;
import io.classickafka.zk.BrokerEndpoint;
import io.classickafka.zk.BrokerRegistration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BrokerMembershipTest {

  private static final int SESSION_TIMEOUT_MS = 6_000;

  private final VirtualTime time = new VirtualTime(1);
  private final SimulatedEnsemble ensemble = new SimulatedEnsemble(time);
  private final List<Outcome> outcomes = new ArrayList<>();

  @BeforeEach
  void setUpTheTree() {
    List<ClusterSetup.Result> results = new ArrayList<>();
    EventLoop loop = time.loop("setup");
    ClusterSetup.run(ensemble.connect().on(loop), loop.random(), results::add);
    time.advance(1_000);
    assertThat(results).hasSize(1).first().isInstanceOf(ClusterSetup.Result.Ready.class);
  }

  @Test
  void secondBrokerFindsTheClusterIdOfTheFirst() {
    String made = ensemble.tree().text("/cluster/id");
    List<ClusterSetup.Result> results = new ArrayList<>();
    EventLoop loop = time.loop("second");
    ClusterSetup.run(ensemble.connect().on(loop), loop.random(), results::add);
    time.advance(1_000);
    ClusterSetup.Result.Ready ready = (ClusterSetup.Result.Ready) results.get(0);
    assertThat(made).contains(ready.clusterId());
    assertThat(ready.clusterId()).hasSize(22);
  }

  @Test
  void brokerEpochIsTheTransactionThatCreatedTheNode() {
    Broker one = new Broker(1, 9092);
    one.register();
    time.advance(100);
    assertThat(outcomes).containsExactly(new Outcome.Registered(one.node().czxid()));
    assertThat(one.membership.epoch()).isEqualTo(one.node().czxid());
    assertThat(ensemble.tree().text("/brokers/ids/1")).contains("PLAINTEXT://localhost:9092");
  }

  @Test
  void lostAnswerIsOursWhenTheSessionOwnsTheNode() {
    Broker one = new Broker(1, 9092);
    one.connection.loseAnswer(Loss.AFTER_APPLY, "/brokers/ids/1");
    one.register();
    time.advance(100);
    assertThat(outcomes).containsExactly(new Outcome.Registered(one.node().czxid()));
  }

  @Test
  void nodeOfAnOwnFormerSessionIsReplacedAtOnceWithAGreaterEpoch() {
    Broker one = new Broker(1, 9092);
    one.register();
    time.advance(100);
    long former = one.membership.epoch();
    one.connection.expireAtClientOnly();
    time.advance(10);
    one.membership.forget();
    assertThat(one.membership.epoch()).isEqualTo(BrokerMembership.NOT_REGISTERED);
    // What is meant for the life before that one stays refused.
    assertThat(one.membership.latestEpoch()).isEqualTo(former);
    one.connection.newSession();
    time.advance(10);
    one.register();
    time.advance(100);
    assertThat(one.membership.epoch()).isGreaterThan(former);
    assertThat(one.node().ephemeralOwner()).isEqualTo(one.connection.sessionId());
  }

  @Test
  void restartRightAfterAKillWaitsForTheFormerSessionToEnd() {
    Broker killed = new Broker(1, 9092);
    killed.register();
    time.advance(100);
    outcomes.clear();
    Broker restarted = new Broker(1, 9092);
    restarted.register();
    time.advance(4_000);
    assertThat(outcomes).isEmpty();
    ensemble.serverForgets(killed.connection.sessionId());
    time.advance(100);
    assertThat(outcomes).containsExactly(new Outcome.Registered(restarted.node().czxid()));
  }

  @Test
  void anotherLiveBrokerWithTheSameIdIsRefusedOnceASessionWouldHaveEnded() {
    new Broker(1, 9092).register();
    time.advance(100);
    outcomes.clear();
    new Broker(1, 9092).register();
    time.advance(SESSION_TIMEOUT_MS + 6_000);
    assertThat(outcomes).hasSize(1);
    assertThat(((Outcome.Refused) outcomes.get(0)).reason()).contains("broker id 1 is taken");
  }

  @Test
  void anAddressThatAnotherBrokerAdvertisesIsRefused() {
    new Broker(1, 9092).register();
    time.advance(100);
    outcomes.clear();
    new Broker(2, 9092).register();
    time.advance(SESSION_TIMEOUT_MS + 6_000);
    assertThat(((Outcome.Refused) outcomes.get(0)).reason())
        .contains("localhost:9092")
        .contains("/brokers/ids/1");
  }

  @Test
  void sessionThatEndsMeanwhileEndsTheAttempt() {
    Broker one = new Broker(1, 9092);
    time.advance(10);
    one.register();
    one.connection.expire();
    time.advance(100);
    assertThat(outcomes).containsExactly(new Outcome.SessionEnded());
  }

  @Test
  void generatedIdsLieAboveTheReservedOnes() {
    List<Integer> ids = new ArrayList<>();
    CoordinationClient client = ensemble.connect().on(time.loop("ids"));
    ClusterSetup.nextBrokerId(client, 1000, ids::add);
    ClusterSetup.nextBrokerId(client, 1000, ids::add);
    time.advance(100);
    assertThat(ids).containsExactly(1001, 1002);
  }

  @Test
  void foreignNodeIsLeftAloneWhileItsSessionLives() {
    EventLoop loop = time.loop("foreign");
    Connection foreign = ensemble.connect();
    foreign
        .on(loop)
        .write(List.of(new Op.Create("/brokers/ids/1", null, Lifetime.EPHEMERAL)), result -> {});
    time.advance(10);
    new Broker(1, 9092).register();
    time.advance(3_000);
    assertThat(ensemble.tree().stat("/brokers/ids/1"))
        .extracting(NodeStat::ephemeralOwner)
        .isEqualTo(foreign.sessionId());
  }

  private final class Broker {
    final int id;
    final Connection connection = ensemble.connect();
    final BrokerMembership membership;

    Broker(int id, int port) {
      this.id = id;
      EventLoop loop = time.loop("broker-" + id);
      BrokerRegistration registration =
          new BrokerRegistration(
              5,
              List.of(new BrokerEndpoint("PLAINTEXT", "PLAINTEXT", "localhost", port)),
              -1,
              1_730_000_000_000L,
              null,
              new TreeMap<>());
      membership =
          new BrokerMembership(connection.on(loop), loop, id, registration, SESSION_TIMEOUT_MS);
    }

    void register() {
      membership.register(connection.sessionId(), outcomes::add);
    }

    NodeStat node() {
      NodeStat stat = ensemble.tree().stat("/brokers/ids/" + id);
      if (stat == null) {
        throw new AssertionError("no node for broker " + id);
      }
      return stat;
    }
  }
}
