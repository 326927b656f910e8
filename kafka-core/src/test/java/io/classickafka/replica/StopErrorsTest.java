package io.classickafka.replica;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistryListener;
import io.classickafka.badinput.FailingLog;
import io.classickafka.log.AppendResult;
import io.classickafka.log.LogDir;
import io.classickafka.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A replica that is taken away ends, although somebody cannot be told of it. */
class StopErrorsTest {

  private static final TopicPartition ORDERS = new TopicPartition("orders", 0);
  private static final TopicPartition OTHER = new TopicPartition("other", 0);

  private final List<TopicPartition> told = new ArrayList<>();
  private ReplicaWorld world;

  @BeforeEach
  void open() {
    world = new ReplicaWorld();
    world.replicas.addListener(
        new Stopped(
            name -> {
              throw new OutOfMemoryError("planted");
            }));
    world.replicas.addListener(new Stopped(told::add));
  }

  @AfterEach
  void close() {
    world.close();
  }

  private record Stopped(Consumer<TopicPartition> onStop) implements LeadershipListener {
    @Override
    public void onLeading(Partition partition, int leaderEpoch) {}

    @Override
    public void onFollowing(TopicPartition partition, int leaderEpoch) {}

    @Override
    public void onStopped(TopicPartition partition) {
      onStop.accept(partition);
    }
  }

  private ErrorCode delete() {
    return delete(ReplicaWorld.CONTROLLER, ORDERS).get(0);
  }

  private List<ErrorCode> delete(StopSender sender, TopicPartition... names) {
    List<Replicas.Stop> stops = new ArrayList<>();
    for (TopicPartition name : names) {
      stops.add(new Replicas.Stop(name, ControlRule.EPOCH_DURING_DELETION, true));
    }
    List<List<ErrorCode>> answers = new ArrayList<>();
    world.replicas.stop(stops, sender, answers::add);
    world.simulation.runUntilIdle();
    assertThat(answers).hasSize(1);
    return answers.get(0);
  }

  @Test
  void aDeletionIsAnsweredAndTheTopicThatIsMadeAgainHasItsLogForItself() {
    Partition first = world.leadAlone(ORDERS);
    world.append(first, 3, false);
    assertThat(delete()).isEqualTo(ErrorCode.NONE);
    assertThat(told).containsExactly(ORDERS);
    assertThat(world.logDirs.log(ORDERS)).isNull();

    world.ids.put(ORDERS, new Uuid(2, 2));
    Partition second = world.leadAlone(ORDERS);
    assertThat(world.append(first, 1, false)).isInstanceOf(AppendResult.Rejected.class);
    assertThat(second.log().logEndOffset()).isZero();
  }

  @Test
  void soItIsWhenItCannotEvenBeLogged() {
    Partition partition = world.leadAlone(ORDERS);
    FailingLog.during(() -> assertThat(delete()).isEqualTo(ErrorCode.NONE));
    assertThat(partition.stopped()).isTrue();
    assertThat(told).containsExactly(ORDERS);
  }

  @Test
  void soItIsWhenAMetricCannotBeTakenAway() {
    Partition partition = world.leadAlone(ORDERS);
    world
        .metrics
        .dropwizard()
        .addListener(
            new MetricRegistryListener.Base() {
              @Override
              public void onGaugeRemoved(String name) {
                throw new OutOfMemoryError("planted");
              }
            });
    assertThat(delete()).isEqualTo(ErrorCode.NONE);
    assertThat(partition.stopped()).isTrue();
    assertThat(told).containsExactly(ORDERS);
    assertThat(world.logDirs.log(ORDERS)).isNull();
  }

  @Test
  void oneThatCannotBeJudgedKeepsNoOtherFromItsEnd() {
    world.leadAlone(ORDERS);
    delete(new StopSender(7, name -> null), ORDERS);
    world.ids.put(ORDERS, new Uuid(2, 2));
    world.leadAlone(ORDERS);
    world.leadAlone(OTHER);
    StopSender failing =
        new StopSender(
            7,
            name -> {
              throw new OutOfMemoryError("planted");
            });
    FailingLog.during(
        () ->
            assertThat(delete(failing, ORDERS, OTHER))
                .containsExactly(ErrorCode.UNKNOWN_SERVER_ERROR, ErrorCode.NONE));
    assertThat(world.logDirs.log(OTHER)).isNull();
  }

  @Test
  void aDirectoryThatFailsTakesAllItsReplicasAlong() {
    world.leadAlone(ORDERS);
    LogDir dir = world.leadAlone(OTHER).log().dir();
    List<String> done = new ArrayList<>();
    world.replicas.onDirOffline(dir, () -> done.add("done"));
    world.simulation.runUntilIdle();
    assertThat(done).containsExactly("done");
    assertThat(told).containsExactly(ORDERS, OTHER);
    assertThat(world.replicas.registry().offlineCount()).isEqualTo(2);
  }
}
