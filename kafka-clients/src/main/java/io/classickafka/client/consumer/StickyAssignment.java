package io.classickafka.client.consumer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The rule of the sticky assignors: even first, then as little movement as possible. Pure. */
public final class StickyAssignment {

  private static final Comparator<TopicPartition> ORDER =
      Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

  private final Map<String, Integer> counts;
  private final Map<String, Subscription> subscriptions;
  // Members by id; their partitions in the order they got them.
  private final Map<String, List<TopicPartition>> given = new TreeMap<>();

  private StickyAssignment(Map<String, Integer> counts, Map<String, Subscription> subscriptions) {
    this.counts = counts;
    this.subscriptions = subscriptions;
    subscriptions.keySet().forEach(member -> given.put(member, new ArrayList<>()));
  }

  /**
   * Decides who gets what.
   *
   * @param counts topics that are known, with their number of partitions
   * @param owned what members had, by member id
   */
  public static Map<String, List<TopicPartition>> assign(
      Map<String, Integer> counts,
      Map<String, Subscription> subscriptions,
      Map<String, StickyMemory> owned) {
    StickyAssignment work = new StickyAssignment(counts, subscriptions);
    Map<String, List<TopicPartition>> kept = work.validClaims(owned);
    Set<Set<String>> wishes = new LinkedHashSet<>();
    subscriptions.values().forEach(one -> wishes.add(new TreeSet<>(one.topics())));
    if (wishes.size() == 1) {
      work.spreadEvenly(kept, wishes.iterator().next());
    } else {
      work.spreadAmongSubscribers(kept);
    }
    return work.given;
  }

  /** Leaves out what would go to a member while another still works on it. */
  public static Map<String, List<TopicPartition>> withoutMoving(
      Map<String, List<TopicPartition>> assignment, Map<String, StickyMemory> owned) {
    Map<TopicPartition, Set<String>> owners = new LinkedHashMap<>();
    owned.forEach(
        (member, memory) ->
            memory
                .partitions()
                .forEach(
                    partition ->
                        owners
                            .computeIfAbsent(partition, key -> new LinkedHashSet<>())
                            .add(member)));
    Map<String, List<TopicPartition>> now = new LinkedHashMap<>();
    assignment.forEach(
        (member, partitions) -> {
          List<TopicPartition> free = new ArrayList<>(partitions);
          free.removeIf(
              partition -> {
                Set<String> claims = owners.get(partition);
                return claims != null && !claims.contains(member);
              });
          now.put(member, free);
        });
    return now;
  }

  // Of two members that claim a partition the one of the later generation is right; of two of the
  // same generation neither.
  private Map<String, List<TopicPartition>> validClaims(Map<String, StickyMemory> owned) {
    Map<TopicPartition, String> owners = new LinkedHashMap<>();
    Map<TopicPartition, Integer> generations = new LinkedHashMap<>();
    for (String member : given.keySet()) {
      StickyMemory memory = owned.getOrDefault(member, StickyMemory.NONE);
      for (TopicPartition partition : memory.partitions()) {
        Integer count = counts.get(partition.topic());
        if (count == null || partition.partition() >= count || !wants(member, partition)) {
          continue;
        }
        Integer earlier = generations.get(partition);
        if (earlier == null || memory.generation() > earlier) {
          owners.put(partition, member);
          generations.put(partition, memory.generation());
        } else if (memory.generation() == earlier) {
          owners.remove(partition);
        }
      }
    }
    Map<String, List<TopicPartition>> kept = new TreeMap<>();
    given.keySet().forEach(member -> kept.put(member, new ArrayList<>()));
    owners.forEach((partition, member) -> list(kept, member).add(partition));
    kept.values()
        .forEach(
            list ->
                list.sort(
                    Comparator.comparingInt(TopicPartition::partition)
                        .thenComparing(TopicPartition::topic)));
    return kept;
  }

  private boolean wants(String member, TopicPartition partition) {
    Subscription subscription = subscriptions.get(member);
    return subscription != null && subscription.topics().contains(partition.topic());
  }

