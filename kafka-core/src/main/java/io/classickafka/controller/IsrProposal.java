package io.classickafka.controller;

import java.util.List;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * A leader proposes another ISR for a partition.
 *
 * @param topic the topic's name, or null when it is named by its id
 * @param topicId {@link Uuid#ZERO_UUID} when it is named by its name
 * @param recovering whether the leader is still recovering from an unclean election
 * @param partitionEpoch the version of the state that the leader knows
 */
public record IsrProposal(
    @Nullable String topic,
    Uuid topicId,
    int partition,
    int leaderEpoch,
    List<IsrMember> isr,
    boolean recovering,
    int partitionEpoch) {

  public IsrProposal {
    isr = List.copyOf(isr);
  }

  /**
   * A replica of the proposed ISR.
   *
   * @param brokerEpoch the incarnation that the leader saw fetching, or {@link #ANY_EPOCH}
   */
  public record IsrMember(int brokerId, long brokerEpoch) {
    /** The leader does not say which incarnation. */
    public static final long ANY_EPOCH = -1;
  }
}
