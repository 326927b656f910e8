package io.classickafka.simulation.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.config.InterBrokerVersion;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Whole clusters under faults in the dialect in which leaders write their in-sync sets themselves.
 * {@code -Dsimulation.seeds=1000-9999} searches, as in {@link SimulationTest}.
 */
class OldDialectSimulationTest {

  private static final String IN_THE_BUILD = "1-20";

  private final QuietLogs quiet = new QuietLogs();

  @AfterEach
  void logsAsBefore() {
    quiet.end();
  }

  @Test
  void leadersThatWriteTheirSetsThemselvesBreakNoPromise() {
    String[] range = System.getProperty("simulation.seeds", IN_THE_BUILD).split("-", 2);
    long last = Long.parseLong(range[range.length - 1]);
    List<String> failures = new ArrayList<>();
    long isrChanges = 0;
    for (long seed = Long.parseLong(range[0]); seed <= last && failures.size() < 3; seed++) {
      SimulationRun.Result result =
          SimulationRun.of(seed, SimulationRun.Mode.FAULTS, InterBrokerVersion.of("2.6-IV0"));
      isrChanges += result.counts().isrChanges;
      if (result.failure() != null) {
        failures.add(
            "seed " + seed + ": " + result.failure() + "\n" + String.join("\n", result.story()));
      }
    }
    assertThat(failures).isEmpty();
    if (range.length > 1) {
      assertThat(isrChanges).as("sets that leaders changed").isPositive();
    }
  }
}
