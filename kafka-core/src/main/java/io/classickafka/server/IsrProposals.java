package io.classickafka.server;

import io.classickafka.client.ResponseHandler;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.MessageReader;
import io.classickafka.protocol.MessageText;
import io.classickafka.protocol.MessageWriter;
import io.classickafka.protocol.message.AlterPartitionRequest;
import io.classickafka.protocol.message.AlterPartitionRequest.BrokerState;
import io.classickafka.protocol.message.AlterPartitionResponse;
import io.classickafka.replica.IsrChanges;
import io.classickafka.seam.EventLoop;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes the leaders' proposals to the controller: one request at a time, with all that were made
 * meanwhile in the next one. State of one loop.
 */
final class IsrProposals implements IsrChanges {

  private static final Logger LOG = LogManager.getLogger(IsrProposals.class);

  /** The last version that names topics, for those without an id. */
  private static final short BY_NAME = 1;

  private static final short FIRST_WITH_EPOCHS = 3;

  private final EventLoop loop;
  private final ControllerConnection link;
  private final int brokerId;
  private final LongSupplier brokerEpoch;
  private final PartitionStates states;

  /**
   * At most one for each partition: an answer names the partition and not the proposal. A leader of
   * a new epoch does not wait for the answer to what it proposed in the last one.
   */
  private final Map<TopicPartition, Waiting> queued = new LinkedHashMap<>();

  private boolean inFlight;

  /** Whether the last request reached a controller; the first that does not is worth a line. */
  private volatile boolean reached = true;

  IsrProposals(
      EventLoop loop,
      ControllerConnection link,
      int brokerId,
      LongSupplier brokerEpoch,
      PartitionStates states) {
    this.loop = loop;
    this.link = link;
    this.brokerId = brokerId;
    this.brokerEpoch = brokerEpoch;
    this.states = states;
  }

  private record Waiting(Proposal proposal, Consumer<Answer> onAnswer) {}

  @Override
  public void propose(Proposal proposal, Consumer<Answer> onAnswer) {
    loop.execute(
        () -> {
          Waiting outdated = queued.put(proposal.partition(), new Waiting(proposal, onAnswer));
          if (outdated != null) {
            outdated.onAnswer().accept(Answer.refused(ErrorCode.OPERATION_NOT_ATTEMPTED));
          }
          sendNext();
        });
  }

  @Override
  public void read(TopicPartition partition, Consumer<@Nullable Stored> onStored) {
    states.read(partition, onStored);
  }

  private void sendNext() {
    if (inFlight || queued.isEmpty()) {
      return;
    }
    inFlight = true;
    List<Waiting> sent = new ArrayList<>(queued.values());
    queued.clear();
    boolean allHaveIds = true;
    for (Waiting waiting : sent) {
      allHaveIds &= !waiting.proposal().topicId().equals(Uuid.ZERO_UUID);
    }
    link.send(
        ApiKey.ALTER_PARTITION,
        allHaveIds ? ApiKey.ALTER_PARTITION.highestVersion() : BY_NAME,
        new Request(sent),
        new ResponseHandler() {
          @Override
          public void onResponse(ApiMessage response, short version) {
            reached = true;
            loop.execute(() -> answered(sent, (AlterPartitionResponse) response));
          }

          @Override
          public void onFailure(Failure failure, String detail) {
            LOG.log(
                reached ? Level.WARN : Level.DEBUG,
                "isr change not delivered count={} reason=\"{}\"",
                sent.size(),
                detail);
            reached = false;
            loop.execute(() -> refused(sent, ErrorCode.NETWORK_EXCEPTION));
          }
        });
  }

  /** The members are said in another field since they name their incarnation. */
  private final class Request implements ApiMessage {

    private final List<Waiting> sent;

    Request(List<Waiting> sent) {
      this.sent = sent;
    }

    @Override
    public void write(MessageWriter out, short version) {
      Map<String, AlterPartitionRequest.TopicData> topics = new LinkedHashMap<>();
      for (Waiting waiting : sent) {
        Proposal proposal = waiting.proposal();
        topics
            .computeIfAbsent(
                proposal.partition().topic(),
                name ->
                    new AlterPartitionRequest.TopicData()
                        .topicName(name)
                        .topicId(proposal.topicId()))
            .partitions()
            .add(partition(proposal, version));
      }
      new AlterPartitionRequest()
          .brokerId(brokerId)
          .brokerEpoch(brokerEpoch.getAsLong())
          .topics(new ArrayList<>(topics.values()))
          .write(out, version);
    }

    private static AlterPartitionRequest.PartitionData partition(Proposal proposal, short version) {
      AlterPartitionRequest.PartitionData data =
          new AlterPartitionRequest.PartitionData()
              .partitionIndex(proposal.partition().partition())
              .leaderEpoch(proposal.leaderEpoch())
              .partitionEpoch(proposal.partitionEpoch());
      if (version < FIRST_WITH_EPOCHS) {
        return data.newIsr(proposal.isr());
      }
      List<BrokerState> isr = new ArrayList<>();
      for (int i = 0; i < proposal.isr().size(); i++) {
        isr.add(
            new BrokerState()
                .brokerId(proposal.isr().get(i))
                .brokerEpoch(proposal.brokerEpochs().get(i)));
      }
      return data.newIsrWithEpochs(isr);
    }

    @Override
    public void read(MessageReader in, short version) {
      throw new UnsupportedOperationException("only written");
    }

    @Override
    public void describe(MessageText out) {
      out.field("proposals", sent.size());
    }
  }

  private void refused(List<Waiting> sent, ErrorCode error) {
    inFlight = false;
    sent.forEach(waiting -> waiting.onAnswer().accept(Answer.refused(error)));
    sendNext();
  }

  private void answered(List<Waiting> sent, AlterPartitionResponse response) {
    ErrorCode error = ErrorCode.of(response.errorCode());
    if (error != ErrorCode.NONE) {
      refused(sent, error);
      return;
    }
    inFlight = false;
    for (Waiting waiting : sent) {
      waiting.onAnswer().accept(answer(waiting.proposal(), response));
    }
    sendNext();
  }

  private static Answer answer(Proposal proposal, AlterPartitionResponse response) {
    for (AlterPartitionResponse.TopicData topic : response.topics()) {
      boolean same =
          topic.topicId().equals(Uuid.ZERO_UUID)
              ? topic.topicName().equals(proposal.partition().topic())
              : topic.topicId().equals(proposal.topicId());
      if (!same) {
        continue;
      }
      for (AlterPartitionResponse.PartitionData partition : topic.partitions()) {
        if (partition.partitionIndex() == proposal.partition().partition()) {
          return new Answer(
              ErrorCode.of(partition.errorCode()),
              partition.leaderEpoch(),
              partition.partitionEpoch(),
              partition.isr());
        }
      }
    }
    return Answer.refused(ErrorCode.UNKNOWN_SERVER_ERROR);
  }
}
