package org.apache.kafka.clients.consumer;

import io.classickafka.client.consumer.MemberOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.internals.AbstractPartitionAssignor;
import org.apache.kafka.common.TopicPartition;

/** Deals the partitions of all topics out to the members, one after another. */
public class RoundRobinAssignor extends AbstractPartitionAssignor {

  public static final String ROUNDROBIN_ASSIGNOR_NAME = "roundrobin";

  @Override
  public String name() {
    return ROUNDROBIN_ASSIGNOR_NAME;
  }

  @Override
  public Map<String, List<TopicPartition>> assign(
      Map<String, Integer> partitionsPerTopic, Map<String, Subscription> subscriptions) {
    List<String> members = MemberOrder.sorted(subscriptions);
    Map<String, List<TopicPartition>> assignment = new LinkedHashMap<>();
    members.forEach(member -> assignment.put(member, new ArrayList<>()));
    int turn = 0;
    for (Map.Entry<String, Integer> topic : new TreeMap<>(partitionsPerTopic).entrySet()) {
      boolean wanted =
          subscriptions.values().stream().anyMatch(one -> one.topics().contains(topic.getKey()));
      for (int partition = 0; wanted && partition < topic.getValue(); partition++) {
        while (!subscriptions.get(members.get(turn)).topics().contains(topic.getKey())) {
          turn = (turn + 1) % members.size();
        }
        assignment.get(members.get(turn)).add(new TopicPartition(topic.getKey(), partition));
        turn = (turn + 1) % members.size();
      }
    }
    return assignment;
  }
}
