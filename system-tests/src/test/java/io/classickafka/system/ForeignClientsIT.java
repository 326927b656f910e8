package io.classickafka.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that are not ours, unchanged, produce and consume through one broker. */
class ForeignClientsIT {

  private static final List<String> LINES =
      IntStream.range(0, 500).mapToObj(i -> "line " + i + " of the file").toList();

  @TempDir static Path folder;
  private static TestBroker broker;

  @BeforeAll
  static void start() {
    broker = new TestBroker(folder).start();
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "gzip", "snappy", "lz4", "zstd"})
  @Needs(ForeignClient.KCAT)
  void kcatReadsBackWhatItWroteWithEveryCodec(String codec) {
    String topic = "kcat-" + codec;
    kcat("-P", "-t", topic, "-p", "0", "-z", codec)
        .run("kcat", broker.logs(), String.join("\n", LINES))
        .succeeded();
    assertThat(
            kcat("-C", "-t", topic, "-p", "0", "-o", "beginning", "-e", "-q")
                .run("kcat", broker.logs())
                .lines())
        .isEqualTo(LINES);
  }

  @ParameterizedTest
  @CsvSource({"0.9.0, none", "0.9.0, gzip", "0.10.0, none", "0.10.0, snappy", "0.10.0, lz4"})
  @Needs(ForeignClient.KCAT)
  void kcatSpeaksTheOldMessageFormats(String version, String codec) {
    String topic = "old-" + version + "-" + codec;
    String[] old = {"-X", "api.version.request=false", "-X", "broker.version.fallback=" + version};
    kcat("-P", "-t", topic, "-p", "0", "-z", codec)
        .with(old)
        .run("kcat", broker.logs(), String.join("\n", LINES))
        .succeeded();
    assertThat(
            kcat("-C", "-t", topic, "-p", "0", "-o", "beginning", "-e", "-q")
                .with(old)
                .run("kcat", broker.logs())
                .lines())
        .isEqualTo(LINES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "gzip"})
  @Needs(ForeignClient.KAFKA_PYTHON)
  void kafkaPythonReadsBackWhatItWrote(String codec) {
    expectOk(Programs.python("round_trip.py", broker.bootstrap(), "python-" + codec, codec, "300"));
  }

  @ParameterizedTest
  // This sarama sends zstd in a Produce version that no broker accepts it in.
  @ValueSource(strings = {"none", "gzip", "snappy", "lz4"})
  @Needs(ForeignClient.SARAMA)
  void saramaReadsBackWhatItWrote(String codec) {
    expectOk(Programs.go("round_trip.go", broker.bootstrap(), "sarama-" + codec, codec, "300"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "gzip"})
  @Needs(ForeignClient.KAFKAJS)
  void kafkaJsReadsBackWhatItWrote(String codec) {
    expectOk(Programs.node("round_trip.js", broker.bootstrap(), "js-" + codec, codec, "300"));
  }

  private static Child.Command kcat(String... arguments) {
    return Child.command("kcat", "-b", broker.bootstrap()).with(arguments);
  }

  private static void expectOk(Child.Command command) {
    assertThat(command.run("client", broker.logs()).succeeded()).contains("OK");
  }
}
