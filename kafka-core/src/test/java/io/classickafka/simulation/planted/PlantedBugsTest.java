package io.classickafka.simulation.planted;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.simulation.run.PlantedRun;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The simulation sees bugs that were put in on purpose: each lets a run without faults pass, and is
 * caught by a seed that was found at random. {@code -Dplanted.search=M5} looks for another seed.
 */
class PlantedBugsTest {

  private static final long SEARCHED_MAX = 5_000;

  @TestFactory
  Stream<DynamicTest> bugs() {
    return Planted.ALL.stream()
        .map(bug -> DynamicTest.dynamicTest(bug.toString(), () -> isCaught(bug)));
  }

  private static void isCaught(Bug bug) throws Exception {
    PlantedLoader classes = new PlantedLoader(bug);
    assertThat(PlantedRun.play(classes, 1, false)).as("without a fault").isEmpty();
    String search = System.getProperty("planted.search", "");
    long seed = search.equals(bug.id()) || search.equals("all") ? search(bug, classes) : bug.seed();
    String failure = PlantedRun.play(classes, seed, true);
    assertThat(failure).as("seed %d with %s", seed, bug).isNotEmpty();
    List<String> checks = bug.caughtBy();
    assertThat(checks.stream().anyMatch(check -> failure.startsWith(check + ":")))
        .as("seed %d with %s is caught by one of %s, not by %s", seed, bug, checks, failure)
        .isTrue();
  }

  private static long search(Bug bug, PlantedLoader classes) throws Exception {
    for (long seed = 1; seed <= SEARCHED_MAX; seed++) {
      String failure = PlantedRun.play(classes, seed, true);
      if (bug.caughtBy().stream().anyMatch(check -> failure.startsWith(check + ":"))) {
        System.out.println(bug.id() + " is caught by seed " + seed + " after as many: " + failure);
        return seed;
      }
    }
    throw new AssertionError(bug + " was not caught by " + SEARCHED_MAX + " seeds");
  }
}
