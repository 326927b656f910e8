package io.classickafka.replica;

import io.classickafka.controller.ControllerLink;
import io.classickafka.controller.IsrOutcome;
import io.classickafka.controller.IsrOutcomes;
import io.classickafka.controller.IsrProposal;
import io.classickafka.controller.IsrProposal.IsrMember;
import io.classickafka.controller.PartitionLeadership;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.seam.EventLoop;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * Sends the proposals of all leaders of this broker to the controller: one request in flight, which
 * takes everything that has gathered meanwhile. Callable from any thread; its state belongs to one
 * loop.
 */
public final class AlterPartitionSender implements IsrChanges {

  private static final long RETRY_DELAY_MS = 50;

  private final EventLoop loop;
  private final ControllerLink controller;

  // Of the loop. Both are bounded by the number of partitions.
  private final Map<TopicPartition, Pending> queued = new LinkedHashMap<>();
  private boolean inFlight;

  private record Pending(Proposal proposal, Consumer<Answer> onAnswer) {}

  /** A sender whose state belongs to {@code loop}. */
  public AlterPartitionSender(EventLoop loop, ControllerLink controller) {
    this.loop = loop;
    this.controller = controller;
  }

  @Override
  public void propose(Proposal proposal, Consumer<Answer> onAnswer) {
    loop.executeOrRun(
        () -> {
          Pending pending = new Pending(proposal, onAnswer);
          if (queued.putIfAbsent(proposal.partition(), pending) != null) {
            onAnswer.accept(Answer.refused(ErrorCode.OPERATION_NOT_ATTEMPTED));
          } else if (!inFlight) {
            send();
          }
        });
  }

  private void send() {
    if (queued.isEmpty()) {
      return;
    }
    inFlight = true;
    List<Pending> batch = new ArrayList<>(queued.values());
    queued.clear();
    List<IsrProposal> proposals = new ArrayList<>(batch.size());
    for (Pending pending : batch) {
      proposals.add(onTheWire(pending.proposal()));
    }
    controller.alterPartitions(
        proposals, outcomes -> loop.executeOrRun(() -> onOutcomes(batch, outcomes)));
  }

  private static IsrProposal onTheWire(Proposal proposal) {
    List<IsrMember> members = new ArrayList<>();
    for (int id : proposal.isr()) {
      members.add(new IsrMember(id, IsrMember.ANY_EPOCH));
    }
    boolean byName = proposal.topicId().equals(Uuid.ZERO_UUID);
    return new IsrProposal(
        byName ? proposal.partition().topic() : null,
        proposal.topicId(),
        proposal.partition().partition(),
        proposal.leaderEpoch(),
        members,
        false,
        proposal.partitionEpoch());
  }

  private void onOutcomes(List<Pending> batch, IsrOutcomes outcomes) {
    if (outcomes.error() != ErrorCode.NONE || outcomes.outcomes().size() != batch.size()) {
      // Nobody has decided about these; what came meanwhile goes with them.
      for (Pending pending : batch) {
        queued.putIfAbsent(pending.proposal().partition(), pending);
      }
      loop.schedule(RETRY_DELAY_MS, this::send);
      return;
    }
    inFlight = false;
    for (int i = 0; i < batch.size(); i++) {
      batch.get(i).onAnswer().accept(answer(outcomes.outcomes().get(i)));
    }
    if (!inFlight) {
      send();
    }
  }

  private static Answer answer(IsrOutcome outcome) {
    PartitionLeadership state = outcome.state();
    if (state == null) {
      ErrorCode error = outcome.error();
      return Answer.refused(error == ErrorCode.NONE ? ErrorCode.UNKNOWN_SERVER_ERROR : error);
    }
    return new Answer(outcome.error(), state.leaderEpoch(), state.partitionEpoch(), state.isr());
  }
}
