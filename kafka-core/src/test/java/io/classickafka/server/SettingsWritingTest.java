package io.classickafka.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.config.BrokerConfig;
import io.classickafka.config.BrokerProperties;
import io.classickafka.config.SettingsChange;
import io.classickafka.config.SettingsChange.Edit;
import io.classickafka.config.SettingsChange.Kind;
import io.classickafka.config.TopicProperties;
import io.classickafka.coordination.CoordinationClient;
import io.classickafka.coordination.Op;
import io.classickafka.simulation.SimulatedEnsemble;
import io.classickafka.simulation.VirtualTime;
import io.classickafka.zk.ConfigEntity;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Settings changed at run time: two brokers over one tree of nodes. */
class SettingsWritingTest {

  private static final ConfigEntity.TopicEntity TOPIC = new ConfigEntity.TopicEntity("t");
  private static final ConfigEntity.BrokerEntity BROKER_1 = new ConfigEntity.BrokerEntity(1);
  private static final ConfigEntity.BrokerEntity ALL_BROKERS = new ConfigEntity.BrokerEntity(null);

  private final VirtualTime time = new VirtualTime(1);
  private final SimulatedEnsemble ensemble = new SimulatedEnsemble(time);
  private final List<String> outcomes = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private SimulatedEnsemble.Connection connection;
  private CoordinationClient client;
  private StoredConfigs here;
  private StoredConfigs elsewhere;
  private SettingsWriting writing;

  @BeforeEach
  void open() {
    connection = ensemble.connect();
    var loop = time.loop("control");
    client = connection.on(loop);
    for (String path :
        List.of(
            "/config",
            "/config/topics",
            "/config/brokers",
            "/config/changes",
            "/brokers",
            "/brokers/topics",
            "/brokers/topics/t")) {
      create(path, null);
    }
    create("/controller", "{\"version\":2,\"brokerid\":2,\"timestamp\":\"1\"}");
    here = new StoredConfigs(client, loop, config(1));
    here.start(ready -> {});
    here.identify(1, () -> {});
    here.onChanged(topic -> told.add("topic " + topic), () -> told.add("broker"));
    var otherLoop = time.loop("control-2");
    elsewhere = new StoredConfigs(ensemble.connect().on(otherLoop), otherLoop, config(2));
    elsewhere.start(ready -> {});
    elsewhere.identify(2, () -> {});
    writing = new SettingsWriting(client, loop, here);
    time.advance(1_000);
  }

  private static BrokerConfig config(int id) {
    return BrokerConfig.parse(Map.of("zookeeper.connect", "z:1", "broker.id", Integer.toString(id)))
        .orThrow();
  }

  private void create(String path, String data) {
    byte[] bytes = data == null ? null : data.getBytes(StandardCharsets.UTF_8);
    client.write(List.of(new Op.Create(path, bytes, Op.Lifetime.PERSISTENT)), result -> {});
  }

  private void change(ConfigEntity entity, String name, Kind kind, String value) {
    SettingsChange change = new SettingsChange(false, List.of(new Edit(name, kind, value)));
    writing.change(
        entity,
        change,
        false,
        outcome ->
            outcomes.add(
                outcome.error() + (outcome.message() == null ? "" : " " + outcome.message())));
  }

  @Test
  void aTopicsSettingsAreWrittenWithTheirNotificationAndTakenUpByEveryBroker() {
    change(TOPIC, "retention.ms", Kind.SET, "5000");
    time.advance(1_000);
    assertThat(outcomes).containsExactly("NONE");
    assertThat(ensemble.writes())
        .anyMatch(write -> write.contains("{\"version\":1,\"config\":{\"retention.ms\":\"5000\"}}"))
        .anyMatch(
            write ->
                write.contains("/config/changes/config_change_")
                    && write.contains("{\"version\":2,\"entity_path\":\"topics/t\"}"));
    assertThat(here.of("t").get(TopicProperties.RETENTION_MS)).isEqualTo(5_000);
    assertThat(elsewhere.of("t").get(TopicProperties.RETENTION_MS)).isEqualTo(5_000);
    assertThat(told).contains("topic t");
    change(TOPIC, "retention.ms", Kind.DELETE, null);
    time.advance(1_000);
    assertThat(elsewhere.of("t").isGiven(TopicProperties.RETENTION_MS)).isFalse();
  }

  @Test
  void whoeverChangedItSeesTheChangeWithTheAnswer() {
    SettingsChange change =
        new SettingsChange(false, List.of(new Edit("retention.ms", Kind.SET, "7")));
    List<Long> seen = new ArrayList<>();
    writing.change(
        TOPIC, change, false, outcome -> seen.add(here.of("t").get(TopicProperties.RETENTION_MS)));
    time.advance(1_000);
    assertThat(seen).containsExactly(7L);
  }

  @Test
  void aValidationWritesNothing() {
    SettingsChange change =
        new SettingsChange(false, List.of(new Edit("retention.ms", Kind.SET, "7")));
    writing.change(TOPIC, change, true, outcome -> outcomes.add(outcome.error().toString()));
    time.advance(1_000);
    assertThat(outcomes).containsExactly("NONE");
    assertThat(ensemble.writes()).noneMatch(write -> write.contains("retention"));
  }

