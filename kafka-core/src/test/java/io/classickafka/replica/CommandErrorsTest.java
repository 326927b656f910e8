package io.classickafka.replica;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistryListener;
import io.classickafka.badinput.FailingLog;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.replica.Replicas.Assignment;
import io.classickafka.replica.Replicas.DirWish;
import io.classickafka.simulation.MemoryDisk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commands of which a step fails, on whichever thread: they end, and the next one comes. */
class CommandErrorsTest {

  private static final TopicPartition T0 = new TopicPartition("t", 0);
  private static final TopicPartition T1 = new TopicPartition("t", 1);
  private static final TopicPartition T2 = new TopicPartition("t", 2);
  private static final TopicPartition ABSENT = new TopicPartition("absent", 0);
  private static final String A = "/a";
  private static final String B = "/b";

  private final MemoryDisk disk = new MemoryDisk();
  private ReplicaWorld world;
  private String elsewhere;

  @BeforeEach
  void open() {
    world = new ReplicaWorld(disk, disk, List.of(Path.of(A), Path.of(B)));
    elsewhere = world.leadAlone(T0).log().dir().toString().equals(A) ? B : A;
  }

  @AfterEach
  void close() {
    world.close();
  }

  private List<ErrorCode> move(Predicate<TopicPartition> known, TopicPartition... names) {
    List<DirWish> wishes = new ArrayList<>();
    for (TopicPartition name : names) {
      wishes.add(new DirWish(name, elsewhere));
    }
    List<ErrorCode> answers = new ArrayList<>();
    world.replicas.alterLogDirs(wishes, known, answers::addAll);
    world.simulation.runUntilIdle();
    return answers;
  }

  private void assertTheNextCommandComes() {
    assertThat(world.assign(T0, world.state(T0, ReplicaWorld.SELF, 1, List.of(1))))
        .isEqualTo(ErrorCode.NONE);
  }

  @Test
  void anErrorWhileACopyIsMade() {
    disk.duringForce(
        () -> {
          throw new OutOfMemoryError("planted");
        });
    List<ErrorCode> answers = move(any -> true, T0);
    disk.duringForce(() -> {});
    assertThat(answers).containsExactly(ErrorCode.UNKNOWN_SERVER_ERROR);
    assertTheNextCommandComes();
  }

  @Test
  void anErrorThatCannotBeLoggedWhileRolesAreGiven() {
    boolean[] noMemory = {false};
    world
        .metrics
        .dropwizard()
        .addListener(
            new MetricRegistryListener.Base() {
              @Override
              public void onGaugeAdded(String name, Gauge<?> gauge) {
                if (noMemory[0]) {
                  noMemory[0] = false;
                  throw new OutOfMemoryError("planted");
                }
              }
            });
    noMemory[0] = true;
    List<Assignment> both =
        List.of(
            new Assignment(T1, world.state(T1, ReplicaWorld.SELF, 1, List.of(1))),
            new Assignment(T2, world.state(T2, ReplicaWorld.SELF, 1, List.of(1))));
    FailingLog.during(
        () ->
            assertThat(world.assignAll(both))
                .containsExactly(ErrorCode.UNKNOWN_SERVER_ERROR, ErrorCode.NONE));
    assertTheNextCommandComes();
  }

  @Test
  void aBugWhileAWishIsJudgedOnEitherLoop() {
    Predicate<TopicPartition> failing =
        name -> {
          throw new IllegalStateException("planted");
        };
    assertThat(move(failing, T0, ABSENT))
        .containsExactly(ErrorCode.UNKNOWN_SERVER_ERROR, ErrorCode.UNKNOWN_SERVER_ERROR);
    assertTheNextCommandComes();
  }
}
