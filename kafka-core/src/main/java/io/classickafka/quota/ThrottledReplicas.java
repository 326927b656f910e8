package io.classickafka.quota;

import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The partitions of one topic whose copying by or from one broker is held to a rate: what {@code
 * leader.replication.throttled.replicas} or its twin says of that broker. Immutable.
 *
 * @param all whether it is every partition; then none is listed
 */
public record ThrottledReplicas(boolean all, SortedSet<Integer> partitions) {

  /** No partition. */
  public static final ThrottledReplicas NONE =
      new ThrottledReplicas(false, Collections.emptySortedSet());

  private static final String EVERY = "*";
  private static final int NONE_SUCH = -1;

  public ThrottledReplicas {
    partitions = Collections.unmodifiableSortedSet(new TreeSet<>(partitions));
  }

  /**
   * What the setting says of a broker.
   *
   * @param replicas {@code partition:broker} each, or {@code *} alone; anything else says nothing
   */
  public static ThrottledReplicas of(List<String> replicas, int brokerId) {
    if (replicas.size() == 1 && replicas.get(0).strip().equals(EVERY)) {
      return new ThrottledReplicas(true, Collections.emptySortedSet());
    }
    SortedSet<Integer> partitions = new TreeSet<>();
    for (String replica : replicas) {
      String[] pair = replica.strip().split(":", -1);
      if (pair.length == 2 && pair[1].equals(Integer.toString(brokerId))) {
        int partition = number(pair[0]);
        if (partition != NONE_SUCH) {
          partitions.add(partition);
        }
      }
    }
    return partitions.isEmpty() ? NONE : new ThrottledReplicas(false, partitions);
  }

  /** Other brokers may store what they like. */
  private static int number(String digits) {
    try {
      return Integer.parseInt(digits);
    } catch (NumberFormatException e) {
      return NONE_SUCH;
    }
  }

  public boolean contains(int partition) {
    return all || partitions.contains(partition);
  }
}