  @Test
  void twoChangesAtOnceLoseNothing() {
    change(TOPIC, "retention.ms", Kind.SET, "5000");
    change(TOPIC, "segment.bytes", Kind.SET, "2000");
    change(TOPIC, "cleanup.policy", Kind.APPEND, "compact");
    time.advance(5_000);
    assertThat(outcomes).containsExactly("NONE", "NONE", "NONE");
    assertThat(here.of("t").given())
        .containsEntry("retention.ms", "5000")
        .containsEntry("segment.bytes", "2000")
        .containsEntry("cleanup.policy", "delete,compact");
  }

  @Test
  void aLostAnswerIsNotTakenForAFailure() {
    connection.loseAnswer(SimulatedEnsemble.Loss.AFTER_APPLY, "/config/topics/t");
    change(TOPIC, "retention.ms", Kind.SET, "5000");
    time.advance(10_000);
    assertThat(outcomes).containsExactly("NONE");
    assertThat(here.of("t").get(TopicProperties.RETENTION_MS)).isEqualTo(5_000);
  }

  @Test
  void aDeletedTopicGetsNoSettings() {
    client.write(List.of(new Op.Delete("/brokers/topics/t", Op.ANY_VERSION)), result -> {});
    change(TOPIC, "retention.ms", Kind.SET, "5000");
    time.advance(1_000);
    assertThat(outcomes).containsExactly("UNKNOWN_TOPIC_OR_PARTITION");
  }

  @Test
  void nothingIsWrittenWithoutAControllerOrUnderOneOfTheOtherKind() {
    client.write(List.of(new Op.Delete("/controller", Op.ANY_VERSION)), result -> {});
    change(TOPIC, "retention.ms", Kind.SET, "1");
    time.advance(20_000);
    assertThat(outcomes).containsExactly("REQUEST_TIMED_OUT");
    create("/controller", "{\"version\":2,\"brokerid\":3000,\"kraftControllerEpoch\":5}");
    change(TOPIC, "retention.ms", Kind.SET, "1");
    time.advance(1_000);
    assertThat(outcomes).last().asString().startsWith("STALE_CONTROLLER_EPOCH");
    assertThat(here.of("t").isGiven(TopicProperties.RETENTION_MS)).isFalse();
  }

  @Test
  void aBrokersSettingsAreItsOwnAndThoseOfAllAreEverybodys() {
    change(BROKER_1, "log.retention.ms", Kind.SET, "5000");
    change(ALL_BROKERS, "log.segment.bytes", Kind.SET, "3000");
    time.advance(2_000);
    assertThat(outcomes).containsExactly("NONE", "NONE");
    assertThat(here.of("any").get(TopicProperties.RETENTION_MS)).isEqualTo(5_000);
    assertThat(here.of("any").get(TopicProperties.SEGMENT_BYTES)).isEqualTo(3_000);
    assertThat(elsewhere.of("any").get(TopicProperties.RETENTION_MS)).isNotEqualTo(5_000);
    assertThat(elsewhere.broker().get(BrokerProperties.LOG_SEGMENT_BYTES)).isEqualTo(3_000);
    assertThat(told).contains("broker");
    assertThat(here.broker().describeClusterDefaults())
        .extracting(entry -> entry.name() + "=" + entry.value() + " " + entry.synonyms().size())
        .containsExactly("log.segment.bytes=3000 1");
  }

  @Test
  void theCleanerAndTheFetchersGoByAChangeAtOnce() {
    change(BROKER_1, "log.cleaner.io.max.bytes.per.second", Kind.SET, "5000");
    change(ALL_BROKERS, "log.cleaner.threads", Kind.SET, "2");
    change(ALL_BROKERS, "num.replica.fetchers", Kind.SET, "3");
    time.advance(2_000);
    assertThat(outcomes).containsExactly("NONE", "NONE", "NONE");
    assertThat(CleanerLimits.of(here.broker()).threads()).isEqualTo(2);
    assertThat(CleanerLimits.of(here.broker()).maxBytesPerSecond()).isEqualTo(5_000);
    assertThat(elsewhere.broker().get(BrokerProperties.NUM_REPLICA_FETCHERS)).isEqualTo(3);
  }

  @Test
  void whatTheBrokerCouldNotGoByIsRefused() {
    change(BROKER_1, "log.roll.ms", Kind.SET, "0");
    change(ALL_BROKERS, "broker.rack", Kind.SET, "a");
    change(TOPIC, "retention.ms", Kind.SET, "x");
    time.advance(1_000);
    assertThat(outcomes)
        .anyMatch(outcome -> outcome.startsWith("INVALID_REQUEST Cannot update"))
        .anyMatch(outcome -> outcome.startsWith("INVALID_CONFIG Invalid config value"));
    assertThat(ensemble.writes()).allMatch(write -> !write.contains("rack"));
  }

  @Test
  void oldNotificationsAreForgotten() {
    change(TOPIC, "retention.ms", Kind.SET, "1");
    time.advance(16 * 60_000);
    change(TOPIC, "retention.ms", Kind.SET, "2");
    time.advance(1_000);
    List<String> left = new ArrayList<>();
    client.children("/config/changes", null, result -> left.addAll(result.children()));
    time.advance(1_000);
    assertThat(left).containsExactly("config_change_0000000001");
  }
}
