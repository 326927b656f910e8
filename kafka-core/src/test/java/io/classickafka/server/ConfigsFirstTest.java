package io.classickafka.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.api.Answer;
import io.classickafka.api.Peer;
import io.classickafka.api.RequestContext;
import io.classickafka.config.BrokerConfig;
import io.classickafka.coordination.Op;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.message.DescribeConfigsRequest;
import io.classickafka.protocol.message.DescribeConfigsRequest.DescribeConfigsResource;
import io.classickafka.protocol.message.LeaderAndIsrRequest;
import io.classickafka.protocol.message.LeaderAndIsrRequest.LeaderAndIsrPartitionState;
import io.classickafka.protocol.message.LeaderAndIsrRequest.LeaderAndIsrTopicState;
import io.classickafka.seam.ByteSlice;
import io.classickafka.seam.EventLoop;
import io.classickafka.security.Principal;
import io.classickafka.simulation.SimulatedEnsemble;
import io.classickafka.simulation.SimulatedEnsemble.Loss;
import io.classickafka.simulation.VirtualTime;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What is known of a topic that came after the broker's session began, when a log of it is made and
 * when its settings are shown.
 */
class ConfigsFirstTest {

  private static final String NODE = "/config/topics/t";

  private final VirtualTime time = new VirtualTime(1);
  private final SimulatedEnsemble ensemble = new SimulatedEnsemble(time);
  private final SimulatedEnsemble.Connection maker = ensemble.connect();
  private final SimulatedEnsemble.Connection connection = ensemble.connect();
  private final EventLoop network = time.loop("network");
  private final Set<TopicPartition> logs = new LinkedHashSet<>();

  /** What was known of the topic's settings each time the request was handled. */
  private final List<Map<String, String>> seen = new ArrayList<>();

  private StoredConfigs configs;
  private ConfigsFirst handler;
  private Answer answer = new Unanswered();

  @BeforeEach
  void open() {
    for (String path : List.of("/config", "/config/topics", "/config/brokers", "/config/changes")) {
      write(new Op.Create(path, null, Op.Lifetime.PERSISTENT));
    }
    EventLoop loop = time.loop("control");
    BrokerConfig file =
        BrokerConfig.parse(Map.of("zookeeper.connect", "z:1", "broker.id", "1")).orThrow();
    configs = new StoredConfigs(connection.on(loop), loop, file);
    handler =
        new ConfigsFirst(
            configs, logs::contains, (context, message) -> seen.add(configs.of("t").given()));
    List<String> ready = new ArrayList<>();
    configs.start(failure -> ready.add(String.valueOf(failure)));
    time.advance(1_000);
    assertThat(ready).containsExactly("null");
  }

  private void write(Op op) {
    maker.on(time.loop("maker")).write(List.of(op), result -> {});
    time.advance(10);
  }

  private void makeTopic() {
    byte[] compacted =
        "{\"version\":1,\"config\":{\"cleanup.policy\":\"compact\"}}"
            .getBytes(StandardCharsets.UTF_8);
    write(new Op.Create(NODE, compacted, Op.Lifetime.PERSISTENT));
  }

  private void tell(int partition, boolean isNew) {
    LeaderAndIsrPartitionState state =
        new LeaderAndIsrPartitionState()
            .topicName("t")
            .partitionIndex(partition)
            .leaderEpoch(0)
            .isNew(isNew);
    handle(
        new LeaderAndIsrRequest()
            .topicStates(
                List.of(
                    new LeaderAndIsrTopicState().topicName("t").partitionStates(List.of(state)))));
  }

  private void handle(LeaderAndIsrRequest request) {
    handler.handle(context(ApiKey.LEADER_AND_ISR), request);
  }

  private RequestContext context(ApiKey api) {
    return new RequestContext(
        api,
        api.highestVersion(),
        1,
        "controller",
        new Peer("c", "PLAINTEXT", new InetSocketAddress("127.0.0.1", 1), Principal.ANONYMOUS),
        network,
        ByteSlice.empty(),
        answer);
  }

  private void show(byte type, String... names) {
    DescribeConfigsRequest request = new DescribeConfigsRequest();
    for (String name : names) {
      request.resources().add(new DescribeConfigsResource().resourceType(type).resourceName(name));
    }
    new ShownConfigs(configs, (context, message) -> seen.add(configs.of("t").given()))
        .handle(context(ApiKey.DESCRIBE_CONFIGS), request);
  }

