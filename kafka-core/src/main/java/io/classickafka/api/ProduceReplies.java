package io.classickafka.api;

import io.classickafka.log.AppendResult.RecordError;
import io.classickafka.metadata.PartitionImage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.ProduceResponse;
import io.classickafka.protocol.message.ProduceResponse.BatchIndexAndErrorMessage;
import io.classickafka.protocol.message.ProduceResponse.LeaderIdAndEpoch;
import io.classickafka.protocol.message.ProduceResponse.PartitionProduceResponse;
import io.classickafka.protocol.message.ProduceResponse.TopicProduceResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the answer to a Produce request. */
final class ProduceReplies {

  private static final short FIRST_WITH_HINTS = 10;

  private ProduceReplies() {}

  static ProduceResponse of(List<ProduceEntry> entries, short version, LeaderHints hints) {
    ProduceResponse response = new ProduceResponse();
    Topics topics = new Topics(response.responses());
    for (ProduceEntry entry : entries) {
      PartitionProduceResponse partition = partition(entry);
      if (version >= FIRST_WITH_HINTS && entry.error == ErrorCode.NOT_LEADER_OR_FOLLOWER) {
        PartitionImage leader = hints.leaderOf(entry.topic, entry.partition);
        if (leader != null) {
          partition.currentLeader(
              new LeaderIdAndEpoch().leaderId(leader.leader()).leaderEpoch(leader.leaderEpoch()));
        }
      }
      topics.of(entry.topic).partitionResponses().add(partition);
    }
    for (LeaderHints.Node node : hints.nodes()) {
      response
          .nodeEndpoints()
          .add(
              new ProduceResponse.NodeEndpoint()
                  .nodeId(node.id())
                  .host(node.host())
                  .port(node.port())
                  .rack(node.rack()));
    }
    return response;
  }

  /** The topics of an answer. Partitions of one mostly follow each other. */
  private static final class Topics {
    private final List<TopicProduceResponse> all;
    private @Nullable TopicProduceResponse last;

    /** Null as long as there is but one. */
    private @Nullable Map<String, TopicProduceResponse> byName;

    Topics(List<TopicProduceResponse> all) {
      this.all = all;
    }

    TopicProduceResponse of(String name) {
      TopicProduceResponse before = last;
      if (before != null && before.name().equals(name)) {
        return before;
      }
      if (before != null && byName == null) {
        byName = new LinkedHashMap<>();
        byName.put(before.name(), before);
      }
      TopicProduceResponse known = byName == null ? null : byName.get(name);
      if (known == null) {
        known = new TopicProduceResponse().name(name);
        all.add(known);
        if (byName != null) {
          byName.put(name, known);
        }
      }
      last = known;
      return known;
    }
  }

  private static PartitionProduceResponse partition(ProduceEntry entry) {
    PartitionProduceResponse response = new PartitionProduceResponse();
    for (RecordError error : entry.recordErrors) {
      response
          .recordErrors()
          .add(
              new BatchIndexAndErrorMessage()
                  .batchIndex(error.batchIndex())
                  .batchIndexErrorMessage(error.message()));
    }
    return response
        .index(entry.partition)
        .errorCode(entry.error.code())
        .baseOffset(entry.baseOffset)
        .logAppendTimeMs(entry.logAppendTimeMs)
        .logStartOffset(entry.logStartOffset)
        .errorMessage(explains(entry.error) ? entry.message : null);
  }

  /** Only what is wrong with the records is explained. */
  private static boolean explains(ErrorCode error) {
    return error == ErrorCode.INVALID_RECORD
        || error == ErrorCode.INVALID_TIMESTAMP
        || error == ErrorCode.INVALID_REQUEST;
  }
}
