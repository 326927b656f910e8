package org.apache.kafka.clients.consumer;

import io.classickafka.client.consumer.StickyAssignment;
import io.classickafka.client.consumer.StickyMemory;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.internals.AbstractPartitionAssignor;
import org.apache.kafka.common.TopicPartition;

/** Spreads partitions evenly, and leaves as many as it can where they were. */
public class StickyAssignor extends AbstractPartitionAssignor {

  public static final String STICKY_ASSIGNOR_NAME = "sticky";

  private StickyMemory memory = StickyMemory.NONE;

  @Override
  public String name() {
    return STICKY_ASSIGNOR_NAME;
  }

  @Override
  public void onAssignment(Assignment assignment, ConsumerGroupMetadata metadata) {
    memory = new StickyMemory(assignment.partitions(), metadata.generationId());
  }

  /** Partitions are given up before joining, so what was owned is told here. */
  @Override
  public ByteBuffer subscriptionUserData(Set<String> topics) {
    return memory.isEmpty() ? null : memory.encode();
  }

  @Override
  public Map<String, List<TopicPartition>> assign(
      Map<String, Integer> partitionsPerTopic, Map<String, Subscription> subscriptions) {
    Map<String, StickyMemory> owned = new LinkedHashMap<>();
    subscriptions.forEach(
        (member, subscription) -> owned.put(member, StickyMemory.decode(subscription.userData())));
    return StickyAssignment.assign(partitionsPerTopic, subscriptions, owned);
  }
}
