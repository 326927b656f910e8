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

/**
 * The sticky assignor for members that keep working while they rebalance: a partition that moves is
 * given up first, and given to its next owner in the rebalance that follows.
 */
public class CooperativeStickyAssignor extends AbstractPartitionAssignor {

  public static final String COOPERATIVE_STICKY_ASSIGNOR_NAME = "cooperative-sticky";

  private int generation = -1;

  @Override
  public String name() {
    return COOPERATIVE_STICKY_ASSIGNOR_NAME;
  }

  @Override
  public List<RebalanceProtocol> supportedProtocols() {
    return List.of(RebalanceProtocol.COOPERATIVE, RebalanceProtocol.EAGER);
  }

  @Override
  public void onAssignment(Assignment assignment, ConsumerGroupMetadata metadata) {
    generation = metadata.generationId();
  }

  @Override
  public ByteBuffer subscriptionUserData(Set<String> topics) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(0, generation);
  }

  @Override
  public Map<String, List<TopicPartition>> assign(
      Map<String, Integer> partitionsPerTopic, Map<String, Subscription> subscriptions) {
    Map<String, StickyMemory> owned = new LinkedHashMap<>();
    subscriptions.forEach(
        (member, subscription) ->
            owned.put(
                member,
                new StickyMemory(
                    subscription.ownedPartitions(),
                    subscription
                        .generationId()
                        .orElseGet(() -> generationIn(subscription.userData())))));
    Map<String, List<TopicPartition>> assignment =
        StickyAssignment.assign(partitionsPerTopic, subscriptions, owned);
    return StickyAssignment.withoutMoving(assignment, owned);
  }

  private static int generationIn(ByteBuffer userData) {
    return userData == null || userData.remaining() < Integer.BYTES
        ? -1
        : userData.getInt(userData.position());
  }
}
