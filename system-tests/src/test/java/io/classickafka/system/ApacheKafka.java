package io.classickafka.system;

import java.nio.file.Path;

/** Apache's broker and tools, with the jars that the module {@code apache-kafka} fetched. */
final class ApacheKafka {

  private static final Path JARS =
      Installation.root().resolve("system-tests/apache-kafka/target/libs");
  private static final Path RESOURCES =
      Installation.root().resolve("system-tests/src/test/resources/apache-kafka");

  private ApacheKafka() {}

  /** Its broker, logging to standard output. */
  static Child.Command broker(Path settings) {
    return java("log4j.properties", "kafka.Kafka", settings.toString());
  }

  /** What its dump of files says. */
  static Child.Result dump(Path logs, String... arguments) {
    return java("tools-log4j.properties", "kafka.tools.DumpLogSegments", arguments)
        .run("apache-dump", logs);
  }

  private static Child.Command java(String logging, String mainClass, String... arguments) {
    return Child.command(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256M",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Dlog4j.configuration=" + RESOURCES.resolve(logging).toUri(),
            "-cp",
            JARS + "/*",
            mainClass)
        .with(arguments);
  }
}
