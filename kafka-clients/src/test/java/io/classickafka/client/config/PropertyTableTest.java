package io.classickafka.client.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.classickafka.client.cluster.HostPort;
import io.classickafka.client.producer.ProducerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PropertyTableTest {

  private static ClientProperties producer(Object... namesAndValues) {
    Map<String, Object> given = new LinkedHashMap<>();
    given.put("key.serializer", StringSerializer.class.getName());
    given.put("value.serializer", StringSerializer.class);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      given.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return PropertyTable.PRODUCER.parse(given);
  }

  @Test
  void valuesAreReadFromTextAndFromTheirTypes() {
    ClientProperties properties = producer("linger.ms", " 7 ", "batch.size", 8L, "retries", "3");
    assertThat(properties.getLong("linger.ms")).isEqualTo(7);
    assertThat(properties.getInt("batch.size")).isEqualTo(8);
    assertThat(properties.getInt("retries")).isEqualTo(3);
    assertThat(properties.getString("acks")).isEqualTo("all");
    assertThat(properties.findString("transactional.id")).isNull();
  }

  @Test
  void whatIsRequiredIsNamed() {
    assertThatThrownBy(() -> PropertyTable.PRODUCER.parse(Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("key.serializer");
  }

  @ParameterizedTest
  @CsvSource({
    "linger.ms, -1",
    "batch.size, many",
    "acks, 2",
    "compression.type, rar",
    "enable.idempotence, maybe",
    "compression.gzip.level, 0",
    "compression.gzip.level, 10",
    "security.protocol, QUIC",
    "batch.size, 99999999999"
  })
  void valuesThatCannotBeAreRefused(String name, String value) {
    assertThatThrownBy(() -> producer(name, value))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(name);
  }

  @ParameterizedTest
  @CsvSource({"compression.gzip.level, -1", "security.protocol, plaintext", "acks, -1"})
  void valuesAtTheEdgeAreTaken(String name, String value) {
    assertThat(producer(name, value).isGiven(name)).isTrue();
  }

  @Test
  void classesAreMadeByNameByClassOrTakenAsTheyAre() {
    ClientProperties properties = producer();
    assertThat(properties.findInstance("key.serializer", Object.class, Map.of()))
        .isInstanceOf(StringSerializer.class);
    assertThat(properties.findInstance("value.serializer", Object.class, Map.of()))
        .isInstanceOf(StringSerializer.class);
    StringSerializer made = new StringSerializer();
    assertThat(
            producer("key.serializer", made).findInstance("key.serializer", Object.class, Map.of()))
        .isSameAs(made);
  }

  @Test
  void settingsThatWouldChangeNothingAreNamedUnlessTheySayWhatIs() {
    ClientProperties properties =
        producer(
            "linger.ms", 3,
            "connections.max.idle.ms", "1000",
            "metrics.num.samples", "2",
            "metric.reporters", "com.example.Reporter",
            "client.dns.lookup", "use_all_dns_ips");
    assertThat(PropertyTable.PRODUCER.withoutEffect(properties))
        .containsExactly("connections.max.idle.ms", "metric.reporters");
    assertThat(PropertyTable.PRODUCER.withoutEffect(producer())).isEmpty();
  }

  @Test
  void settingsThatChangeNothingAreInTheDocument() throws IOException {
    List<String> rows =
        Files.readAllLines(Path.of("../docs/clients.md")).stream()
            .filter(line -> line.startsWith("| `"))
            .map(line -> line.substring(3, line.indexOf('`', 3)))
            .toList();
    Set<String> names = new TreeSet<>();
    names.addAll(PropertyTable.PRODUCER.namesWithoutEffect());
    names.addAll(PropertyTable.CONSUMER.namesWithoutEffect());
    names.addAll(PropertyTable.ADMIN.namesWithoutEffect());
    assertThat(rows).containsExactlyElementsOf(names);
  }

  @Test
  void otherSettingsSwitchIdempotenceOffUnlessItWasAskedFor() {
    assertThat(ProducerSettings.of(producer()).idempotent()).isTrue();
    assertThat(ProducerSettings.of(producer("acks", "1")).idempotent()).isFalse();
    assertThatThrownBy(
            () -> ProducerSettings.of(producer("acks", "1", "enable.idempotence", "true")))
        .isInstanceOf(ConfigException.class);
  }

  @Test
  void deliveryTimeoutCoversLingerAndRequest() {
    assertThatThrownBy(() -> ProducerSettings.of(producer("delivery.timeout.ms", "10")))
        .isInstanceOf(ConfigException.class);
    assertThat(ProducerSettings.of(producer("linger.ms", 200_000)).deliveryTimeoutMs())
        .isEqualTo(230_000);
  }

  @Test
  void addressesAreReadInAllTheirForms() {
    assertThat(HostPort.parseAll(List.of("a:1", "[::1]:2", "PLAINTEXT://b:3")))
        .containsExactly(new HostPort("a", 1), new HostPort("::1", 2), new HostPort("b", 3));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a:", ":1", "a:0", "a:70000", "::1:9092", "a:b"})
  void addressesThatCannotBeAreRefused(String text) {
    assertThatThrownBy(() -> HostPort.parse(text)).isInstanceOf(ConfigException.class);
  }
}
