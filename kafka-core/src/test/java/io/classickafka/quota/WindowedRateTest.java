package io.classickafka.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Rates over windows, as a table; and when a rate is kept to again, against a plain search. */
class WindowedRateTest {

  private static final Path TABLE = Path.of("src/test/resources/quota/windowed-rate.txt");

  @Test
  void rates() throws IOException {
    List<String> actual = new ArrayList<>();
    List<String> written = Files.readAllLines(TABLE);
    for (String line : written) {
      int arrow = line.indexOf("=>");
      actual.add(
          line.startsWith("#") || arrow < 0
              ? line
              : line.substring(0, arrow) + "=> " + outcome(line.substring(0, arrow)));
    }
    if (Boolean.getBoolean("update")) {
      Files.write(TABLE, actual);
    }
    assertThat(actual).isEqualTo(written);
  }

  private static String outcome(String inputs) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String pair : inputs.strip().split("\\s+")) {
      String[] parts = pair.split("=", -1);
      values.put(parts[0], parts[1]);
    }
    WindowedRate rate =
        WindowedRate.empty(
            Integer.parseInt(values.get("windows")), Long.parseLong(values.get("windowMs")));
    for (String counted : values.get("counted").split(",")) {
      if (!counted.isEmpty()) {
        String[] parts = counted.split(":");
        rate = rate.plus(Long.parseLong(parts[1]), Long.parseLong(parts[0]));
      }
    }
    long nowMs = Long.parseLong(values.get("now"));
    long limit = Long.parseLong(values.get("limit"));
    return String.format(
        Locale.ROOT,
        "rate=%.1f exceeded=%s freeAt=%d",
        rate.perSecond(nowMs),
        rate.exceeds(limit, nowMs) ? "yes" : "no",
        rate.withinFromMs(limit, nowMs));
  }

  @Test
  void theNextAllowedTimeIsTheFirstAtWhichTheRateIsKept() {
    SplittableRandom random = new SplittableRandom(11);
    for (int round = 0; round < 300; round++) {
      int windows = 1 + random.nextInt(12);
      WindowedRate rate = WindowedRate.empty(windows, 10);
      long nowMs = 0;
      for (int i = random.nextInt(20); i >= 0; i--) {
        nowMs += random.nextInt(15);
        rate = rate.plus(random.nextInt(1_000), nowMs);
      }
      long limit = random.nextInt(5) == 0 ? 0 : random.nextInt(20_000);
      long first = nowMs;
      while (rate.exceeds(limit, first)) {
        first++;
      }
      assertThat(rate.withinFromMs(limit, nowMs)).as("round %d %s", round, rate).isEqualTo(first);
    }
  }
}
