package io.classickafka.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people's service files, monitoring and habits expect of the scripts. */
class ScriptsIT {

  @TempDir Path folder;

  @Test
  void theServersJvmTakesOverItsScriptAndShowsItsFamiliarName() {
    try (TestBroker broker = new TestBroker(folder).start()) {
      ProcessHandle process = ProcessHandle.of(broker.broker().pid()).orElseThrow();
      assertThat(process.info().commandLine().orElse("")).contains("java", " kafka.Kafka ");
      assertThat(process.children()).as("no shell stays between").isEmpty();
    }
  }

  @Test
  void aLog4j1FileGivenByItsVariableIsRead() throws IOException {
    Path log = folder.resolve("from-log4j1.log");
    Path file = folder.resolve("log4j.properties");
    Files.writeString(
        file,
        String.join(
            "\n",
            "log4j.rootLogger=INFO, file",
            "log4j.appender.file=org.apache.log4j.FileAppender",
            "log4j.appender.file.File=" + log,
            "log4j.appender.file.layout=org.apache.log4j.PatternLayout",
            "log4j.appender.file.layout.ConversionPattern=[%d] %p %m (%c)%n"));
    try (TestBroker broker =
        new TestBroker(folder)
            .environment("KAFKA_LOG4J_OPTS", "-Dlog4j.configuration=file:" + file)
            .start()) {
      Await.until(
          "the broker's line in the file",
          Duration.ofSeconds(10),
          () -> read(log).contains("broker started"),
          broker.broker()::story);
    }
  }

  @Test
  void anOverrideWinsOverTheFile() {
    try (TestBroker broker =
        new TestBroker(folder).arguments("--override", "num.partitions=4").start()) {
      String bootstrap = broker.bootstrap();
      Installation.script(
              "kafka-topics.sh", "--bootstrap-server", bootstrap, "--create", "--topic", "t")
          .run("topics", broker.logs())
          .succeeded();
      assertThat(
              Installation.script(
                      "kafka-topics.sh",
                      "--bootstrap-server",
                      bootstrap,
                      "--describe",
                      "--topic",
                      "t")
                  .run("topics", broker.logs())
                  .succeeded())
          .contains("PartitionCount: 4");
    }
  }

  @Test
  void zooKeepersOwnShellShowsTheFamiliarTree() {
    try (TestBroker broker = new TestBroker(folder).start()) {
      assertThat(
              Installation.script(
                      "zookeeper-shell.sh", broker.zooKeeperConnect(), "get", "/brokers/ids/0")
                  .run("shell", broker.logs())
                  .succeeded())
          .contains("\"endpoints\":[\"PLAINTEXT://" + broker.bootstrap() + "\"]");
    }
  }

  private static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      return "";
    }
  }
}
