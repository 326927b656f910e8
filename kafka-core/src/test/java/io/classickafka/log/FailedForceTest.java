package io.classickafka.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.simulation.DiskFaults.Effect;
import io.classickafka.simulation.DiskFaults.Operation;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * A force fails, the broker starts again on the same kernel, and then the power goes. After a force
 * that failed the kernel takes the pages for clean and shows them; the device never gets them.
 */
class FailedForceTest {

  private static final int SEEDS = 50;
  private static final int BATCHES = 6;

  @Test
  void whatIsAcknowledgedAfterTheStartIsOnTheDevice() {
    for (long seed = 0; seed < SEEDS; seed++) {
      LogWorld world =
          new LogWorld(
              seed, LogFixture.small().segmentBytes(400).durability(Durability.FLUSH).build());
      for (int i = 0; i < BATCHES; i++) {
        world
            .log()
            .appendAsLeader(
                LogFixture.batch(world.loop.nowMs, "value-" + i),
                0,
                Origin.CLIENT,
                world.loop.nowMs,
                world.workspace);
      }
      world
          .disk
          .faults()
          .once(Operation.FORCE, path -> path.toString().endsWith(".log"), 0, Effect.EIO);
      world.runAll();
      assertThat(world.offline).as("seed %d", seed).hasSize(1);
      world.disk.kill();
      world.start();
      world.runAll();
      long acknowledged = world.log().durableOffset();
      assertThat(acknowledged).as("seed %d", seed).isEqualTo(BATCHES);

      world.disk.crash(world.random);
      world.start();
      Log log = Objects.requireNonNull(world.opened);
      assertThat(log.logEndOffset()).as("seed %d", seed).isEqualTo(acknowledged);
    }
  }
}
