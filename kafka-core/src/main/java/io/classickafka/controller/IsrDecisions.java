package io.classickafka.controller;

import io.classickafka.controller.IsrProposal.IsrMember;
import io.classickafka.metadata.PersistentSortedMap;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.zk.ZkTopicPartition;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** What becomes of the ISRs that leaders propose. */
final class IsrDecisions {

  private IsrDecisions() {}

  static void onProposals(Draft draft, ControllerEvent.AlterPartitions event) {
    BrokerState sender = draft.brokers.get(event.broker());
    if (sender == null || sender.epoch() != event.brokerEpoch()) {
      answer(draft, event.request(), new IsrOutcomes(ErrorCode.STALE_BROKER_EPOCH, List.of()));
      return;
    }
    if (event.proposals().isEmpty()) {
      answer(draft, event.request(), new IsrOutcomes(ErrorCode.NONE, List.of()));
      return;
    }
    draft.requests =
        draft.requests.with(
            event.request(), new OpenRequest.Isrs(event.proposals(), PersistentSortedMap.empty()));
    for (int i = 0; i < event.proposals().size(); i++) {
      propose(draft, new StateWrite.Requester(event.request(), i), event.proposals().get(i));
    }
  }

  private static void propose(Draft draft, StateWrite.Requester ref, IsrProposal proposal) {
    String name = name(draft, proposal);
    TopicState topic = name == null ? null : draft.topics.get(name);
    if (topic == null) {
      boolean byId = proposal.topic() == null;
      ErrorCode error = byId ? ErrorCode.UNKNOWN_TOPIC_ID : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
      outcome(draft, ref, error, null);
      return;
    }
    PartitionControl partition = topic.partitions().get(proposal.partition());
    PartitionLeadership now = partition == null ? null : partition.leadership();
    if (partition == null || now == null) {
      outcome(draft, ref, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, null);
      return;
    }
    ZkTopicPartition id = new ZkTopicPartition(topic.name(), proposal.partition());
    if (draft.isEnding(id, partition)) {
      outcome(draft, ref, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, null);
      return;
    }
    PartitionLeadership next = next(now, proposal, draft.epoch);
    StateWrite writing = partition.writing();
    if (writing != null && !writing.requesters().isEmpty() && writing.next().equals(next)) {
      draft.putPartition(id, partition.withWriting(writing.with(ref)));
      return;
    }
    ErrorCode refusal = refusal(draft, proposal, partition, now);
    if (refusal != null && refusal != ErrorCode.NONE) {
      outcome(draft, ref, refusal, null);
    } else if (refusal == ErrorCode.NONE) {
      // Whatever is being written now: the leader that asked again must count with what is stored.
      outcome(draft, ref, ErrorCode.NONE, now);
    } else if (writing != null) {
      // Something else is being written; the leader goes back to what holds and hears of it soon.
      outcome(draft, ref, ErrorCode.OPERATION_NOT_ATTEMPTED, null);
    } else {
      draft.begin(new StateWrite(id, next, false, List.of(ref), null));
    }
  }

  private static @Nullable String name(Draft draft, IsrProposal proposal) {
    String topic = proposal.topic();
    if (topic != null) {
      return topic;
    }
    return proposal.topicId().equals(Uuid.ZERO_UUID)
        ? null
        : draft.topicNames.get(proposal.topicId());
  }

  private static PartitionLeadership next(
      PartitionLeadership now, IsrProposal proposal, int controllerEpoch) {
    return new PartitionLeadership(
        now.leader(),
        now.leaderEpoch(),
        members(proposal),
        proposal.recovering(),
        controllerEpoch,
        now.partitionEpoch() + 1);
  }

  /** Why a proposal is not written; NONE when it holds already; null when it is to be written. */
  private static @Nullable ErrorCode refusal(
      Draft draft, IsrProposal proposal, PartitionControl partition, PartitionLeadership now) {
    if (proposal.partitionEpoch() > now.partitionEpoch()
        || proposal.leaderEpoch() > now.leaderEpoch()) {
      return ErrorCode.NOT_CONTROLLER; // the leader heard from a newer controller than this one
    }
    if (proposal.leaderEpoch() < now.leaderEpoch()) {
      return ErrorCode.FENCED_LEADER_EPOCH;
    }
    List<Integer> isr = members(proposal);
    // As sets: the same proposal sent again, members in another order, is still the same.
    boolean holds =
        new TreeSet<>(isr).equals(new TreeSet<>(now.isr()))
            && proposal.recovering() == now.recovering();
    if (holds) {
      return ErrorCode.NONE;
    }
    if (proposal.partitionEpoch() < now.partitionEpoch()) {
      return ErrorCode.INVALID_UPDATE_VERSION;
    }
    boolean recoveryBroken = proposal.recovering() && (isr.size() > 1 || !now.recovering());
    if (recoveryBroken || isr.isEmpty() || !isr.contains(now.leader())) {
      return ErrorCode.INVALID_REQUEST;
    }
    boolean eligible =
        partition.assignment().replicas().containsAll(isr)
            && new TreeSet<>(isr).size() == isr.size()
            && proposal.isr().stream().allMatch(member -> isEligible(draft, now, member));
    if (!eligible) {
      return proposal.topic() == null
          ? ErrorCode.INELIGIBLE_REPLICA
          : ErrorCode.OPERATION_NOT_ATTEMPTED;
    }
    return null;
  }

  /**
   * Whether a replica may be in the ISR. Only additions are looked at: one that is to stay though
   * it is dead must not keep the leader from removing another.
   */
  private static boolean isEligible(Draft draft, PartitionLeadership now, IsrMember member) {
    if (now.isr().contains(member.brokerId())) {
      return true;
    }
    BrokerState broker = draft.brokers.get(member.brokerId());
    return broker != null
        && draft.isOnline(member.brokerId())
        && (member.brokerEpoch() == IsrMember.ANY_EPOCH || member.brokerEpoch() == broker.epoch());
  }

  private static List<Integer> members(IsrProposal proposal) {
    List<Integer> members = new ArrayList<>(proposal.isr().size());
    proposal.isr().forEach(member -> members.add(member.brokerId()));
    return members;
  }

  /** The outcome of one proposal; answers the request when it was the last. */
  static void outcome(
      Draft draft, StateWrite.Requester ref, ErrorCode error, @Nullable PartitionLeadership state) {
    if (draft.requests.get(ref.request()) instanceof OpenRequest.Isrs open) {
      IsrOutcome outcome =
          new IsrOutcome(
              open.proposals().get(ref.index()), error, error == ErrorCode.NONE ? state : null);
      OpenRequest.Isrs known =
          new OpenRequest.Isrs(open.proposals(), open.outcomes().with(ref.index(), outcome));
      if (known.outcomes().size() < known.proposals().size()) {
        draft.requests = draft.requests.with(ref.request(), known);
      } else {
        draft.requests = draft.requests.without(ref.request());
        answer(draft, ref.request(), new IsrOutcomes(ErrorCode.NONE, known.outcomes().values()));
      }
    }
  }

  private static void answer(Draft draft, long request, IsrOutcomes outcomes) {
    draft.effects.add(new Effect.AnswerIsrs(request, outcomes));
  }
}
