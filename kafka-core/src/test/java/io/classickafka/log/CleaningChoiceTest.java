package io.classickafka.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.log.clean.CleaningChoice;
import io.classickafka.log.clean.CleaningChoice.LogState;
import io.classickafka.log.clean.CleaningChoice.SegmentState;
import io.classickafka.log.clean.CleaningChoice.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which log is cleaned, and how far. */
class CleaningChoiceTest {

  @Test
  void choiceFollowsTheTable() {
    RuleTables.check("cleaning-choice.txt", CleaningChoiceTest::judge);
  }

  private static String judge(String[] words) {
    Map<String, String> given = new LinkedHashMap<>();
    for (String word : words) {
      given.put(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
    }
    List<SegmentState> segments = new ArrayList<>();
    for (String segment : given.getOrDefault("segs", "").split(",")) {
      String[] parts = segment.split(":");
      segments.add(
          new SegmentState(
              Long.parseLong(parts[0]),
              Long.parseLong(parts[1]),
              parts.length > 2 ? Long.parseLong(parts[2]) : -1,
              parts.length > 3 ? Long.parseLong(parts[3]) : -1));
    }
    LogState log =
        new LogState(
            number(given, "start", 0),
            number(given, "end", 0),
            number(given, "lso", 0),
            number(given, "checkpoint", -1),
            segments,
            Double.parseDouble(given.getOrDefault("ratio", "0.5")),
            number(given, "minLag", 0),
            number(given, "maxLag", Long.MAX_VALUE));
    Verdict verdict = CleaningChoice.of(log, number(given, "now", 0));
    return String.format(
        Locale.ROOT,
        "dirty=%d..%d clean=%d dirtyBytes=%d ratio=%.2f%s%s%s%s",
        verdict.firstDirty(),
        verdict.firstUncleanable(),
        verdict.cleanBytes(),
        verdict.dirtyBytes(),
        verdict.ratio(),
        verdict.due() ? " due" : "",
        verdict.reset() ? " reset" : "",
        verdict.delayMs() > 0 ? " delay=" + verdict.delayMs() : "",
        verdict.due() ? "" : again(verdict));
  }

  private static String again(Verdict verdict) {
    if (verdict.lookAgainMs() == 0) {
      return " again=soon";
    }
    return verdict.lookAgainMs() == Long.MAX_VALUE ? "" : " again=" + verdict.lookAgainMs();
  }

  private static long number(Map<String, String> given, String name, long otherwise) {
    String text = given.get(name);
    return text == null ? otherwise : Long.parseLong(text);
  }

  @Test
  void theDirtierLogGoesFirst() {
    Verdict half = new Verdict(0, 10, 50, 50, false, true, 0, 0);
    Verdict most = new Verdict(0, 10, 10, 50, false, true, 0, 0);
    assertThat(CleaningChoice.isBefore(half, null)).isTrue();
    assertThat(CleaningChoice.isBefore(most, half)).isTrue();
    assertThat(CleaningChoice.isBefore(half, most)).isFalse();
    assertThat(CleaningChoice.isBefore(half, half)).isFalse();
  }
}
