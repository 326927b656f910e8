package io.classickafka.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.FakeCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleConsumerTest {

  private static FakeConsumer records() {
    return new FakeConsumer()
        .with("k1", "v1", "")
        .with(null, "v2", "a=1,b=2")
        .with("k3", null, "h")
        .with("", "", "");
  }

  private static ConsoleConsumer tool(FakeConsumer consumer) {
    FakeCluster cluster = new FakeCluster();
    cluster.add("t", "0:0:0 0:0:0 0:0:0 0:0:0", new TreeMap<>());
    return new ConsoleConsumer(
        (settings, patience, err) -> consumer.consumer(), (bootstrap, settings, err) -> cluster);
  }

  @Test
  void printsAndExitsAsPeopleKnow() {
    Transcript.check("console-consumer.txt", ShowsAsked::new);
  }

  /** The tool, with what the consumer was asked shown after what it printed. */
  private static final class ShowsAsked implements Tool {

    private final FakeConsumer consumer = records();
    private final Tool tool = tool(consumer);

    @Override
    public FlagTable flags() {
      return tool.flags();
    }

    @Override
    public int run(Flags flags, Streams streams) throws ToolFailure {
      try {
        return tool.run(flags, streams);
      } finally {
        consumer.asked().forEach(line -> streams.out().println("(asked) " + line));
      }
    }
  }

  private static Map<String, Object> settings(String... arguments) throws ToolFailure {
    ConsoleConsumer tool = tool(records());
    return ConsoleConsumer.settings(tool.flags().parse(arguments));
  }

  @Test
  void aGroupOfItsOwnCommitsNothing() throws ToolFailure {
    Map<String, Object> settings = settings("--bootstrap-server", "b:1", "--topic", "t");
    assertThat(String.valueOf(settings.get("group.id"))).matches("console-consumer-\\d{1,5}");
    assertThat(settings)
        .containsEntry("enable.auto.commit", "false")
        .containsEntry("auto.offset.reset", "latest")
        .containsEntry("client.id", "console-consumer");
  }

  @Test
  void flagsWinOverPropertiesAndPropertiesOverTheFile(@TempDir Path folder)
      throws IOException, ToolFailure {
    Path file =
        Files.writeString(
            folder.resolve("p"),
            "group.id=g\nmax.poll.records=5\nisolation.level=x\nfetch.min.bytes=3\n");
    Map<String, Object> settings =
        settings(
            "--bootstrap-server",
            "b:1",
            "--topic",
            "t",
            "--consumer.config",
            file.toString(),
            "--consumer-property",
            "max.poll.records=6",
            "--isolation-level",
            "read_committed",
            "--from-beginning");
    assertThat(settings)
        .containsEntry("group.id", "g")
        .containsEntry("max.poll.records", "6")
        .containsEntry("fetch.min.bytes", "3")
        .containsEntry("isolation.level", "read_committed")
        .containsEntry("auto.offset.reset", "earliest")
        .doesNotContainKey("enable.auto.commit");
  }
}
