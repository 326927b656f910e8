package io.classickafka.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a test needs of the machine: a client that is not ours, installed by {@code
 * system-tests/foreign-clients.sh}, or a right.
 */
enum ForeignClient {
  KCAT("kcat", List.of("kcat", "-V")),
  KAFKA_PYTHON("kafka-python", List.of("/usr/bin/python3", "-c", "import kafka")),
  SARAMA("sarama", List.of("test", "-d", "/usr/share/gocode/src/github.com/Shopify/sarama")),
  KAFKAJS("kafkajs", List.of("test", "-d", nodeModules() + "/kafkajs")),
  /** The right to mount a file system of a given size. */
  TMPFS(
      "mounting a tmpfs",
      List.of(
          "sh",
          "-c",
          "d=$(mktemp -d) && mount -t tmpfs -o size=1m tmpfs $d && umount $d && rmdir $d"));

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

  /** What is missing, and what to do about it. */
  String missing() {
    return this == TMPFS
        ? title + " is not permitted: run the tests as root"
        : title + " is not installed: run system-tests/foreign-clients.sh";
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
