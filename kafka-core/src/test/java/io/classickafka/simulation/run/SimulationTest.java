package io.classickafka.simulation.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.simulation.run.SimulationRun.Mode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Whole clusters under faults, each run decided by its seed. {@code -Dsimulation.seeds=500} plays
 * one seed and tells its story, {@code -Dsimulation.seeds=1000-9999} searches.
 */
class SimulationTest {

  private static final String IN_THE_BUILD = "1-300";
  private static final String DAMAGED_IN_THE_BUILD = "1-40";
  private static final int FAILURES_MAX = 3;
  private static final String AGAIN =
      "mvn -q -ntp -Dfast test -pl kafka-core -am -Dtest=SimulationTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Dsimulation.seeds=";

  private record Range(long from, long to) {

    static Range parse(String text) {
      int dash = text.indexOf('-', 1);
      long from = Long.parseLong(dash < 0 ? text : text.substring(0, dash));
      return new Range(from, dash < 0 ? from : Long.parseLong(text.substring(dash + 1)));
    }

    boolean isOne() {
      return from == to;
    }
  }

  private final QuietLogs quiet = new QuietLogs();

  @AfterEach
  void logsAsBefore() {
    quiet.end();
  }

  @Test
  void underFaultsNoSeedBreaksAPromise() {
    Range range = Range.parse(System.getProperty("simulation.seeds", IN_THE_BUILD));
    RunCounts counts = new RunCounts();
    List<Long> seeds = LongStream.rangeClosed(range.from, range.to).boxed().toList();
    boolean tell = range.isOne() && !QuietLogs.areWanted();
    List<String> failures = play(Mode.FAULTS, seeds, counts, tell);
    System.out.println("simulated seeds " + range.from + " to " + range.to + ": " + counts);
    assertThat(failures).isEmpty();
    if (!range.isOne()) {
      assertThat(whatWasMissing(counts)).as("faults and events that no run met").isEmpty();
    }
  }

  @Test
  void aDiskThatLosesWhatItHadCostsNothingThatWasAcknowledged() {
    Range range = Range.parse(System.getProperty("simulation.damage", DAMAGED_IN_THE_BUILD));
    RunCounts counts = new RunCounts();
    List<Long> seeds = LongStream.rangeClosed(range.from, range.to).boxed().toList();
    boolean tell = range.isOne() && !QuietLogs.areWanted();
    List<String> failures = play(Mode.DAMAGE, seeds, counts, tell);
    System.out.println("damaged seeds " + range.from + " to " + range.to + ": " + counts);
    assertThat(failures).isEmpty();
    if (!range.isOne()) {
      assertThat(counts.wipes).isPositive();
      assertThat(counts.rots).isPositive();
      assertThat(counts.operatorElections).isPositive();
    }
  }

  /** Plays seeds, each on one thread, as many at once as there are processors. */
  private static List<String> play(Mode mode, List<Long> seeds, RunCounts counts, boolean tell) {
    ConcurrentSkipListMap<Long, String> failures = new ConcurrentSkipListMap<>();
    seeds.parallelStream()
        .filter(seed -> failures.size() < FAILURES_MAX)
        .map(seed -> SimulationRun.of(seed, mode))
        .forEach(
            result -> {
              if (result.failure() != null) {
                failures.put(result.seed(), text(result));
              }
              synchronized (counts) {
                counts.add(result.counts());
              }
              if (tell) {
                result.story().forEach(System.out::println);
              }
            });
    return List.copyOf(failures.values());
  }

  private static String text(SimulationRun.Result result) {
    StringBuilder text = new StringBuilder();
    text.append("seed ").append(result.seed()).append(": ").append(result.failure());
    text.append("\n  replay: ").append(AGAIN).append(result.seed()).append('\n');
    List<String> story = result.story();
    for (String line : story.subList(Math.max(0, story.size() - 40), story.size())) {
      text.append("  ").append(line).append('\n');
    }
    return text.toString();
  }

  /** A run that saw none of these has shown nothing. */
  private static List<String> whatWasMissing(RunCounts counts) {
    Map<String, Long> wanted = new LinkedHashMap<>();
    wanted.put("kills", counts.kills);
    wanted.put("powerLosses", counts.powerLosses);
    wanted.put("diskFailures", counts.diskFailures);
    wanted.put("stops", counts.stops);
    wanted.put("pauses", counts.pauses);
    wanted.put("cuts", counts.cuts);
    wanted.put("resets", counts.resets);
    wanted.put("elections", counts.elections);
    wanted.put("truncations", counts.truncations);
    wanted.put("isrChanges", counts.isrChanges);
    wanted.put("acks", counts.acks);
    wanted.put("reads", counts.reads);
    wanted.put("expiries", counts.expiries);
    wanted.put("brokenSessions", counts.ambiguousBreaks);
    wanted.put("controllers", counts.controllers);
    wanted.put("probes", counts.probes);
    wanted.put("committedBatches", counts.committedBatches);
    List<String> missing = new ArrayList<>();
    wanted.forEach(
        (name, count) -> {
          if (count == 0) {
            missing.add(name);
          }
        });
    return missing;
  }

  @Test
  void aSeedIsTheSameRunEachTime() {
    for (long seed : new long[] {3, 17, 40, 71, 102}) {
      SimulationRun.Result first = SimulationRun.of(seed, Mode.FAULTS);
      SimulationRun.Result second = SimulationRun.of(seed, Mode.FAULTS);
      assertThat(second.hash()).as("trace of seed %d", seed).isEqualTo(first.hash());
      assertThat(second.events()).isEqualTo(first.events());
    }
  }

  @Test
  void withoutFaultsEverySendSucceeds() {
    for (long seed = 1; seed <= 10; seed++) {
      SimulationRun.Result result = SimulationRun.of(seed, Mode.CALM);
      assertThat(result.failure()).as("calm seed %d", seed).isNull();
      assertThat(result.counts().sendFailures).isZero();
      assertThat(result.counts().isrChanges).isZero();
    }
  }

  @Test
  void seedsThatFailedOnceFailNoMore() throws IOException {
    List<String> failures = play(Mode.FAULTS, corpus(), new RunCounts(), false);
    assertThat(failures).isEmpty();
  }

  private static List<Long> corpus() throws IOException {
    List<Long> seeds = new ArrayList<>();
    try (InputStream file = SimulationTest.class.getResourceAsStream("corpus.txt")) {
      String text = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
      for (String line : text.lines().toList()) {
        String seed = line.replaceFirst("#.*", "").strip();
        if (!seed.isEmpty()) {
          seeds.add(Long.parseLong(seed));
        }
      }
    }
    return seeds;
  }
}
