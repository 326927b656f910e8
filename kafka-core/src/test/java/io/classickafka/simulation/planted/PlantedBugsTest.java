package io.classickafka.simulation.planted;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.simulation.run.PlantedRun;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The simulation sees bugs that were put in on purpose: each lets a run without faults pass, and is
 * caught by random seeds, the recorded one first; when the product has changed so that this one
 * plays another story, by one of those that follow it.
 */
class PlantedBugsTest {

  private static final long SEEDS_MAX = Long.getLong("planted.most", 250);

  @TestFactory
  Stream<DynamicTest> bugs() {
    return Planted.ALL.stream()
        .map(bug -> DynamicTest.dynamicTest(bug.toString(), () -> isCaught(bug)));
  }

  private static void isCaught(Bug bug) throws Exception {
    PlantedLoader classes = new PlantedLoader(bug);
    assertThat(PlantedRun.play(classes, 1, "CALM")).as("without a fault").isEmpty();
    for (long seed = bug.seed(); seed < bug.seed() + SEEDS_MAX; seed++) {
      String failure = PlantedRun.play(classes, seed, bug.mode());
      if (bug.caughtBy().stream().anyMatch(check -> failure.startsWith(check + ":"))) {
        System.out.println("planted " + bug.id() + " is caught by seed " + seed + ": " + failure);
        return;
      }
    }
    throw new AssertionError(bug + " was not caught by " + SEEDS_MAX + " seeds");
  }
}
