package org.apache.kafka.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UuidTest {

  @Test
  void isTwentyTwoCharactersOfUrlSafeBase64() {
    assertThat(new Uuid(-1, -4)).hasToString("_____________________A");
    assertThat(Uuid.ZERO_UUID).hasToString("AAAAAAAAAAAAAAAAAAAAAA");
    assertThat(Uuid.fromString("AAAAAAAAAAAAAAAAAAAAAQ")).isEqualTo(Uuid.ONE_UUID);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "AAAA", "AAAAAAAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAA!"})
  void refusesTextThatIsNotSixteenBytes(String text) {
    assertThatThrownBy(() -> Uuid.fromString(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void drawsIdsThatAreNeitherReservedNorLookLikeAnOption() {
    for (int i = 0; i < 1000; i++) {
      Uuid id = Uuid.randomUuid();
      assertThat(Uuid.RESERVED).doesNotContain(id);
      assertThat(id.toString()).doesNotStartWith("-").hasSize(22);
    }
  }

  @Test
  void turnsListsIntoArraysAndBack() {
    List<Uuid> ids = List.of(Uuid.ONE_UUID, Uuid.ZERO_UUID);
    assertThat(Uuid.toList(Uuid.toArray(ids))).isEqualTo(ids);
    assertThat(Uuid.toArray(null)).isNull();
    assertThat(Uuid.toList(null)).isNull();
  }
}
