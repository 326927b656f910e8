package io.classickafka.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.config.BrokerConfig;
import io.classickafka.config.BrokerProperties;
import io.classickafka.config.TopicProperties;
import io.classickafka.coordination.ChildrenResult;
import io.classickafka.coordination.CoordinationClient;
import io.classickafka.coordination.Op;
import io.classickafka.coordination.ReadResult;
import io.classickafka.coordination.SessionEvent;
import io.classickafka.coordination.Status;
import io.classickafka.coordination.WatchEvent;
import io.classickafka.coordination.WriteResult;
import io.classickafka.simulation.SimulatedEnsemble;
import io.classickafka.simulation.VirtualTime;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The stored settings around the end of a session. */
class StoredConfigsTest {

  private final VirtualTime time = new VirtualTime(1);
  private final SimulatedEnsemble ensemble = new SimulatedEnsemble(time);
  private final CoordinationClient tool = ensemble.connect().on(time.loop("tool"));
  private final SimulatedEnsemble.Connection connection = ensemble.connect();
  private final List<String> told = new ArrayList<>();
  private int listings;
  private StoredConfigs configs;

  @BeforeEach
  void open() {
    for (String path : List.of("/config", "/config/topics", "/config/brokers", "/config/changes")) {
      write(new Op.Create(path, null, Op.Lifetime.PERSISTENT));
    }
    create("/config/topics/t", "retention.ms", "1");
    create("/config/topics/gone", "retention.ms", "2");
    create("/config/topics/same", "retention.ms", "3");
    var loop = time.loop("control");
    configs = new StoredConfigs(new Counting(connection.on(loop)), loop, config());
    configs.onChanged(topic -> told.add("topic " + topic), () -> told.add("broker"));
    configs.start(ready -> told.add("ready " + ready));
    configs.identify(1, () -> {});
    time.advance(1_000);
    assertThat(told).contains("ready null");
    told.clear();
    listings = 0;
  }

  private static BrokerConfig config() {
    return BrokerConfig.parse(Map.of("zookeeper.connect", "z:1", "broker.id", "1")).orThrow();
  }

  private void write(Op op) {
    tool.write(List.of(op), result -> {});
    time.advance(10);
  }

  private void create(String path, String name, String value) {
    write(new Op.Create(path, settings(name, value), Op.Lifetime.PERSISTENT));
  }

