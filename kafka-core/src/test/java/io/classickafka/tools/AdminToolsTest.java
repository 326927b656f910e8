package io.classickafka.tools;

import java.util.Collections;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.FakeCluster;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The tools over the admin client, each against its golden transcript. */
class AdminToolsTest {

  private final FakeCluster cluster = new FakeCluster();

  @BeforeEach
  void fill() {
    cluster.add("__consumer_offsets", "0:0,1:0,1", new TreeMap<>());
    cluster.add(
        "t1",
        "0:0,1:0,1 1:1,0:1,0",
        new TreeMap<>(Collections.singletonMap("retention.ms", "3600000")));
    cluster.add("sick", "0:0,1,2:0,1 -:2:2", new TreeMap<>());
  }

  @Test
  void settingsAreShownAndChangedAsPeopleKnow() {
    Transcript.check(
        "configs.txt", () -> new ConfigsCommand((bootstrap, settings, err) -> cluster));
  }

  @Test
  void recordsAreDeletedAsPeopleKnow() {
    Transcript.check(
        "delete-records.txt",
        () -> new DeleteRecordsCommand((bootstrap, settings, err) -> cluster));
  }

  @Test
  void offsetsAreToldAsPeopleKnow() {
    Transcript.check(
        "get-offsets.txt", () -> new GetOffsetsCommand((bootstrap, settings, err) -> cluster));
  }

  @Test
  void logDirectoriesAreShownAsPeopleKnow() {
    Transcript.check(
        "log-dirs.txt", () -> new LogDirsCommand((bootstrap, settings, err) -> cluster));
  }
}
