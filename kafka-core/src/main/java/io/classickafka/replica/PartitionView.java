package io.classickafka.replica;

import java.util.List;

/**
 * What other threads may know of a partition, of one moment.
 *
 * @param leaderId {@link Partition#NO_LEADER} for none
 * @param isr the committed in-sync set; empty unless this broker leads
 * @param replicas assigned replicas; empty unless this broker leads
 * @param replicationFactor replicas, those being added left out
 * @param minIsr {@code min.insync.replicas}, limited to the number of replicas
 */
public record PartitionView(
    int leaderId,
    int leaderEpoch,
    boolean leads,
    List<Integer> isr,
    List<Integer> replicas,
    int replicationFactor,
    int minIsr) {

  static final PartitionView UNKNOWN =
      new PartitionView(Partition.NO_LEADER, Partition.NO_EPOCH, false, List.of(), List.of(), 0, 0);

  /** Whether in-sync replicas are missing. */
  public boolean underReplicated() {
    return leads && isr.size() < replicationFactor;
  }

  /** Whether writes with {@code acks=all} are refused. */
  public boolean underMinIsr() {
    return leads && isr.size() < minIsr;
  }

  /** Whether they are refused as soon as one more replica falls behind. */
  public boolean atMinIsr() {
    return leads && isr.size() == minIsr;
  }
}
