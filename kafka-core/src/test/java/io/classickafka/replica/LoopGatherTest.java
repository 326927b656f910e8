package io.classickafka.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.simulation.SimulatedLoop;
import io.classickafka.simulation.Simulation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoopGatherTest {

  private final Simulation simulation = new Simulation(1);
  private final SimulatedLoop home = simulation.loop("home");
  private final SimulatedLoop open = simulation.loop("open");
  private final SimulatedLoop closed = simulation.loop("closed");
  private final List<String> done = new ArrayList<>();
  private final LoopGather gather = new LoopGather(home, () -> done.add("all"));

  @Test
  void whatFollowsComesOnceAndAfterAllWork() {
    List<Runnable> ends = new ArrayList<>();
    gather.on(open, () -> done.add("first"));
    gather.onLater(open, ends::add);
    gather.on(simulation.loop("other"), () -> done.add("second"));
    gather.go();
    simulation.runUntilIdle();
    assertThat(done).containsExactlyInAnyOrder("first", "second");
    ends.get(0).run();
    ends.get(0).run();
    simulation.runUntilIdle();
    assertThat(done).hasSize(3).endsWith("all");
  }

  @BeforeEach
  void close() {
    closed.setClosed(true);
  }

  /** While a broker stops. */
  @Test
  void aLoopThatTakesNoWorkHoldsNobodyUp() {
    gather.on(closed, () -> done.add("never"));
    gather.onLater(closed, end -> done.add("never"));
    gather.on(open, () -> done.add("first"));
    gather.go();
    simulation.runUntilIdle();
    assertThat(done).containsExactly("first", "all");
  }

  @Test
  void whatFollowsComesAlsoWhereNoLoopTakesWork() {
    gather.onLater(closed, end -> done.add("never"));
    gather.go();
    simulation.runUntilIdle();
    assertThat(done).containsExactly("all");
  }
}
