package io.classickafka.api;

import io.classickafka.log.AppendResult.RecordError;
import io.classickafka.metadata.PartitionImage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.ProduceResponse;
import io.classickafka.protocol.message.ProduceResponse.BatchIndexAndErrorMessage;
import io.classickafka.protocol.message.ProduceResponse.LeaderIdAndEpoch;
import io.classickafka.protocol.message.ProduceResponse.PartitionProduceResponse;
import io.classickafka.protocol.message.ProduceResponse.TopicProduceResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the answer to a Produce request. */
final class ProduceReplies {

  private static final short FIRST_WITH_HINTS = 10;

  private ProduceReplies() {}

  static ProduceResponse of(List<ProduceEntry> entries, short version, LeaderHints hints) {
    Map<String, List<PartitionProduceResponse>> byTopic = new LinkedHashMap<>();
    for (ProduceEntry entry : entries) {
      PartitionProduceResponse partition = partition(entry);
      if (version >= FIRST_WITH_HINTS && entry.error == ErrorCode.NOT_LEADER_OR_FOLLOWER) {
        PartitionImage leader = hints.leaderOf(entry.topic, entry.partition);
        if (leader != null) {
          partition.currentLeader(
              new LeaderIdAndEpoch().leaderId(leader.leader()).leaderEpoch(leader.leaderEpoch()));
        }
      }
      byTopic.computeIfAbsent(entry.topic, topic -> new ArrayList<>()).add(partition);
    }
    List<TopicProduceResponse> topics = new ArrayList<>();
    byTopic.forEach(
        (topic, partitions) ->
            topics.add(new TopicProduceResponse().name(topic).partitionResponses(partitions)));
    List<ProduceResponse.NodeEndpoint> endpoints = new ArrayList<>();
    for (LeaderHints.Node node : hints.nodes()) {
      endpoints.add(
          new ProduceResponse.NodeEndpoint()
              .nodeId(node.id())
              .host(node.host())
              .port(node.port())
              .rack(node.rack()));
    }
    return new ProduceResponse().responses(topics).nodeEndpoints(endpoints);
  }

  private static PartitionProduceResponse partition(ProduceEntry entry) {
    List<BatchIndexAndErrorMessage> recordErrors = new ArrayList<>();
    for (RecordError error : entry.recordErrors) {
      recordErrors.add(
          new BatchIndexAndErrorMessage()
              .batchIndex(error.batchIndex())
              .batchIndexErrorMessage(error.message()));
    }
    return new PartitionProduceResponse()
        .index(entry.partition)
        .errorCode(entry.error.code())
        .baseOffset(entry.baseOffset)
        .logAppendTimeMs(entry.logAppendTimeMs)
        .logStartOffset(entry.logStartOffset)
        .recordErrors(recordErrors)
        .errorMessage(explains(entry.error) ? entry.message : null);
  }

  /** Only what is wrong with the records is explained. */
  private static boolean explains(ErrorCode error) {
    return error == ErrorCode.INVALID_RECORD
        || error == ErrorCode.INVALID_TIMESTAMP
        || error == ErrorCode.INVALID_REQUEST;
  }
}
