package io.classickafka.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A log against a sorted map, under random appends, cuts, deletions, stops and kills. */
class LogModelTest {

  private record Step(String what, int number) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<String> what =
        Arbitraries.of(
            "append",
            "append",
            "append",
            "append",
            "truncate",
            "restart",
            "crash",
            "kill",
            "delete",
            "start",
            "flush",
            "full");
    return Combinators.combine(what, Arbitraries.integers().between(0, 40))
        .as(Step::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(25);
  }

  @Property(tries = 60)
  void logReadsWhatWasAppended(@ForAll("steps") List<Step> steps) throws IOException {
    Path root = Files.createTempDirectory("log-model");
    try {
      run(steps, new LogFixture(root, LogFixture.small().segmentBytes(500).build()));
    } finally {
      deleteTree(root);
    }
  }

  private static void run(List<Step> steps, LogFixture f) {
    TreeMap<Long, String> model = new TreeMap<>();
    for (Step step : steps) {
      apply(step, f, model);
      assertThat(f.log.isOffline()).isFalse();
      long from = f.log.logStartOffset();
      model.headMap(from).clear();
      assertThat(f.readFrom(from)).isEqualTo(List.copyOf(model.values()));
      long middle = (from + f.log.logEndOffset()) / 2;
      assertThat(f.readFrom(middle)).isEqualTo(List.copyOf(model.tailMap(middle).values()));
    }
  }

  private static void apply(Step step, LogFixture f, TreeMap<Long, String> model) {
    long end = f.log.logEndOffset();
    switch (step.what()) {
      case "append" -> {
        String[] values = new String[1 + step.number() % 4];
        for (int i = 0; i < values.length; i++) {
          values[i] = "v" + step.number() + "x".repeat(step.number());
          model.put(end + i, end + i + "=" + values[i]);
        }
        f.appended(LogFixture.batch(f.loop.nowMs + step.number(), values));
      }
      case "truncate" -> {
        f.log.truncateTo(Math.max(f.log.logStartOffset(), end - step.number()), f.loop.nowMs);
        // A batch that holds the offset goes as a whole.
        assertThat(f.log.logEndOffset()).isBetween(end - step.number() - 4, end);
        model.tailMap(f.log.logEndOffset()).clear();
      }
      case "restart" -> f.closeAndReopen();
      case "crash" -> f.crashAndReopen(true);
      case "kill" -> f.crashAndReopen(false);
      case "start" -> {
        f.log.updateHighWatermark(end);
        f.log.advanceLogStartOffset(Math.min(end, f.log.logStartOffset() + step.number()));
        // Until it is checkpointed, a kill may bring the deleted records back: do that now.
        f.dirs.writeLogStartOffsets();
      }
      case "delete" -> {
        f.log.updateHighWatermark(end);
        f.log.deleteOldSegments(f.loop.nowMs);
        f.loop.runDelayed();
      }
      case "flush" -> f.log.flush();
      default -> {
        f.log.truncateFullyAndStartAt(end + step.number(), f.loop.nowMs);
        f.dirs.writeLogStartOffsets();
        model.clear();
      }
    }
  }

  private static void deleteTree(Path root) throws IOException {
    try (Stream<Path> paths = Files.walk(root)) {
      paths
          .sorted(Comparator.reverseOrder())
          .forEach(
              path -> {
                try {
                  Files.delete(path);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }
}
