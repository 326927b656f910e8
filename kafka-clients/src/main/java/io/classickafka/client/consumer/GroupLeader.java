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
    Map<String, Subscription> subscriptions = new LinkedHashMap<>();
    TreeSet<String> topics = new TreeSet<>(ownTopics);
    for (JoinGroupResponseMember member : members) {
      Subscription subscription =
          EmbeddedProtocol.decodeSubscription(member.metadata(), member.groupInstanceId());
      subscriptions.put(member.memberId(), subscription);
      topics.addAll(subscription.topics());
    }
    topics.forEach(client.metadata()::want);
    boolean allKnown = topics.stream().allMatch(topic -> client.snapshot().topic(topic) != null);
    CompletableFuture<ClusterSnapshot> fresh =
        allKnown
            ? CompletableFuture.completedFuture(client.snapshot())
            : client.metadata().refresh();
    return fresh.thenApply(snapshot -> decide(protocolName, subscriptions, topics, snapshot));
  }

  private Map<String, Assignment> decide(
      String protocolName,
      Map<String, Subscription> subscriptions,
      TreeSet<String> topics,
      ClusterSnapshot snapshot) {
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
    decidedOn = Collections.emptyMap();
  }
}