  @Test
  void aTopicsSettingsAreShownWhereItHasNoReplica() {
    makeTopic();
    show(ConfigResource.Type.TOPIC.id(), "t", "no/name");
    time.advance(100);
    assertThat(seen).containsExactly(Map.of("cleanup.policy", "compact"));
    write(new Op.Delete(NODE, Op.ANY_VERSION));
    show(ConfigResource.Type.TOPIC.id(), "t");
    time.advance(100);
    assertThat(seen.get(1)).isEmpty();
  }

  @Test
  void nothingIsReadToShowABroker() {
    connection.suspend();
    show(ConfigResource.Type.BROKER.id(), "1");
    assertThat(seen).as("at once").hasSize(1);
  }

  @Test
  void aLogThatANewControllerDoesNotCallNewWaitsForItsTopicsSettings() {
    makeTopic();
    tell(0, false);
    assertThat(seen).isEmpty();
    time.advance(100);
    assertThat(seen).containsExactly(Map.of("cleanup.policy", "compact"));
  }

  @Test
  void soDoesOneOfAControllerThatDoesNotGroupByTopic() {
    makeTopic();
    handle(
        new LeaderAndIsrRequest()
            .ungroupedPartitionStates(
                List.of(new LeaderAndIsrPartitionState().topicName("t").partitionIndex(0))));
    time.advance(100);
    assertThat(seen).containsExactly(Map.of("cleanup.policy", "compact"));
  }

  @Test
  void oneMoreReplicaOfATopicThatHasAnotherHereWaitsToo() {
    logs.add(new TopicPartition("t", 0));
    makeTopic();
    tell(1, false);
    assertThat(seen).isEmpty();
    time.advance(100);
    assertThat(seen).containsExactly(Map.of("cleanup.policy", "compact"));
  }

  @Test
  void nothingIsReadWhereTheLogsAreThere() {
    logs.add(new TopicPartition("t", 0));
    connection.suspend();
    tell(0, false);
    tell(0, true);
    assertThat(seen).as("at once").hasSize(2);
  }

  @Test
  void settingsThatAServerWhichIsBehindDoesNotShowYetAreWaitedFor() {
    maker.loseAnswer(Loss.APPLIED_LATE, NODE);
    makeTopic();
    tell(0, true);
    time.advance(100);
    assertThat(seen).containsExactly(Map.of("cleanup.policy", "compact"));
  }

  @Test
  void theyAreReadInTheNextSessionWhenThisOneEnds() {
    makeTopic();
    ensemble.latencyMs(100);
    // The first falls into the wait for what is newest, the second into the read behind it.
    for (long cutAfterMs : new long[] {50, 150}) {
      seen.clear();
      tell(0, false);
      time.advance(cutAfterMs);
      connection.expire();
      time.advance(60_000);
      assertThat(seen).as("cut after %d ms", cutAfterMs).isEmpty();
      connection.newSession();
      time.advance(5_000);
      assertThat(seen)
          .as("cut after %d ms", cutAfterMs)
          .containsExactly(Map.of("cleanup.policy", "compact"));
    }
  }

  /** Nobody else would end it: what the controller sends next would wait behind it. */
  @Test
  void aRequestThatWaitedEndsItsConnectionWhenItMeetsAnError() {
    handler =
        new ConfigsFirst(
            configs,
            logs::contains,
            (context, message) -> {
              throw new OutOfMemoryError("planted");
            });
    List<String> closed = new ArrayList<>();
    answer =
        new Unanswered() {
          @Override
          public void closeConnection(RequestContext context, String reason) {
            closed.add(reason);
          }
        };
    makeTopic();
    tell(0, false);
    time.advance(100);
    assertThat(closed).containsExactly("UNKNOWN_SERVER_ERROR");
  }

  private static class Unanswered implements Answer {
    @Override
    public void respond(RequestContext context, ApiMessage response) {
      throw new AssertionError("answered: " + response);
    }

    @Override
    public void respondNothing(RequestContext context) {
      throw new AssertionError("nothing answered");
    }

    @Override
    public void closeConnection(RequestContext context, String reason) {
      throw new AssertionError("closed: " + reason);
    }
  }
}
