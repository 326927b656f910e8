package io.classickafka.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BrokerConfigTest {

  @Test
  void retentionFallsBackFromMillisecondsOverMinutesToHours() {
    assertThat(config().get(BrokerProperties.LOG_RETENTION_MS)).isEqualTo(168 * 3_600_000L);
    assertThat(config("log.retention.hours=1").get(BrokerProperties.LOG_RETENTION_MS))
        .isEqualTo(3_600_000L);
    assertThat(
            config("log.retention.hours=1", "log.retention.minutes=2")
                .get(BrokerProperties.LOG_RETENTION_MS))
        .isEqualTo(120_000L);
    assertThat(
            config("log.retention.ms=7", "log.retention.minutes=2")
                .get(BrokerProperties.LOG_RETENTION_MS))
        .isEqualTo(7L);
  }

  static BrokerConfig config(String... pairs) {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("zookeeper.connect", "127.0.0.1:2181");
    BrokerConfigFile.override(properties, java.util.List.of(pairs));
    return BrokerConfig.parse(properties).orThrow();
  }
}
