package io.classickafka.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.FakeCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicsCommandTest {

  private final FakeCluster cluster = new FakeCluster();

  @Test
  void acceptsPrintsAndExitsAsPeopleKnow() {
    cluster.add("__consumer_offsets", "0:0,1:0,1", new TreeMap<>());
    cluster.add(
        "t1",
        "0:0,2:0,2 2:2,1:2,1",
        new TreeMap<>(Collections.singletonMap("retention.ms", "3600000")));
    cluster.add(
        "sick",
        "0:0,1,2:0,1 -:2:2 2:2:2 0:0,1:0",
        new TreeMap<>(Collections.singletonMap("min.insync.replicas", "2")));
    Transcript.check("topics.txt", () -> new TopicsCommand((bootstrap, settings, err) -> cluster));
  }

  @Test
  void givesTheClientWhatTheFileSays(@TempDir Path folder) throws IOException, ToolFailure {
    Path file = Files.writeString(folder.resolve("client.properties"), "client.id=me\n");
    Map<String, Object> seen = new TreeMap<>();
    TopicsCommand tool =
        new TopicsCommand(
            (bootstrap, settings, err) -> {
              seen.putAll(settings);
              seen.put("bootstrap", bootstrap);
              return cluster;
            });
    String[] arguments = {
      "--list", "--bootstrap-server", "h:1,h:2", "--command-config", file.toString()
    };
    tool.run(tool.flags().parse(arguments), Streams.ofProcess());
    assertThat(seen).isEqualTo(new TreeMap<>(Map.of("client.id", "me", "bootstrap", "h:1,h:2")));
  }
}
