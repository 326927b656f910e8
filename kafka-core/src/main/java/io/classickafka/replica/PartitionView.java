package io.classickafka.replica;

import java.util.List;

/**
 * What other threads may know of a partition, of one moment.
 *
 * @param leaderId {@link Partition#NO_LEADER} for none
 * @param isr the committed in-sync set; empty unless this broker leads
 * @param replicas assigned replicas; empty unless this broker leads
 * @param replicationFactor replicas, those being added left out
 * @param adding replicas that are being added, as the controller last said
 * @param removing replicas that are being removed; empty unless this broker leads
 * @param minIsr {@code min.insync.replicas}, limited to the number of replicas
 */
public record PartitionView(
    int leaderId,
    int leaderEpoch,
    boolean leads,
    List<Integer> isr,
    List<Integer> replicas,
    int replicationFactor,
    List<Integer> adding,
    List<Integer> removing,
    int minIsr) {

  static final PartitionView UNKNOWN =
      notLeading(Partition.NO_LEADER, Partition.NO_EPOCH, List.of());

  static PartitionView notLeading(int leaderId, int leaderEpoch, List<Integer> adding) {
    return new PartitionView(
        leaderId, leaderEpoch, false, List.of(), List.of(), 0, adding, List.of(), 0);
  }

  /** Whether in-sync replicas are missing. */
  public boolean underReplicated() {
    return leads && isr.size() < replicationFactor;
  }

  /** Whether this broker leads it while its replicas move. */
  public boolean reassigning() {
    return leads && !(adding.isEmpty() && removing.isEmpty());
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
