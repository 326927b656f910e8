package io.classickafka.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.seam.EventLoop;
import io.classickafka.simulation.SimulatedLoop;
import io.classickafka.simulation.Simulation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class LoopGatherTest {

  private final Simulation simulation = new Simulation(1);
  private final SimulatedLoop home = simulation.loop("home");
  private final SimulatedLoop open = simulation.loop("open");
  private final EventLoop closed = new ClosedLoop(simulation.loop("closed"));
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

  private record ClosedLoop(EventLoop of) implements EventLoop {
    @Override
    public String name() {
      return of.name();
    }

    @Override
    public long monotonicNs() {
      return of.monotonicNs();
    }

    @Override
    public long wallClockMs() {
      return of.wallClockMs();
    }

    @Override
    public RandomGenerator random() {
      return of.random();
    }

    @Override
    public void execute(Runnable task) {
      throw new RejectedExecutionException("shut down");
    }

    @Override
    public Scheduled schedule(long delayMs, Runnable task) {
      throw new RejectedExecutionException("shut down");
    }

    @Override
    public boolean inLoop() {
      return false;
    }
  }
}
