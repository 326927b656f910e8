package io.classickafka.controller;

import io.classickafka.zk.ZkTopicPartition;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What others ask of the controller of this broker. Methods may be called from any thread; answers
 * come on the controller's loop, exactly once, and must not block it.
 *
 * <p>While this broker does not act as the controller, and when it stops doing so before the answer
 * is known, the answer is {@link io.classickafka.protocol.ErrorCode#NOT_CONTROLLER}.
 */
public interface Controller {

  /** Whether this broker acts as the controller, as far as it knows. */
  boolean isActive();

  /**
   * Creates topics, and waits until this broker's metadata shows leaders for all of their
   * partitions.
   *
   * @param timeoutMs how long to wait; when it has passed, or is not positive, the outcome is
   *     REQUEST_TIMED_OUT though the topic may exist
   * @param validateOnly check everything and write nothing
   * @param reply one outcome per topic, in the order given
   */
  void createTopics(
      List<NewTopic> topics,
      int timeoutMs,
      boolean validateOnly,
      Consumer<List<TopicOutcome>> reply);

  /**
   * Deletes topics, and waits until they are gone from ZooKeeper and from this broker's metadata.
   *
   * @param reply one outcome per topic, in the order given
   */
  void deleteTopics(List<String> topics, int timeoutMs, Consumer<List<TopicOutcome>> reply);

  /** Gives topics more partitions, and waits for their leaders as {@link #createTopics} does. */
  void createPartitions(
      List<NewPartitions> topics,
      int timeoutMs,
      boolean validateOnly,
      Consumer<List<TopicOutcome>> reply);

  /**
   * Writes ISRs that a leader proposes.
   *
   * @param reply gets an error for the whole request and no outcomes, or one outcome per proposal
   */
  void alterPartitions(
      int brokerId, long brokerEpoch, List<IsrProposal> proposals, Consumer<IsrOutcomes> reply);

  /**
   * Elects leaders, and waits until this broker's metadata shows them.
   *
   * @param unclean whether replicas may lead that are not in sync, where nobody else can; else the
   *     preferred replicas shall lead
   * @param partitions null for all that need it
   */
  void electLeaders(
      boolean unclean,
      @Nullable List<ZkTopicPartition> partitions,
      int timeoutMs,
      Consumer<ElectionOutcomes> reply);

  /** Begins to move replicas, or calls moves off. */
  void alterReassignments(List<ReplicaMove> moves, Consumer<ReassignmentOutcomes> reply);

  /**
   * The moves under way.
   *
   * @param partitions null for all
   */
  void listReassignments(
      @Nullable List<ZkTopicPartition> partitions, Consumer<OngoingReassignments> reply);

  /** Gives a broker producer ids that nobody else gets. */
  void allocateProducerIds(int brokerId, long brokerEpoch, Consumer<ProducerIdBlock> reply);

  /**
   * Moves leaderships away from a broker that wants to stop.
   *
   * @param brokerEpoch its incarnation, or -1 when the request does not say
   */
  void controlledShutdown(int brokerId, long brokerEpoch, Consumer<ShutdownOutcome> reply);
}
