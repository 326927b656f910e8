package io.classickafka.client.consumer;

import io.classickafka.client.ApiErrors;
import io.classickafka.client.ResponseHandler;
import io.classickafka.client.cluster.BrokerLink;
import io.classickafka.client.cluster.ClusterClient;
import io.classickafka.client.cluster.ClusterSnapshot;
import io.classickafka.client.cluster.PartitionSnapshot;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.OffsetForLeaderEpochRequest;
import io.classickafka.protocol.message.OffsetForLeaderEpochRequest.OffsetForLeaderPartition;
import io.classickafka.protocol.message.OffsetForLeaderEpochRequest.OffsetForLeaderTopic;
import io.classickafka.protocol.message.OffsetForLeaderEpochResponse;
import io.classickafka.protocol.message.OffsetForLeaderEpochResponse.EpochEndOffset;
import io.classickafka.protocol.message.OffsetForLeaderEpochResponse.OffsetForLeaderTopicResult;
import io.classickafka.seam.EventLoop;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks leaders whether their logs hold what was read before a position, where that is in doubt
 * (KIP-320): a log may have lost its end with an election, and grown again. The loop's.
 */
final class EpochCheck {

  private static final Logger LOG = LoggerFactory.getLogger(EpochCheck.class);

  // Older ones are for brokers among themselves, and need a permission that consumers lack.
  private static final int LOWEST_VERSION = 3;
  private static final int CONSUMER = -1;

  private final ClusterClient client;
  private final EventLoop loop;
  private final ConsumerSettings settings;
  private final Assigned assigned;
  private final Runnable onAnswered;
  private boolean again;

  /**
   * A check of a consumer's positions.
   *
   * @param onAnswered run when positions are out of doubt, or are to be found, or asked about again
   */
  EpochCheck(
      ClusterClient client, ConsumerSettings settings, Assigned assigned, Runnable onAnswered) {
    this.client = client;
    this.loop = client.loop();
    this.settings = settings;
    this.assigned = assigned;
    this.onAnswered = onAnswered;
  }

  /** Asks the leader of some partitions. */
  void ask(int node, List<PartitionState> states, ClusterSnapshot cluster) {
    BrokerLink link = client.link(node);
    if (link == null) {
      return;
    }
    Map<TopicPartition, Integer> places = new LinkedHashMap<>();
    Map<String, OffsetForLeaderTopic> topics = new LinkedHashMap<>();
    for (PartitionState state : states) {
      PartitionSnapshot partition = cluster.partition(state.partition);
      if (partition == null || isAhead(state, partition.leaderEpoch())) {
        later(state);
        continue;
      }
      state.checking(true);
      places.put(state.partition, state.place());
      topics
          .computeIfAbsent(
              state.partition.topic(),
              name -> new OffsetForLeaderTopic().topic(name).partitions(new ArrayList<>()))
          .partitions()
          .add(
              new OffsetForLeaderPartition()
                  .partition(state.partition.partition())
                  .currentLeaderEpoch(partition.leaderEpoch())
                  .leaderEpoch(state.positionEpoch()));
    }
    tryAgain();
    if (places.isEmpty()) {
      return;
    }
    List<OffsetForLeaderTopic> all = new ArrayList<>(topics.values());
    link.send(
        ApiKey.OFFSET_FOR_LEADER_EPOCH,
        LOWEST_VERSION,
        ApiKey.OFFSET_FOR_LEADER_EPOCH.highestVersion(),
        new OffsetForLeaderEpochRequest().replicaId(CONSUMER).topics(all),
        new ResponseHandler() {
          @Override
          public void onResponse(ApiMessage response, short version) {
            onAnswer(places, (OffsetForLeaderEpochResponse) response);
          }

          @Override
          public void onFailure(Failure failure, String detail) {
            onNoAnswer(places, failure == Failure.UNSUPPORTED_VERSION);
          }
        });
  }

  // Records are known here of an epoch that the metadata, or this leader, has not heard of yet. If
  // the topic is another one, or that does not pass, the answer will say that they are gone.
  private boolean isAhead(PartitionState state, int leaderEpoch) {
    return state.positionEpoch() > leaderEpoch
        && !state.isRecreated()
        && state.doubtfulForMs(loop.monotonicMs()) < settings.defaultApiTimeoutMs();
  }

  private @Nullable PartitionState current(TopicPartition partition, @Nullable Integer place) {
    PartitionState state = assigned.find(partition);
    return state != null && place != null && state.place() == place ? state : null;
  }

  private void onAnswer(
      Map<TopicPartition, Integer> places, OffsetForLeaderEpochResponse response) {
    for (OffsetForLeaderTopicResult topic : response.topics()) {
      for (EpochEndOffset answer : topic.partitions()) {
        TopicPartition partition = new TopicPartition(topic.topic(), answer.partition());
        PartitionState state = current(partition, places.remove(partition));
        if (state != null) {
          state.checking(false);
          judge(state, answer);
        }
      }
    }
    onNoAnswer(places, false);
  }

  private void judge(PartitionState state, EpochEndOffset answer) {
    ErrorCode error = ErrorCode.of(answer.errorCode());
    boolean policy = settings.reset() != OffsetResetStrategy.NONE;
    int epoch = answer.leaderEpoch();
    long end = answer.endOffset();
    switch (EpochVerdict.of(error, epoch, end, state.position(), policy)) {
      case HOLDS -> state.checked();
      case GO_TO_END -> {
        LOG.info(
            "log truncated partition={} offset={} epoch={} continueAt={} continueEpoch={}",
            state.partition,
            state.position(),
            state.positionEpoch(),
            end,
            epoch);
        state.goTo(end, epoch);
      }
      case RESET -> {
        LOG.info(
            "log truncated partition={} offset={} epoch={} resetTo={}",
            state.partition,
            state.position(),
            state.positionEpoch(),
            settings.reset());
        state.locate(settings.reset());
      }
      case TELL -> state.fail(truncated(state, epoch, end));
      case FORBIDDEN -> state.fail(ApiErrors.ofPartition(error, state.partition));
      case AGAIN -> later(state);
    }
  }

  private static LogTruncationException truncated(PartitionState state, int epoch, long end) {
    return new LogTruncationException(
        "the leader does not hold what was read of " + state.partition,
        Collections.singletonMap(state.partition, state.position()),
        epoch < 0 || end < 0
            ? Collections.emptyMap()
            : Collections.singletonMap(
                state.partition, new OffsetAndMetadata(end, Optional.of(epoch), "")));
  }

  private void onNoAnswer(Map<TopicPartition, Integer> places, boolean unsupported) {
    places.forEach(
        (partition, place) -> {
          PartitionState state = current(partition, place);
          if (state == null) {
            return;
          }
          state.checking(false);
          if (unsupported) {
            // Nobody can tell, as with Apache's consumer.
            state.checked();
          } else {
            later(state);
          }
        });
    tryAgain();
    // Not at once: who asks may be in the middle of looking for what to fetch.
    loop.execute(onAnswered);
  }

  private void later(PartitionState state) {
    state.pauseFetchingUntil(loop.monotonicMs() + client.settings().retryBackoffMs());
    again = true;
  }

  private void tryAgain() {
    if (again) {
      again = false;
      client.metadata().refreshSoon();
      loop.schedule(client.settings().retryBackoffMs() + 1, onAnswered);
    }
  }
}
