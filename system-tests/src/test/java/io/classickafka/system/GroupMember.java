package io.classickafka.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The only member of a consumer group, which reads and commits until it is told to stop. */
final class GroupMember implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final String OFFSETS = "__consumer_offsets";

  private final Child child;
  private final String group;

  private GroupMember(Child child, String group) {
    this.child = child;
    this.group = group;
  }

  static GroupMember start(TestCluster cluster, String topic, String group) {
    return new GroupMember(
        Programs.java("3.9", "SteadyConsumer.java", cluster.bootstrap(), topic, group)
            .start("group-member", cluster.logs()),
        group);
  }

  /** The broker that coordinates the group: the leader of its partition. */
  int coordinator(TestCluster cluster) {
    int partitions = cluster.partitions(OFFSETS);
    return cluster.leader(OFFSETS, (group.hashCode() & Integer.MAX_VALUE) % partitions);
  }

  /** Waits until more commits are acknowledged than now. */
  void awaitCommits(int count, TestCluster cluster) {
    long enough = commits() + count;
    Await.until(
        count + " more acknowledged commits",
        Duration.ofSeconds(60),
        () -> commits() > enough,
        () -> "commits=" + commits() + "\n" + child.errors() + cluster.story());
  }

  private long commits() {
    return child.output().lines().filter(line -> line.startsWith("COMMITTED")).count();
  }

  /**
   * Ends it and checks that the group never went back behind an acknowledged commit and jumped over
   * nothing.
   */
  void stop() {
    child.tell("stop");
    Map<String, Long> committed = new HashMap<>();
    Map<String, TreeSet<Long>> read = new HashMap<>();
    List<String> lines = child.result(PATIENCE).lines();
    for (String line : lines) {
      List<String> words = List.of(line.split(" ", -1));
      long offset = Long.parseLong(words.get(2));
      long agreed = committed.getOrDefault(words.get(1), 0L);
      switch (words.get(0)) {
        case "COMMITTED" -> committed.put(words.get(1), offset);
        case "STORED" -> assertThat(offset).as(line).isGreaterThanOrEqualTo(agreed);
        default -> {
          assertThat(offset).as("%s after a commit", line).isGreaterThanOrEqualTo(agreed);
          read.computeIfAbsent(words.get(1), key -> new TreeSet<>()).add(offset);
        }
      }
    }
    assertThat(committed).isNotEmpty();
    read.forEach(
        (partition, offsets) ->
            assertThat(offsets.last() + 1)
                .as("records read of partition %s", partition)
                .isEqualTo(offsets.size()));
  }

  @Override
  public void close() {
    child.close();
  }
}
