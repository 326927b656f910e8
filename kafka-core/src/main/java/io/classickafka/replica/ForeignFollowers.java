package io.classickafka.replica;

import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Followers that acknowledge what they have in memory although a topic asks for more: Apache's
 * brokers. An operator is told of each once. Thread-safe.
 */
final class ForeignFollowers {

  private static final Logger LOG = LogManager.getLogger(ForeignFollowers.class);

  private final Set<Integer> told = ConcurrentHashMap.newKeySet();

  /** Those that were told of, ascending. */
  SortedSet<Integer> told() {
    return new TreeSet<>(told);
  }

  /** Such a one follows a partition whose writes are to be forced. Returns whether it is new. */
  boolean onFetch(int brokerId, TopicPartition partition) {
    if (!told.add(brokerId)) {
      return false;
    }
    LOG.warn(
        "follower acknowledges what it has not forced broker={} topic={} partition={}"
            + " durability=flush remedy=\"run this broker's kind there too; until then flush holds"
            + " for the replicas on such brokers only, see docs/operations.md\"",
        brokerId,
        partition.topic(),
        partition.partition());
    return true;
  }
}
