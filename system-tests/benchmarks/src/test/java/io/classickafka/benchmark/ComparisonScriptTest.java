package io.classickafka.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the script that compares with Apache makes of the file of measurements. */
class ComparisonScriptTest {

  private static final String HEAD =
      "date\tcommit\tcores\tfigure\tflags\tscale\tpair\tside\tvalue\n";

  @TempDir Path folder;
  private Path results;

  @BeforeEach
  void startTheFile() throws IOException {
    results = Files.writeString(folder.resolve("results.tsv"), HEAD);
  }

  @Test
  void aFigureThatIsWorseByMoreThanATenthBeyondItsSpreadFailsTheCheck() throws Exception {
    measured("old", "start", 100, 39, 40, 41);
    measured("new", "start", 100, 46, 45, 47);
    Answer answer = check();
    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.output())
        .isEqualTo(
            """
            start (shipped): ratio 0.46 (0.45 to 0.47) at new, was 0.40 (0.39 to 0.41) at old
            1 figures compared, 1 worse
            """);
  }

  @Test
  void aFigureOfWhichMoreIsBetterFailsTheCheckWhenItFalls() throws Exception {
    measured("old", "throughput", 100, 120, 121, 122);
    measured("new", "throughput", 100, 100, 101, 102);
    assertThat(check().output())
        .isEqualTo(
            """
            throughput (shipped): ratio 1.01 (1.00 to 1.02) at new, was 1.21 (1.20 to 1.22) at old
            1 figures compared, 1 worse
            """);
  }

  @Test
  void noiseAndImprovementsPassTheCheck() throws Exception {
    measured("old", "start", 100, 30, 40, 50);
    measured("new", "start", 100, 45, 48, 60);
    measured("old", "throughput", 100, 120, 121, 122);
    measured("new", "throughput", 100, 150, 151, 152);
    measured("old", "out", 100, 40, 40, 40);
    measured("new", "out", 100, 42, 42, 42);
    Answer answer = check();
    assertThat(answer.output()).isEqualTo("3 figures compared, 0 worse\n");
    assertThat(answer.exitCode()).isZero();
  }

  @Test
  void fewerThanThreePairsAreNotCompared() throws Exception {
    measured("old", "start", 100, 40, 40, 40);
    measured("new", "start", 100, 90, 90);
    assertThat(check().output())
        .isEqualTo("nothing to compare: no figure has three pairs at two commits\n");
  }

  @Test
  void measurementsOfTwoCommitsMayLieBetweenEachOther() throws Exception {
    row("a", "start", 1, "apache", 100);
    row("b", "start", 1, "apache", 100);
    row("a", "start", 1, "ours", 50);
    row("b", "start", 1, "ours", 40);
    row("a", "start", 2, "apache", 100);
    row("a", "start", 2, "ours", 52);
    Path rows = folder.resolve("rows.tsv");
    Files.writeString(rows, "start\tms\t0.4\tfrom the start\n");
    Answer answer =
        run("awk", "-F", "\t", "-f", "compare/report.awk", rows.toString(), results.toString());
    assertThat(answer.output())
        .contains("| `start` | ms | shipped | 100 | 51.0 | 0.51 | 0.50, 0.52 | 2 | 0.4 | no |");
  }

  private void measured(String commit, String figure, int apache, int... ours) throws IOException {
    for (int i = 0; i < ours.length; i++) {
      row(commit, figure, i + 1, "apache", apache);
      row(commit, figure, i + 1, "ours", ours[i]);
    }
  }

  private void row(String commit, String figure, int pair, String side, int value)
      throws IOException {
    String row =
        String.join(
            "\t",
            "2026-01-01T00:00:00Z",
            commit,
            "0",
            figure,
            "shipped",
            "1",
            Integer.toString(pair),
            side,
            Integer.toString(value));
    Files.writeString(results, Files.readString(results) + row + "\n");
  }

  private record Answer(int exitCode, String output) {}

  private Answer check() throws Exception {
    return run("./run", "--check", "--results", results.toString());
  }

  private static Answer run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Answer(process.waitFor(), output);
  }
}
