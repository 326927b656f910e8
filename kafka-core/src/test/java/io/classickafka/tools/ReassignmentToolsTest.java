package io.classickafka.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.FakeCluster;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The tools that move replicas and leaders, each against its golden transcript. */
class ReassignmentToolsTest {

  private static final String FILES = "src/test/resources/tools/moves";

  private final FakeCluster cluster = new FakeCluster();

  @BeforeEach
  void fill() {
    cluster.add("t1", "0:0,1:0,1 1:1,0:1,0", new TreeMap<>());
    cluster.add("slow", "0:0,2:0,2", new TreeMap<>());
    cluster.add("led", "1:0,1:0,1 1:0,1:0,1 -:1:2", new TreeMap<>());
    cluster.add("sick", "0:0,1,2:0,1 -:2:2", new TreeMap<>());
  }

  @Test
  void replicasAreMovedAsPeopleKnow() {
    Transcript.check(
        "reassign-partitions.txt",
        () -> new ReassignPartitionsCommand((bootstrap, settings, err) -> cluster),
        FILES);
  }

  @Test
  void aMoveUnderWayIsShownWithItsTopic() throws ToolFailure {
    reassign("--execute", "slow.json");
    Transcript.check(
        "topics-moving.txt", () -> new TopicsCommand((bootstrap, settings, err) -> cluster));
  }

  @Test
  void leadersAreElectedAsPeopleKnow() {
    Transcript.check(
        "leader-election.txt",
        () -> new LeaderElectionCommand((bootstrap, settings, err) -> cluster),
        FILES);
  }

  @Test
  void aLimitIsSetForEveryReplicaThatMovesAndTakenOffWithTheLast() throws Exception {
    reassign("--execute", "slow.json", "--throttle", "1000");
    reassign("--execute", "t1.json", "--throttle", "2000", "--additional");
    assertThat(topic("slow"))
        .containsEntry("leader.replication.throttled.replicas", "0:0,0:2")
        .containsEntry("follower.replication.throttled.replicas", "0:1");
    assertThat(topic("t1"))
        .containsEntry("leader.replication.throttled.replicas", "0:0,0:1,1:0,1:1")
        .containsEntry("follower.replication.throttled.replicas", "");
    for (int broker = 0; broker < 3; broker++) {
      assertThat(broker(broker))
          .containsEntry("leader.replication.throttled.rate", "2000")
          .containsEntry("follower.replication.throttled.rate", "2000");
    }
    reassign("--verify", "t1.json");
    assertThat(broker(0)).as("a move goes on").isNotEmpty();
    reassign("--cancel", "slow.json", "--preserve-throttles");
    assertThat(broker(0)).as("as was asked").isNotEmpty();
    reassign("--verify", "t1.json");
    reassign("--verify", "slow.json");
    assertThat(broker(0)).isEmpty();
    assertThat(topic("t1")).isEmpty();
    assertThat(topic("slow")).isEmpty();
  }

  private void reassign(String action, String file, String... more) throws ToolFailure {
    ReassignPartitionsCommand tool = new ReassignPartitionsCommand((bootstrap, s, err) -> cluster);
    Collection<String> arguments = new ArrayList<>();
    Collections.addAll(arguments, "--bootstrap-server", "b:1", action);
    Collections.addAll(arguments, "--reassignment-json-file", FILES + "/" + file);
    Collections.addAll(arguments, more);
    tool.run(tool.flags().parse(arguments.toArray(new String[0])), Streams.ofProcess());
  }

  private Map<String, String> topic(String name) throws Exception {
    return settings(new ConfigResource(ConfigResource.Type.TOPIC, name));
  }

  private Map<String, String> broker(int id) throws Exception {
    return settings(new ConfigResource(ConfigResource.Type.BROKER, Integer.toString(id)));
  }

  private Map<String, String> settings(ConfigResource resource) throws Exception {
    Map<String, String> set = new LinkedHashMap<>();
    for (var config : cluster.describeConfigs(List.of(resource)).all().get().values()) {
      for (ConfigEntry entry : config.entries()) {
        if (!entry.isDefault()) {
          set.put(entry.name(), String.valueOf(entry.value()));
        }
      }
    }
    return set;
  }
}
