package io.classickafka.replica.fetcher;

import io.classickafka.log.EpochEndOffset;
import io.classickafka.log.TimestampOffset;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.ListOffsetsRequest;
import io.classickafka.protocol.message.ListOffsetsResponse;
import io.classickafka.protocol.message.OffsetForLeaderEpochRequest;
import io.classickafka.protocol.message.OffsetForLeaderEpochResponse;
import io.classickafka.replica.FollowStep;
import io.classickafka.replica.FollowStep.AskBound;
import io.classickafka.replica.FollowStep.AskEpochEnd;
import io.classickafka.replica.Followership;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;

/**
 * What partitions want to know of the leader before they fetch: where epochs end, where its log
 * starts and ends. All questions of a kind go in one request. State of the fetcher's loop.
 */
final class LeaderQuestions {

  private final FetcherSettings settings;
  private final Set<CopiedPartition> open = new LinkedHashSet<>();

  LeaderQuestions(FetcherSettings settings) {
    this.settings = settings;
  }

  /** A request, and who asked. */
  record Asked(ApiKey api, short version, ApiMessage request, List<CopiedPartition> askers) {}

  void add(CopiedPartition partition, FollowStep question) {
    partition.question = question;
    open.add(partition);
  }

  void remove(CopiedPartition partition) {
    open.remove(partition);
  }

  boolean isEmpty() {
    return open.isEmpty();
  }

  /** The request for the kind of question that has waited longest. */
  Asked next() {
    boolean epochs = open.iterator().next().question instanceof AskEpochEnd;
    List<CopiedPartition> askers = new ArrayList<>();
    for (CopiedPartition partition : open) {
      if (partition.question instanceof AskEpochEnd == epochs) {
        askers.add(partition);
      }
    }
    askers.forEach(open::remove);
    return epochs
        ? new Asked(
            ApiKey.OFFSET_FOR_LEADER_EPOCH,
            settings.versions().epochEnd(),
            epochEnds(askers),
            askers)
        : new Asked(ApiKey.LIST_OFFSETS, settings.versions().listOffsets(), bounds(askers), askers);
  }

  /** A question about no partition at all. */
  Asked nothing() {
    return new Asked(
        ApiKey.OFFSET_FOR_LEADER_EPOCH,
        settings.versions().epochEnd(),
        epochEnds(List.of()),
        List.of());
  }

  private OffsetForLeaderEpochRequest epochEnds(List<CopiedPartition> askers) {
    Map<String, OffsetForLeaderEpochRequest.OffsetForLeaderTopic> topics = new LinkedHashMap<>();
    for (CopiedPartition asker : askers) {
      TopicPartition name = asker.source.name();
      topics
          .computeIfAbsent(
              name.topic(),
              topic -> new OffsetForLeaderEpochRequest.OffsetForLeaderTopic().topic(topic))
          .partitions()
          .add(
              new OffsetForLeaderEpochRequest.OffsetForLeaderPartition()
                  .partition(name.partition())
                  .currentLeaderEpoch(asker.source.leaderEpoch())
                  .leaderEpoch(
                      asker.question instanceof AskEpochEnd ask
                          ? ask.epoch()
                          : EpochEndOffset.UNKNOWN));
    }
    return new OffsetForLeaderEpochRequest()
        .replicaId(settings.brokerId())
        .topics(new ArrayList<>(topics.values()));
  }

  private ListOffsetsRequest bounds(List<CopiedPartition> askers) {
    Map<String, ListOffsetsRequest.ListOffsetsTopic> topics = new LinkedHashMap<>();
    for (CopiedPartition asker : askers) {
      TopicPartition name = asker.source.name();
      topics
          .computeIfAbsent(
              name.topic(), topic -> new ListOffsetsRequest.ListOffsetsTopic().name(topic))
          .partitions()
          .add(
              new ListOffsetsRequest.ListOffsetsPartition()
                  .partitionIndex(name.partition())
                  .currentLeaderEpoch(asker.source.leaderEpoch())
                  .timestamp(
                      asker.question == AskBound.LOG_END
                          ? TimestampOffset.LATEST
                          : TimestampOffset.EARLIEST));
    }
    return new ListOffsetsRequest()
        .replicaId(settings.brokerId())
        .topics(new ArrayList<>(topics.values()));
  }

  /** What the leader said of one partition: an epoch's end, or a bound. */
  private record Said(ErrorCode error, int epoch, long offset) {

    /** The leader left it out of its answer. */
    static final Said NOTHING =
        new Said(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, EpochEndOffset.UNKNOWN, -1);

    /** What a leader says that knows none of the epochs. */
    static final Said NO_SUCH_EPOCH = new Said(ErrorCode.NONE, EpochEndOffset.UNKNOWN, -1);
  }

  /** What the answer means to each who asked. */
  static Map<CopiedPartition, Function<Followership, FollowStep>> read(
      Asked asked, ApiMessage message) {
    Map<TopicPartition, Said> said = new LinkedHashMap<>();
    if (message instanceof OffsetForLeaderEpochResponse response) {
      for (OffsetForLeaderEpochResponse.OffsetForLeaderTopicResult topic : response.topics()) {
        for (OffsetForLeaderEpochResponse.EpochEndOffset end : topic.partitions()) {
          said.put(
              new TopicPartition(topic.topic(), end.partition()),
              new Said(ErrorCode.of(end.errorCode()), end.leaderEpoch(), end.endOffset()));
        }
      }
    } else if (message instanceof ListOffsetsResponse response) {
      for (ListOffsetsResponse.ListOffsetsTopicResponse topic : response.topics()) {
        for (ListOffsetsResponse.ListOffsetsPartitionResponse bound : topic.partitions()) {
          said.put(
              new TopicPartition(topic.name(), bound.partitionIndex()),
              new Said(
                  ErrorCode.of(bound.errorCode()),
                  EpochEndOffset.UNKNOWN,
                  asked.version() == 0 ? first(bound.oldStyleOffsets()) : bound.offset()));
        }
      }
    }
    return answers(asked.askers(), said, Said.NOTHING);
  }

  /** The meaning of an answer of a leader that is too old to be asked about epochs. */
  static Map<CopiedPartition, Function<Followership, FollowStep>> unknown(Asked asked) {
    return answers(asked.askers(), new LinkedHashMap<>(), Said.NO_SUCH_EPOCH);
  }

  private static long first(List<Long> offsets) {
    return offsets.isEmpty() ? -1 : offsets.get(0);
  }

  private static Map<CopiedPartition, Function<Followership, FollowStep>> answers(
      List<CopiedPartition> askers, Map<TopicPartition, Said> said, Said otherwise) {
    Map<CopiedPartition, Function<Followership, FollowStep>> answers = new LinkedHashMap<>();
    for (CopiedPartition asker : askers) {
      Said answer = said.getOrDefault(asker.source.name(), otherwise);
      FollowStep question = asker.question;
      answers.put(
          asker,
          question instanceof AskBound which
              ? source -> source.onBound(which, answer.error(), answer.offset())
              : source ->
                  source.onEpochEnd(
                      answer.error(), new EpochEndOffset(answer.epoch(), answer.offset())));
    }
    return answers;
  }
}
