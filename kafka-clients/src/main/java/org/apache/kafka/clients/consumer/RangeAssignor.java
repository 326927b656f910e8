package org.apache.kafka.clients.consumer;

import io.classickafka.client.consumer.MemberOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.internals.AbstractPartitionAssignor;
import org.apache.kafka.common.TopicPartition;

/** Gives each member of a topic a run of neighbouring partitions, topic by topic. */
public class RangeAssignor extends AbstractPartitionAssignor {

  public static final String RANGE_ASSIGNOR_NAME = "range";

  @Override
  public String name() {
    return RANGE_ASSIGNOR_NAME;
  }

  @Override
  public Map<String, List<TopicPartition>> assign(
      Map<String, Integer> partitionsPerTopic, Map<String, Subscription> subscriptions) {
    List<String> members = MemberOrder.sorted(subscriptions);
    Map<String, List<TopicPartition>> assignment = new LinkedHashMap<>();
    members.forEach(member -> assignment.put(member, new ArrayList<>()));
    new TreeMap<>(partitionsPerTopic)
        .forEach(
            (topic, partitions) -> {
              List<String> subscribers = new ArrayList<>(members);
              subscribers.removeIf(member -> !subscriptions.get(member).topics().contains(topic));
              int next = 0;
              for (int i = 0; i < subscribers.size(); i++) {
                int share = partitions / subscribers.size();
                share += i < partitions % subscribers.size() ? 1 : 0;
                for (int end = next + share; next < end; next++) {
                  assignment.get(subscribers.get(i)).add(new TopicPartition(topic, next));
                }
              }
            });
    return assignment;
  }
}
