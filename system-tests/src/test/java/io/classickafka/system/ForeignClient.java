package io.classickafka.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A client that is not ours, installed by {@code system-tests/foreign-clients.sh}. */
enum ForeignClient {
  KCAT("kcat", List.of("kcat", "-V")),
  KAFKA_PYTHON("kafka-python", List.of("/usr/bin/python3", "-c", "import kafka")),
  SARAMA("sarama", List.of("test", "-d", "/usr/share/gocode/src/github.com/Shopify/sarama")),
  KAFKAJS("kafkajs", List.of("test", "-d", nodeModules() + "/kafkajs"));

  private final String title;

  @SuppressWarnings("ImmutableEnumChecker") // Made by List.of.
  private final List<String> probe;

  ForeignClient(String title, List<String> probe) {
    this.title = title;
    this.probe = probe;
  }

  String title() {
    return title;
  }

  /** Where kafkajs is installed. */
  static Path nodeModules() {
    return Installation.root().resolve("system-tests/target/foreign/node_modules");
  }

  /** Whether a missing client fails the test instead of skipping it. */
  static boolean required() {
    return "required".equals(System.getProperty("foreign.clients"));
  }

  boolean installed() {
    try {
      Process process =
          new ProcessBuilder(probe)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return false;
      }
      return process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while looking for " + title, e);
    }
  }

  /** A program of ours for a foreign client, from the test's resources. */
  static Path program(String name) {
    Path file = Installation.root().resolve("system-tests/src/test/resources/clients/" + name);
    if (!Files.exists(file)) {
      throw new IllegalArgumentException("no such program: " + file);
    }
    return file;
  }
}
