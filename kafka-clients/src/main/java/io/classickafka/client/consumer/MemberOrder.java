package io.classickafka.client.consumer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;

/** The order in which members are served, the same in every client of a group. */
public final class MemberOrder {

  private MemberOrder() {}

  /** Static members by their instance ids, then the others by their member ids. */
  public static List<String> sorted(Map<String, Subscription> subscriptions) {
    List<String> members = new ArrayList<>(subscriptions.keySet());
    Comparator<String> dynamicLast =
        Comparator.comparing(member -> instance(subscriptions, member).isEmpty());
    members.sort(
        dynamicLast.thenComparing(member -> instance(subscriptions, member).orElse(member)));
    return members;
  }

  private static Optional<String> instance(Map<String, Subscription> subscriptions, String member) {
    Subscription subscription = subscriptions.get(member);
    return subscription == null ? Optional.empty() : subscription.groupInstanceId();
  }
}