  private static byte[] settings(String name, String value) {
    return bytes("{\"version\":1,\"config\":{\"%s\":\"%s\"}}".formatted(name, value));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void notifyOf(String entity) {
    byte[] data = bytes("{\"version\":2,\"entity_path\":\"%s\"}".formatted(entity));
    tool.write(
        List.of(
            new Op.Create(
                "/config/changes/config_change_", data, Op.Lifetime.PERSISTENT_SEQUENTIAL)),
        result -> {});
  }

  private long retention(String topic) {
    return configs.of(topic).get(TopicProperties.RETENTION_MS);
  }

  @Test
  void whatChangedWithoutASessionIsReadInTheNextOneThoughNoNotificationIsLeft() {
    connection.expire();
    write(new Op.SetData("/config/topics/t", settings("retention.ms", "5000"), Op.ANY_VERSION));
    write(new Op.Delete("/config/topics/gone", Op.ANY_VERSION));
    create("/config/topics/fresh", "retention.ms", "7");
    create("/config/brokers/<default>", "log.segment.bytes", "3000");
    create("/config/brokers/1", "log.retention.ms", "4000");
    connection.newSession();
    time.advance(1_000);
    assertThat(retention("t")).isEqualTo(5_000);
    assertThat(retention("fresh")).isEqualTo(7);
    assertThat(retention("gone")).isEqualTo(4_000);
    assertThat(configs.broker().get(BrokerProperties.LOG_SEGMENT_BYTES)).isEqualTo(3_000);
    assertThat(told).contains("topic t", "topic fresh", "topic gone", "broker");
  }

  @Test
  void aSessionInWhichNothingChangedTellsNobody() {
    connection.expire();
    connection.newSession();
    time.advance(1_000);
    assertThat(told).isEmpty();
  }

  /** Nobody is told of it by a notification. */
  @Test
  void whatATopicWasMadeWithOrIsGoneWithItIsFoundWhenItIsAskedFor() {
    create("/config/topics/fresh", "retention.ms", "7");
    write(new Op.Delete("/config/topics/gone", Op.ANY_VERSION));
    assertThat(retention("fresh")).isNotEqualTo(7);
    List<String> read = new ArrayList<>();
    configs.refresh(List.of("fresh", "gone", "same"), () -> read.add("all"));
    time.advance(1_000);
    assertThat(read).containsExactly("all");
    assertThat(retention("fresh")).isEqualTo(7);
    assertThat(retention("gone")).isNotEqualTo(2);
    assertThat(told).containsExactlyInAnyOrder("topic fresh", "topic gone");
  }

  /** What is known is better than no answer. */
  @Test
  void whatCannotBeReadIsShownAsItIsKnown() {
    connection.expire();
    List<String> read = new ArrayList<>();
    configs.refresh(List.of("t"), () -> read.add("all"));
    time.advance(1_000);
    assertThat(read).containsExactly("all");
    assertThat(retention("t")).isEqualTo(1);
  }

  @Test
  void aChangeWhoseReadIsCutOffByTheSessionsEndTakesEffectInTheNext() {
    for (long cutAfterMs = 100; cutAfterMs <= 600; cutAfterMs += 50) {
      String value = Long.toString(10_000 + cutAfterMs);
      write(new Op.SetData("/config/topics/t", settings("retention.ms", value), Op.ANY_VERSION));
      ensemble.latencyMs(100);
      notifyOf("topics/t");
      time.advance(cutAfterMs);
      connection.expire();
      time.advance(cutAfterMs);
      connection.newSession();
      time.advance(2_000);
      ensemble.latencyMs(1);
      assertThat(retention("t")).as("cut after %d ms", cutAfterMs).isEqualTo(10_000 + cutAfterMs);
    }
  }

  @Test
  void aNewTopicWaitsForItsSettingsWhenTheSessionEnds() {
    create("/config/topics/fresh", "retention.ms", "7");
    List<Long> seen = new ArrayList<>();
    ensemble.latencyMs(100);
    configs.prepare(List.of("fresh"), () -> seen.add(retention("fresh")));
    time.advance(50);
    connection.expire();
    time.advance(20 * 60_000);
    assertThat(seen).isEmpty();
    connection.newSession();
    time.advance(5_000);
    assertThat(seen).containsExactly(7L);
  }

  @Test
  void aStartWhoseSessionEndsIsReadyWithWhatTheNextSessionReads() {
    ensemble.latencyMs(100);
    var loop = time.loop("another");
    SimulatedEnsemble.Connection own = ensemble.connect();
    StoredConfigs another = new StoredConfigs(own.on(loop), loop, config());
    List<String> ready = new ArrayList<>();
    another.start(failure -> ready.add(String.valueOf(failure)));
    // The topics are listed, and not read yet.
    time.advance(150);
    own.expire();
    time.advance(1_000);
    assertThat(ready).isEmpty();
    own.newSession();
    time.advance(2_000);
    assertThat(ready).containsExactly("null");
    assertThat(another.of("t").get(TopicProperties.RETENTION_MS)).isEqualTo(1);
  }

  @Test
  void aConnectionThatComesAndGoesAddsNoWatchers() {
    for (int i = 0; i < 10; i++) {
      connection.suspend();
      time.advance(100);
      connection.resume();
      time.advance(100);
    }
    assertThat(listings).isZero();
    connection.expire();
    connection.newSession();
    time.advance(1_000);
    assertThat(listings).isEqualTo(1);
    listings = 0;
    write(new Op.SetData("/config/topics/t", settings("retention.ms", "9"), Op.ANY_VERSION));
    notifyOf("topics/t");
    time.advance(1_000);
    assertThat(listings).isEqualTo(1);
    assertThat(told).containsExactly("topic t");
    assertThat(retention("t")).isEqualTo(9);
  }

  /** Counts how often the notifications are listed. */
  private final class Counting implements CoordinationClient {

    private final CoordinationClient inner;

    Counting(CoordinationClient inner) {
      this.inner = inner;
    }

    @Override
    public void onSession(Consumer<SessionEvent> listener) {
      inner.onSession(listener);
    }

    @Override
    public void read(
        String path, @Nullable Consumer<WatchEvent> watch, Consumer<ReadResult> reply) {
      inner.read(path, watch, reply);
    }

    @Override
    public void exists(
        String path, @Nullable Consumer<WatchEvent> watch, Consumer<ReadResult> reply) {
      inner.exists(path, watch, reply);
    }

    @Override
    public void sync(Consumer<Status> reply) {
      inner.sync(reply);
    }

    @Override
    public void children(
        String path, @Nullable Consumer<WatchEvent> watch, Consumer<ChildrenResult> reply) {
      if (path.equals("/config/changes")) {
        listings++;
      }
      inner.children(path, watch, reply);
    }

    @Override
    public void write(List<Op> ops, Consumer<WriteResult> reply) {
      inner.write(ops, reply);
    }
  }
}