  private static List<TopicPartition> list(Map<String, List<TopicPartition>> lists, String member) {
    return lists.computeIfAbsent(member, key -> new ArrayList<>());
  }

  // All want the same topics: everybody gets the floor or the ceiling of the average.
  private void spreadEvenly(Map<String, List<TopicPartition>> kept, Set<String> topics) {
    List<TopicPartition> all = partitionsOf(topics);
    int members = given.size();
    int floor = all.size() / members;
    int ceiling = floor + (all.size() % members == 0 ? 0 : 1);
    int largerLeft = all.size() % members;
    Set<TopicPartition> taken = new LinkedHashSet<>();
    for (Map.Entry<String, List<TopicPartition>> claim : kept.entrySet()) {
      List<TopicPartition> claimed = claim.getValue();
      int share = Math.min(claimed.size(), floor);
      if (claimed.size() >= ceiling && ceiling > floor && largerLeft > 0) {
        share = ceiling;
        largerLeft--;
      }
      List<TopicPartition> staying = claimed.subList(0, share);
      list(given, claim.getKey()).addAll(staying);
      taken.addAll(staying);
    }
    all.removeAll(taken);
    dealTo(all, floor, false);
    dealTo(all, floor, true);
  }

  // Deals one partition each, in turns: up to the floor, or one above it.
  private void dealTo(List<TopicPartition> free, int floor, boolean above) {
    boolean dealt = true;
    while (dealt && !free.isEmpty()) {
      dealt = false;
      for (List<TopicPartition> list : given.values()) {
        boolean room = above ? list.size() == floor : list.size() < floor;
        if (room && !free.isEmpty()) {
          list.add(free.remove(0));
          dealt = true;
        }
      }
      dealt &= !above;
    }
  }

  private List<TopicPartition> partitionsOf(Set<String> topics) {
    List<TopicPartition> all = new ArrayList<>();
    for (String topic : topics) {
      int count = counts.getOrDefault(topic, 0);
      for (int i = 0; i < count; i++) {
        all.add(new TopicPartition(topic, i));
      }
    }
    return all;
  }

  // Members want different topics: to whoever has least among those who want it, then level out.
  private void spreadAmongSubscribers(Map<String, List<TopicPartition>> kept) {
    kept.forEach((member, partitions) -> list(given, member).addAll(partitions));
    Set<TopicPartition> taken = new LinkedHashSet<>();
    given.values().forEach(taken::addAll);
    Set<String> topics = new TreeSet<>();
    subscriptions.values().forEach(one -> topics.addAll(one.topics()));
    List<TopicPartition> free = partitionsOf(topics);
    free.removeAll(taken);
    free.sort(Comparator.comparingLong(this::subscribers).thenComparing(ORDER));
    for (TopicPartition partition : free) {
      String least = leastLoaded(partition);
      if (least != null) {
        list(given, least).add(partition);
      }
    }
    levelOut();
  }

  private long subscribers(TopicPartition partition) {
    return given.keySet().stream().filter(member -> wants(member, partition)).count();
  }

  private @Nullable String leastLoaded(TopicPartition partition) {
    String least = null;
    for (String member : given.keySet()) {
      if (wants(member, partition)
          && (least == null || list(given, member).size() < list(given, least).size())) {
        least = member;
      }
    }
    return least;
  }

  // Each move makes the sum of squares smaller, so this ends.
  private void levelOut() {
    boolean moved = true;
    while (moved) {
      moved = false;
      for (Map.Entry<String, List<TopicPartition>> from : given.entrySet()) {
        List<TopicPartition> partitions = from.getValue();
        for (int i = partitions.size() - 1; i >= 0; i--) {
          String least = leastLoaded(partitions.get(i));
          if (least != null && list(given, least).size() + 1 < partitions.size()) {
            list(given, least).add(partitions.remove(i));
            moved = true;
          }
        }
      }
    }
  }
}
