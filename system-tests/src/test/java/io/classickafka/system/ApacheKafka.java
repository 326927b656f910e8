package io.classickafka.system;

import java.nio.file.Path;

/** Apache's broker and tools, with the jars that the module {@code apache-kafka} fetched. */
final class ApacheKafka {

  private static final Path JARS =
      Installation.root().resolve("system-tests/apache-kafka/target/libs");
  private static final Path LOGGING =
      Installation.root().resolve("system-tests/src/test/resources/apache-kafka/log4j.properties");

  private ApacheKafka() {}

  /** One of its classes in a process of its own. */
  static Child.Command java(String heap, String mainClass, String... arguments) {
    return Child.command(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            heap,
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Dlog4j.configuration=" + LOGGING.toUri(),
            "-cp",
            JARS + "/*",
            mainClass)
        .with(arguments);
  }

  /** What its dump of files says, without the lines of its logging. */
  static Child.Result dump(Path logs, String... arguments) {
    return java("-Xmx192M", "kafka.tools.DumpLogSegments", arguments).run("apache-dump", logs);
  }
}
