package io.classickafka.replica;

import java.util.List;
import org.apache.kafka.common.Uuid;

/**
 * What a LeaderAndIsr request says of one partition. Immutable.
 *
 * @param topicId zero when the sender knows none
 * @param leader a broker id, or {@link Partition#NO_LEADER}
 * @param partitionEpoch the version of the state that this is
 * @param replicas every assigned replica, those being added included
 * @param isNew whether the partition was just created
 * @param recovering whether the leader was elected though it may lack records
 */
public record LeaderState(
    Uuid topicId,
    int controllerEpoch,
    int leader,
    int leaderEpoch,
    List<Integer> isr,
    int partitionEpoch,
    List<Integer> replicas,
    List<Integer> adding,
    List<Integer> removing,
    boolean isNew,
    boolean recovering) {

  /** A state that was reached without loss. */
  public LeaderState(
      Uuid topicId,
      int controllerEpoch,
      int leader,
      int leaderEpoch,
      List<Integer> isr,
      int partitionEpoch,
      List<Integer> replicas,
      List<Integer> adding,
      List<Integer> removing,
      boolean isNew) {
    this(
        topicId,
        controllerEpoch,
        leader,
        leaderEpoch,
        isr,
        partitionEpoch,
        replicas,
        adding,
        removing,
        isNew,
        false);
  }

  public LeaderState {
    isr = List.copyOf(isr);
    replicas = List.copyOf(replicas);
    adding = List.copyOf(adding);
    removing = List.copyOf(removing);
  }
}
