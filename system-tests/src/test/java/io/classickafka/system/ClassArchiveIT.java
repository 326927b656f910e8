package io.classickafka.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive of classes that the scripts make on a first run and start from afterwards. */
class ClassArchiveIT {

  private static final Duration MAKING = Duration.ofMinutes(2);

  /** Where JDK 17 makes an archive for, unless it is told another address. */
  private static final String MADE_FOR = "0x0000000800000000";

  @TempDir Path folder;
  private TestBroker broker;

  @BeforeEach
  void start() {
    broker =
        new TestBroker(folder.resolve("broker"))
            .environment("KAFKA_CDS_DIR", archives().toString())
            .environment(
                "KAFKA_OPTS",
                "-Xlog:class+load:file="
                    + folder.resolve("broker.classes")
                    + " -Xlog:gc+metaspace:file="
                    + folder.resolve("broker.archive"));
    create(folder.resolve("broker"));
    broker.start();
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  @Test
  void ofManyFirstRunsAtOnceOneMakesTheArchiveThatLaterOnesStartFrom() {
    List<Child> children = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      children.add(list(archives()).start("topics", broker.logs()));
    }
    for (Child child : children) {
      assertThat(child.result(MAKING).succeeded()).isEmpty();
      assertThat(child.errors()).isEmpty();
    }
    awaitArchive("tools");
    Path classes = folder.resolve("tool.classes");
    Child.Result later =
        list(archives())
            .environment("KAFKA_OPTS", "-Xlog:class+load:file=" + classes)
            .run("topics", broker.logs());
    assertThat(later.succeeded() + later.errors()).isEmpty();
    assertThat(fromArchive(classes, "io.classickafka.tools.TopicsCommand")).isTrue();
  }

  @Test
  void aBrokersSecondStartTakesItsClassesFromTheArchive() {
    String listeners = "io.classickafka.server.BrokerListeners";
    assertThat(fromArchive(folder.resolve("broker.classes"), listeners)).isFalse();
    awaitArchive("broker");
    broker.stopBroker();
    broker.startBroker();
    assertThat(fromArchive(folder.resolve("broker.classes"), listeners)).isTrue();
    assertThat(folder.resolve("broker.archive")).content().contains(" mapped at: [" + MADE_FOR);
  }

  @Test
  void whoGivesFlagsOfTheirOwnHasThem() {
    awaitArchive("broker");
    broker.environment(
        "KAFKA_JVM_PERFORMANCE_OPTS", "-XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=1");
    broker.stopBroker();
    broker.startBroker();
    assertThat(folder.resolve("broker.archive"))
        .content()
        .contains(" mapped at: [")
        .doesNotContain(" mapped at: [" + MADE_FOR);
  }

  @Test
  void whatDoesNotFitIsLeftOutWithoutAWord() throws IOException {
    list(archives()).run("topics", broker.logs()).succeeded();
    Path archive = awaitArchive("tools");
    Files.delete(archive);
    Files.writeString(archive, "not an archive");
    Child.Result result = list(archives()).run("topics", broker.logs());
    assertThat(result.succeeded() + result.errors()).isEmpty();
  }

  @Test
  void withoutAPlaceToWriteAndSwitchedOffEverythingRunsAsBefore() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    Child.Result result = list(file.resolve("cds")).run("topics", broker.logs());
    assertThat(result.succeeded() + result.errors()).isEmpty();
    Path unused = folder.resolve("unused");
    list(unused).environment("KAFKA_CDS", "off").run("topics", broker.logs()).succeeded();
    assertThat(unused).doesNotExist();
  }

  private Path archives() {
    return folder.resolve("cds");
  }

  private Child.Command list(Path archives) {
    return Installation.script(
            "kafka-topics.sh", "--bootstrap-server", broker.bootstrap(), "--list")
        .environment("KAFKA_CDS_DIR", archives.toString());
  }

  /** Waits until it is there and its maker has cleared up. */
  private Path awaitArchive(String kind) {
    Await.until(
        "the archive of " + kind,
        MAKING,
        () -> names(kind).size() == 1 && names(kind).get(0).endsWith(".jsa"),
        () -> names(kind).toString());
    return archives().resolve(names(kind).get(0));
  }

  private List<String> names(String kind) {
    try (Stream<Path> files = Files.list(archives())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith(kind))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean fromArchive(Path log, String name) {
    try (Stream<String> lines = Files.lines(log)) {
      return lines.anyMatch(line -> line.contains(name + " source: shared objects file"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void create(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
