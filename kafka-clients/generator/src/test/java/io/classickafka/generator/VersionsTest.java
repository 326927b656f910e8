package io.classickafka.generator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionsTest {

  @ParameterizedTest
  @CsvSource({"3, 3, 3", "0-4, 0, 4", "7+, 7, 32767"})
  void areReadFromTheirText(String text, int lowest, int highest) {
    assertThat(Versions.parse(text)).isEqualTo(new Versions(lowest, highest));
  }

  @Test
  void noneIsEmptyAndCoveredByAll() {
    assertThat(Versions.parse("none").isEmpty()).isTrue();
    assertThat(Versions.parse("3").covers(Versions.NONE)).isTrue();
    assertThat(Versions.parse("3").and(Versions.parse("4+"))).isEqualTo(Versions.NONE);
  }

  @ParameterizedTest
  @CsvSource({
    "0-3, 0-9, version <= 3",
    "7+, 0-9, version >= 7",
    "2-7, 0-9, version >= 2 && version <= 7",
    "1, 0-9, version == 1",
    "0, 0-9, version <= 0",
    "9, 0-9, version >= 9"
  })
  void becomeTheShortestConditionAmongTheOthers(String text, String all, String condition) {
    Versions within = Versions.parse(all);
    assertThat(Versions.parse(text).and(within).condition(within)).isEqualTo(condition);
  }
}
