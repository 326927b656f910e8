package io.classickafka.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicConfigTest {

  private static final String FILE = "topic-config.txt";

  @Test
  void overridesComeOutAsTheTableSays() {
    StringBuilder out = new StringBuilder();
    String expected = TableFile.text(FILE);
    for (String line : expected.split("\n", -1)) {
      int arrow = line.indexOf(" =>");
      if (line.startsWith("#") || arrow < 0) {
        out.append(line).append('\n');
      } else {
        String input = line.substring(0, arrow);
        out.append(input).append(" => ").append(outcome(input)).append('\n');
      }
    }
    String actual = out.substring(0, out.length() - 1);
    if (TableFile.updating()) {
      TableFile.rewrite(FILE, actual);
    } else {
      assertThat(actual).isEqualTo(expected);
    }
  }

  @Test
  void unsetPropertiesComeFromTheBroker() {
    BrokerConfig broker =
        BrokerConfigTest.config(
            "log.retention.minutes=2",
            "log.segment.bytes=1000000",
            "log.message.timestamp.difference.max.ms=77");
    TopicConfig topic = TopicConfig.defaults(broker);
    assertThat(topic.get(TopicProperties.RETENTION_MS)).isEqualTo(120_000L);
    assertThat(topic.get(TopicProperties.SEGMENT_BYTES)).isEqualTo(1_000_000);
    assertThat(topic.get(TopicProperties.MESSAGE_TIMESTAMP_BEFORE_MAX_MS)).isEqualTo(77L);
    assertThat(topic.isGiven(TopicProperties.RETENTION_MS)).isFalse();
  }

  @Test
  void overridesSurviveAChangeOfTheBrokersConfiguration() {
    TopicConfig topic =
        TopicConfig.parse(overrides("retention.ms=5"), BrokerConfigTest.config()).orThrow();
    TopicConfig moved = topic.under(BrokerConfigTest.config("log.segment.bytes=1000000"));
    assertThat(moved.get(TopicProperties.RETENTION_MS)).isEqualTo(5L);
    assertThat(moved.get(TopicProperties.SEGMENT_BYTES)).isEqualTo(1_000_000);
    assertThat(moved.given()).containsExactly(Map.entry("retention.ms", "5"));
  }

  @Test
  void storedValuesThatCannotBeUnderstoodAreLeftToTheBroker() {
    ConfigResult.Accepted<TopicConfig> stored =
        TopicConfig.stored(
            overrides("retention.ms=abc", "nosuch=1", "segment.bytes=2000"),
            BrokerConfigTest.config());
    assertThat(stored.config().get(TopicProperties.RETENTION_MS)).isEqualTo(604_800_000L);
    assertThat(stored.config().get(TopicProperties.SEGMENT_BYTES)).isEqualTo(2000);
    assertThat(stored.warnings())
        .containsExactly(
            "Unknown topic config name: nosuch",
            "Invalid value abc for configuration retention.ms: Not a number of type LONG");
  }

  @Test
  void describedTopicNamesTheSourceOfEachValue() {
    BrokerConfig broker =
        BrokerConfigTest.config(
            "log.retention.minutes=10000",
            "log.flush.scheduler.interval.ms=123456789",
            "log.segment.bytes=1000000");
    TopicConfig topic =
        TopicConfig.parse(overrides("cleanup.policy=compact,delete"), broker).orThrow();
    List<ConfigEntry> entries = topic.describe();
    assertThat(entries).hasSameSizeAs(TopicProperties.ALL);
    assertThat(DescribedConfig.line(entries, "cleanup.policy"))
        .isEqualTo(
            "compact,delete TOPIC [cleanup.policy=compact,delete@TOPIC,"
                + " log.cleanup.policy=delete@DEFAULT]");
    assertThat(DescribedConfig.line(entries, "segment.bytes"))
        .isEqualTo(
            "1000000 STATIC_BROKER [log.segment.bytes=1000000@STATIC_BROKER,"
                + " log.segment.bytes=1073741824@DEFAULT]");
    // The broker key of the same unit is not set, so no place is named for the value.
    assertThat(DescribedConfig.line(entries, "retention.ms")).isEqualTo("600000000 DEFAULT []");
    assertThat(DescribedConfig.line(entries, "flush.ms")).isEqualTo("123456789 DEFAULT []");
    assertThat(DescribedConfig.line(entries, "segment.jitter.ms")).isEqualTo("0 DEFAULT []");
  }

  private static String outcome(String input) {
    ConfigResult<TopicConfig> result =
        TopicConfig.parse(overrides(input.split("; ", -1)), BrokerConfigTest.config());
    if (result instanceof ConfigResult.Refused<TopicConfig> refused) {
      return refused.errors().get(0);
    }
    return "ok " + result.orThrow().given();
  }

  private static Map<String, String> overrides(String... pairs) {
    Map<String, String> overrides = new LinkedHashMap<>();
    assertThat(BrokerConfigFile.override(overrides, List.of(pairs))).isEmpty();
    return overrides;
  }
}
