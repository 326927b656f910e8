package io.classickafka.system;

import java.nio.file.Path;

/** The programs of {@code src/test/resources/clients}, each run in a process of its own. */
final class Programs {

  private static final Path CLIENT_JARS =
      Installation.root().resolve("system-tests/target/apache-clients");

  private Programs() {}

  /** A Java program against the client jars of a folder: ours, or a version of Apache's. */
  static Child.Command java(String jars, String program, String... arguments) {
    return java(jars, ForeignClient.program(program), arguments);
  }

  /** The same, with a program that lies elsewhere. */
  static Child.Command java(String jars, Path program, String... arguments) {
    Path folder =
        jars.equals("ours")
            ? Installation.root().resolve("kafka-core/target/dist/libs")
            : CLIENT_JARS.resolve(jars);
    return Child.command(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx192M",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Dlog4j2.level=WARN",
            "-cp",
            folder + "/*",
            program.toString())
        .with(arguments);
  }

  static Child.Command python(String program, String... arguments) {
    return Child.command("/usr/bin/python3", ForeignClient.program(program).toString())
        .with(arguments);
  }

  /** A script of the clients' folder. */
  static Child.Command bash(String program, String... arguments) {
    return Child.command("bash", ForeignClient.program(program).toString()).with(arguments);
  }

  static Child.Command go(String program, String... arguments) {
    return Child.command("go", "run", ForeignClient.program(program).toString())
        .with(arguments)
        .environment("GO111MODULE", "off")
        .environment("GOPATH", "/usr/share/gocode")
        .environment("GOCACHE", Installation.root().resolve("system-tests/target/go").toString())
        .environment("GOFLAGS", "");
  }

  static Child.Command node(String program, String... arguments) {
    return Child.command("node", ForeignClient.program(program).toString())
        .with(arguments)
        .environment("NODE_PATH", ForeignClient.nodeModules().toString())
        .environment("KAFKAJS_NO_PARTITIONER_WARNING", "1");
  }
}
