package io.classickafka.log;

import io.classickafka.simulation.DiskFaults.Effect;
import io.classickafka.simulation.DiskFaults.Operation;
import java.util.function.Consumer;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A log under thousands of random histories, see {@link LogHistory}. A failure names its seed and
 * how to replay it.
 */
class LogModelTest {

  @BeforeAll
  static void expectDirectoriesToFail() {
    Configurator.setLevel("io.classickafka.log", Level.OFF);
  }

  @AfterAll
  static void logAgain() {
    Configurator.setLevel("io.classickafka.log", Level.ERROR);
  }

  private static final int HISTORIES = Integer.getInteger("histories", 2_000);
  private static final int STEPS = 40;

  /** One history in so many is of a log that is compacted too. */
  private static final int COMPACTED_EACH = 3;

  private static void run(long seed, Consumer<LogWorld> plant) {
    LogConfig config =
        LogFixture.small()
            .segmentBytes(400 + (int) (seed % 5) * 300)
            .retentionMs(-1)
            .retentionBytes(2_000)
            .durability(seed % 2 == 0 ? Durability.FLUSH : Durability.PAGE_CACHE)
            .compacts(seed % COMPACTED_EACH == 0)
            .deletes(seed % COMPACTED_EACH != 0 || seed % 2 == 0)
            .minCleanableRatio(0)
            .deleteRetentionMs(1)
            .build();
    LogWorld world = new LogWorld(seed, config);
    plant.accept(world);
    LogHistory history = new LogHistory(world);
    try {
      boolean goesOn = true;
      for (int i = 0; i < STEPS && goesOn; i++) {
        goesOn = history.step();
      }
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(
          "seed="
              + seed
              + "; replay: mvn -o test -pl kafka-core -am -Dtest=LogModelTest -Dseed="
              + seed
              + " -Dsurefire.failIfNoSpecifiedTests=false\n"
              + String.join("\n", history.story)
              + "\n"
              + e.getMessage(),
          e);
    }
  }

  @Test
  void logHoldsWhatTheModelHolds() {
    Long only = Long.getLong("seed");
    if (only != null) {
      run(only, world -> {});
      return;
    }
    for (long seed = 0; seed < HISTORIES; seed++) {
      run(seed, world -> {});
    }
  }

  // The test itself is tested: code that forgot one of the forces must be caught.

  private static void isCaught(Consumer<LogWorld> plant) {
    Assertions.assertThatThrownBy(
            () -> {
              for (long seed = 0; seed < HISTORIES; seed++) {
                run(seed, plant);
              }
            })
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("seed=");
  }

  @Test
  void anAcknowledgementBeforeItsForceIsCaught() {
    isCaught(
        world ->
            world
                .disk
                .faults()
                .always(Operation.FORCE, path -> path.toString().endsWith(".log"), 0, Effect.LIE));
  }

  @Test
  void aNewSegmentWhoseNameIsNotForcedIsCaught() {
    isCaught(
        world ->
            world
                .disk
                .faults()
                .always(Operation.FORCE_DIRECTORY, path -> path.endsWith("t-0"), 0, Effect.LIE));
  }
}
