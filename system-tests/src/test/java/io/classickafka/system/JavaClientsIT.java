package io.classickafka.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One Java program, unchanged, with our client jar and with two of Apache's. */
class JavaClientsIT {

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
  @CsvSource({
    "3.9, none",
    "3.9, zstd",
    "4, none",
    "4, lz4",
    "ours, none",
    "ours, gzip",
    "ours, snappy",
    "ours, lz4",
    "ours, zstd"
  })
  void theTutorialRunsWithEveryClientJar(String jars, String codec) {
    String topic = "round-trip-" + jars + "-" + codec;
    assertThat(
            Programs.java(jars, "RoundTrip.java", broker.bootstrap(), topic, codec, "1000")
                .run("java-" + jars, broker.logs())
                .succeeded())
        .contains("OK");
  }

  @ParameterizedTest
  @CsvSource({"3.9", "4", "ours"})
  void theProgramOfTheTourSaysWhatTheReadmeShows(String jars) throws IOException {
    Path program = Installation.root().resolve("docs/Orders.java");
    String topic = "drinks-" + jars;
    String said =
        Programs.java(jars, program, broker.bootstrap(), topic)
            .run("orders-" + jars, broker.logs())
            .succeeded();
    assertThat(Files.readString(Installation.root().resolve("README.md")))
        .contains("127.0.0.1:9092 drinks\n" + said.replace(topic, "drinks") + "```");
  }
}
