package io.classickafka.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BrokerConfigTest {

  @Test
  void describedBrokerNamesTheSourceOfEachValue() {
    List<ConfigEntry> entries =
        config("log.retention.minutes=10000", "broker.id=0", "num.partitions=3").describe();
    assertThat(DescribedConfig.line(entries, "broker.id"))
        .isEqualTo("0 STATIC_BROKER [broker.id=0@STATIC_BROKER, broker.id=-1@DEFAULT]");
    assertThat(DescribedConfig.line(entries, "node.id"))
        .isEqualTo("0 STATIC_BROKER [node.id=0@STATIC_BROKER, node.id=-1@DEFAULT]");
    assertThat(DescribedConfig.line(entries, "log.retention.ms")).isEqualTo("null DEFAULT []");
    assertThat(DescribedConfig.line(entries, "log.retention.minutes"))
        .isEqualTo(
            "10000 STATIC_BROKER [log.retention.minutes=10000@STATIC_BROKER,"
                + " log.retention.hours=168@DEFAULT]");
    assertThat(DescribedConfig.line(entries, "log.retention.hours"))
        .isEqualTo("168 DEFAULT [log.retention.hours=168@DEFAULT]");
    assertThat(DescribedConfig.line(entries, "num.partitions"))
        .isEqualTo("3 STATIC_BROKER [num.partitions=3@STATIC_BROKER, num.partitions=1@DEFAULT]");
  }

  @Test
  void describedBrokerLeavesOutInternalPropertiesAndHidesSecrets() {
    List<ConfigEntry> entries = config().describe();
    // 329 properties of Apache's and one of ours, 14 of them internal.
    assertThat(entries).hasSize(316);
    for (ConfigEntry entry : entries) {
      if (entry.sensitive()) {
        assertThat(entry.value()).as(entry.name()).isNull();
      }
    }
    assertThat(new Secret("hush")).hasToString("[hidden]");
  }

  @Test
  void dynamicValueOfOneBrokerWinsOverThatOfAllWhichWinsOverTheFile() {
    BrokerConfig file = config("log.segment.bytes=1000");
    BrokerConfig forAll = file.withDynamic(Map.of("log.segment.bytes", "2000"), Map.of()).orThrow();
    BrokerConfig forOne =
        forAll
            .withDynamic(Map.of("log.segment.bytes", "2000"), Map.of("log.segment.bytes", "3000"))
            .orThrow();
    assertThat(file.get(BrokerProperties.LOG_SEGMENT_BYTES)).isEqualTo(1000);
    assertThat(forAll.get(BrokerProperties.LOG_SEGMENT_BYTES)).isEqualTo(2000);
    assertThat(forOne.get(BrokerProperties.LOG_SEGMENT_BYTES)).isEqualTo(3000);
    assertThat(DescribedConfig.line(forOne.describe(), "log.segment.bytes"))
        .isEqualTo(
            "3000 DYNAMIC_BROKER [log.segment.bytes=3000@DYNAMIC_BROKER,"
                + " log.segment.bytes=2000@DYNAMIC_DEFAULT_BROKER,"
                + " log.segment.bytes=1000@STATIC_BROKER, log.segment.bytes=1073741824@DEFAULT]");
    assertThat(forOne.withDynamic(Map.of(), Map.of()).orThrow().describe())
        .isEqualTo(file.describe());
  }

  @Test
  void aDynamicValueThatTheBrokerCannotGoByIsNotShownAsInForce() {
    BrokerConfig broker =
        config("num.io.threads=4")
            .withDynamic(Map.of("num.io.threads", "16"), Map.of("num.io.threads", "32"))
            .orThrow();
    assertThat(broker.get(BrokerProperties.NUM_IO_THREADS)).isEqualTo(4);
    assertThat(DescribedConfig.line(broker.describe(), "num.io.threads"))
        .isEqualTo("4 STATIC_BROKER [num.io.threads=4@STATIC_BROKER, num.io.threads=8@DEFAULT]");
    // What is stored for all brokers is told all the same: an Apache broker goes by it.
    assertThat(DescribedConfig.line(broker.describeClusterDefaults(), "num.io.threads"))
        .startsWith("16 DYNAMIC_DEFAULT_BROKER");
  }

  @Test
  void fileKeepsItsOrderAndOverridesComeLast() throws IOException {
    Map<String, String> properties =
        BrokerConfigFile.read(
            new StringReader(
                """
                # a comment
                broker.id=1
                zookeeper.connect = a:2181,\\
                    b:2181
                broker.id=2
                """));
    assertThat(properties)
        .containsExactly(
            Map.entry("zookeeper.connect", "a:2181,b:2181"), Map.entry("broker.id", "2"));
    assertThat(BrokerConfigFile.override(properties, List.of("broker.id=3", "x", "=y")))
        .containsExactly("x", "=y");
    assertThat(properties).containsEntry("broker.id", "3");
  }

  @Test
  void interBrokerVersionsAreOrderedAndShortNamesMeanTheLastOfARelease() {
    assertThat(InterBrokerVersion.of("2.8").name()).isEqualTo("2.8-IV1");
    assertThat(InterBrokerVersion.of("0.10.1").name()).isEqualTo("0.10.1-IV2");
    assertThat(InterBrokerVersion.of("0.9.0.1").name()).isEqualTo("0.9.0");
    assertThat(InterBrokerVersion.of("3.9.2").name()).isEqualTo("3.9-IV0");
    assertThat(InterBrokerVersion.parse("2.9")).isNull();
    assertThat(InterBrokerVersion.parse("2.8-IV7")).isNull();
    assertThat(InterBrokerVersion.LATEST.isAtLeast("3.0-IV1")).isTrue();
    assertThat(InterBrokerVersion.of("2.7-IV2").isAtLeast("2.8-IV0")).isFalse();
  }

  static BrokerConfig config(String... pairs) {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("zookeeper.connect", "127.0.0.1:2181");
    assertThat(BrokerConfigFile.override(properties, List.of(pairs))).isEmpty();
    return BrokerConfig.parse(properties).orThrow();
  }
}
