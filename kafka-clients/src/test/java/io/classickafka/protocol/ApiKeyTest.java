package io.classickafka.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.protocol.message.FetchRequest;
import io.classickafka.protocol.message.FetchResponse;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiKeyTest {

  @ParameterizedTest
  @CsvSource({
    "PRODUCE, 8, 1, 0",
    "PRODUCE, 9, 2, 1",
    "FETCH, 17, 2, 1",
    "CONTROLLED_SHUTDOWN, 0, 0, 0",
    "CONTROLLED_SHUTDOWN, 1, 1, 0",
    "CONTROLLED_SHUTDOWN, 3, 2, 1",
    "API_VERSIONS, 0, 1, 0",
    "API_VERSIONS, 3, 2, 0",
    "API_VERSIONS, 4, 2, 0",
    "API_VERSIONS, 5, 2, 0",
    "API_VERSIONS, 32767, 2, 0",
    "API_VERSIONS, -1, 1, 0",
    "SASL_HANDSHAKE, 1, 1, 0",
    "OFFSET_DELETE, 0, 1, 0",
    "ENVELOPE, 0, 2, 1"
  })
  void headersFollowFromKeyAndVersion(ApiKey key, short version, short request, short response) {
    assertThat(key.requestHeaderVersion(version)).isEqualTo(request);
    assertThat(key.responseHeaderVersion(version)).isEqualTo(response);
  }

  @Test
  void isFoundByItsNumberOnly() {
    for (ApiKey key : ApiKey.values()) {
      assertThat(ApiKey.of(key.id())).isSameAs(key);
    }
    assertThat(Stream.of(-1, 52, 55, 59, 62, 63, 64, 70, 500, -32768, 32767))
        .allSatisfy(id -> assertThat(ApiKey.of(id.shortValue())).isNull());
    assertThat(ApiKey.values()).hasSize(62);
  }

  @Test
  void makesItsMessages() {
    assertThat(ApiKey.FETCH.newRequest()).isEqualTo(new FetchRequest());
    assertThat(ApiKey.FETCH.newResponse()).isEqualTo(new FetchResponse());
    for (ApiKey key : ApiKey.values()) {
      assertThat(key.newRequest().getClass().getSimpleName()).isEqualTo(key.apiName() + "Request");
      assertThat(key.newResponse().getClass().getSimpleName())
          .isEqualTo(key.apiName() + "Response");
    }
  }

  @Test
  void onlyBrokersAskForClusterActions() {
    assertThat(Stream.of(ApiKey.values()).filter(ApiKey::clusterAction))
        .containsExactly(
            ApiKey.LEADER_AND_ISR,
            ApiKey.STOP_REPLICA,
            ApiKey.UPDATE_METADATA,
            ApiKey.CONTROLLED_SHUTDOWN,
            ApiKey.WRITE_TXN_MARKERS,
            ApiKey.ALTER_PARTITION,
            ApiKey.ENVELOPE,
            ApiKey.ALLOCATE_PRODUCER_IDS);
  }

  @Test
  void knowsWhichVersionsAreDeprecatedAndWhichThrottle() {
    assertThat(ApiKey.PRODUCE.deprecatedUpTo()).isEqualTo((short) 2);
    assertThat(ApiKey.HEARTBEAT.deprecatedUpTo()).isEqualTo((short) -1);
    assertThat(ApiKey.FETCH.clientsThrottleFrom()).isEqualTo((short) 8);
    assertThat(ApiKey.LEADER_AND_ISR.clientsThrottleFrom()).isEqualTo(Short.MAX_VALUE);
  }
}
