package io.classickafka.client.consumer;

import io.classickafka.client.cluster.ClusterClient;
import io.classickafka.client.cluster.ClusterSnapshot;
import io.classickafka.client.cluster.TopicSnapshot;
import io.classickafka.protocol.message.JoinGroupResponse.JoinGroupResponseMember;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Assignment;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.GroupSubscription;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.RebalanceProtocol;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;

/** What the member that leads its group does: decides who gets what. The loop's. */
final class GroupLeader {

  private final ClusterClient client;
  private final List<ConsumerPartitionAssignor> assignors;
  // What the last decision was based on; empty while another member leads.
  private Map<String, Integer> decidedOn = Collections.emptyMap();
  // Grows with each join: what is heard of topics for an earlier one is void.
  private int turn;

  GroupLeader(ClusterClient client, List<ConsumerPartitionAssignor> assignors) {
    this.client = client;
    this.assignors = assignors;
  }

  /** How members give up partitions: the best way that all assignors know. */
  static RebalanceProtocol commonProtocol(List<ConsumerPartitionAssignor> assignors) {
    boolean cooperative =
        !assignors.isEmpty()
            && assignors.stream()
                .allMatch(one -> one.supportedProtocols().contains(RebalanceProtocol.COOPERATIVE));
    return cooperative ? RebalanceProtocol.COOPERATIVE : RebalanceProtocol.EAGER;
  }

  /** Decides, once all members' topics are known. */
  CompletableFuture<Map<String, Assignment>> assign(
      String protocolName, List<JoinGroupResponseMember> members, List<String> ownTopics) {
    int mine = ++turn;
    TreeSet<String> topics = new TreeSet<>(ownTopics);
    Map<String, Subscription> subscriptions = subscriptions(members, topics);
    return known(topics)
        .thenApply(snapshot -> decide(mine, protocolName, subscriptions, topics, snapshot));
  }

  /**
   * Decides nothing: a static member that led came back, and what it decided before holds. Nobody
   * but the leader watches the topics, though.
   */
  void watch(List<JoinGroupResponseMember> members, List<String> ownTopics) {
    int mine = ++turn;
    TreeSet<String> topics = new TreeSet<>(ownTopics);
    subscriptions(members, topics);
    known(topics)
        .whenComplete(
            (snapshot, error) -> {
              if (mine == turn && snapshot != null) {
                decidedOn = counts(topics, snapshot);
              }
            });
  }

  private static Map<String, Subscription> subscriptions(
      List<JoinGroupResponseMember> members, TreeSet<String> topics) {
    Map<String, Subscription> subscriptions = new LinkedHashMap<>();
    for (JoinGroupResponseMember member : members) {
      Subscription subscription =
          EmbeddedProtocol.decodeSubscription(member.metadata(), member.groupInstanceId());
      subscriptions.put(member.memberId(), subscription);
      topics.addAll(subscription.topics());
    }
    return subscriptions;
  }

  private CompletableFuture<ClusterSnapshot> known(TreeSet<String> topics) {
    topics.forEach(client.metadata()::want);
    boolean allKnown = topics.stream().allMatch(topic -> client.snapshot().topic(topic) != null);
    return allKnown
        ? CompletableFuture.completedFuture(client.snapshot())
        : client.metadata().refresh();
  }

  private Map<String, Assignment> decide(
      int mine,
      String protocolName,
      Map<String, Subscription> subscriptions,
      TreeSet<String> topics,
      ClusterSnapshot snapshot) {
    if (mine != turn) {
      // Nobody waits for it any more, and another member may lead by now.
      return Collections.emptyMap();
    }
    ConsumerPartitionAssignor assignor =
        assignors.stream()
            .filter(one -> one.name().equals(protocolName))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no assignor " + protocolName));
    decidedOn = counts(topics, snapshot);
    return assignor
        .assign(snapshot.toCluster(), new GroupSubscription(subscriptions))
        .groupAssignment();
  }

  private static Map<String, Integer> counts(Iterable<String> topics, ClusterSnapshot snapshot) {
    Map<String, Integer> counts = new TreeMap<>();
    for (String name : topics) {
      TopicSnapshot topic = snapshot.topic(name);
      counts.put(name, topic == null ? 0 : topic.partitions().size());
    }
    return counts;
  }

  /** Whether the topics have other numbers of partitions than at the last decision. */
  boolean hasChanged() {
    return !counts(new ArrayList<>(decidedOn.keySet()), client.snapshot()).equals(decidedOn);
  }

  /** Another member leads now. */
  void resign() {
    turn++;
    decidedOn = Collections.emptyMap();
  }
}
