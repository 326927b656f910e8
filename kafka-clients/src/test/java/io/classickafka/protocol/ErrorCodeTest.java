package io.classickafka.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorCodeTest {

  @ParameterizedTest
  @EnumSource
  void everyNumberLeadsBackToItsError(ErrorCode error) {
    assertThat(ErrorCode.of(error.code())).isSameAs(error);
  }

  @Test
  void aNumberNotKnownHereIsAnUnknownServerError() {
    assertThat(ErrorCode.of((short) -2)).isSameAs(ErrorCode.UNKNOWN_SERVER_ERROR);
    assertThat(ErrorCode.of((short) 128)).isSameAs(ErrorCode.UNKNOWN_SERVER_ERROR);
    assertThat(ErrorCode.of(Short.MAX_VALUE)).isSameAs(ErrorCode.UNKNOWN_SERVER_ERROR);
  }
}
