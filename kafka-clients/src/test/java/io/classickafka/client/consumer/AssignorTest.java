package io.classickafka.client.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.clients.consumer.RoundRobinAssignor;
import org.apache.kafka.clients.consumer.internals.AbstractPartitionAssignor;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class AssignorTest {

  /** The rules of groups of clients: static members first, ranges by topic, turns over all. */
  @ParameterizedTest
  @CsvFileSource(resources = "assignors.txt", delimiter = '|')
  void assignsAsTheTableSays(String assignor, String topics, String members, String expected) {
    Map<String, Integer> counts = new TreeMap<>();
    for (String topic : topics.split(" ")) {
      counts.put(topic.split(":")[0], Integer.parseInt(topic.split(":")[1]));
    }
    Map<String, Subscription> subscriptions = new LinkedHashMap<>();
    for (String member : members.split(" ")) {
      String[] parts = member.split(":");
      String[] names = parts[0].split("/");
      subscriptions.put(names[0], subscription(parts, names));
    }
    assertThat(text(assignor(assignor).assign(counts, subscriptions))).isEqualTo(expected);
  }

  // member[/instance]:topics[:owned[:generation]]
  private static Subscription subscription(String[] parts, String[] names) {
    List<TopicPartition> owned = new ArrayList<>();
    if (parts.length > 2 && !parts[2].isEmpty()) {
      for (String one : parts[2].split(",")) {
        int dash = one.lastIndexOf('-');
        owned.add(
            new TopicPartition(one.substring(0, dash), Integer.parseInt(one.substring(dash + 1))));
      }
    }
    int generation = parts.length > 3 ? Integer.parseInt(parts[3]) : -1;
    Subscription subscription =
        new Subscription(List.of(parts[1].split(",")), null, owned, generation, Optional.empty());
    subscription.setGroupInstanceId(names.length > 1 ? Optional.of(names[1]) : Optional.empty());
    return subscription;
  }

  private static AbstractPartitionAssignor assignor(String name) {
    return switch (name) {
      case "range" -> new RangeAssignor();
      case "roundrobin" -> new RoundRobinAssignor();
      default -> new CooperativeStickyAssignor();
    };
  }

  private static String text(Map<String, List<TopicPartition>> assignment) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(assignment)
        .forEach(
            (member, partitions) -> {
              List<String> sorted = new ArrayList<>();
              partitions.forEach(partition -> sorted.add(partition.toString()));
              sorted.sort(null);
              text.append(text.length() == 0 ? "" : " ")
                  .append(member)
                  .append("=")
                  .append(String.join(",", sorted));
            });
    return text.toString();
  }

  @Property(tries = 300)
  void stickyIsEvenAndMovesNothingWithoutNeed(
      @ForAll @IntRange(min = 1, max = 8) int before,
      @ForAll @IntRange(min = 1, max = 8) int after,
      @ForAll @IntRange(min = 0, max = 40) int partitions) {
    Map<String, Integer> counts = new TreeMap<>();
    counts.put("t", partitions);
    Map<String, StickyMemory> owned = new LinkedHashMap<>();
    StickyAssignment.assign(counts, members(before), owned)
        .forEach((member, list) -> owned.put(member, new StickyMemory(list, 1)));
    Map<String, List<TopicPartition>> now = StickyAssignment.assign(counts, members(after), owned);
    assertThat(now.values().stream().mapToInt(List::size).sum()).isEqualTo(partitions);
    int floor = partitions / after;
    int moved = 0;
    int must = 0;
    for (Map.Entry<String, List<TopicPartition>> entry : now.entrySet()) {
      assertThat(entry.getValue().size()).isBetween(floor, floor + 1);
      List<TopicPartition> had = owned.getOrDefault(entry.getKey(), StickyMemory.NONE).partitions();
      List<TopicPartition> fresh = new ArrayList<>(entry.getValue());
      fresh.removeAll(had);
      moved += fresh.size();
      must += Math.max(0, entry.getValue().size() - had.size());
    }
    assertThat(moved).isEqualTo(must);
  }

  private static Map<String, Subscription> members(int count) {
    Map<String, Subscription> members = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      members.put("m" + i, new Subscription(List.of("t")));
    }
    return members;
  }
}
