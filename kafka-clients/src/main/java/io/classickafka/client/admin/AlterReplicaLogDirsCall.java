package io.classickafka.client.admin;

import io.classickafka.client.ApiErrors;
import io.classickafka.client.cluster.Outcome;
import io.classickafka.client.cluster.Target;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.AlterReplicaLogDirsRequest;
import io.classickafka.protocol.message.AlterReplicaLogDirsRequest.AlterReplicaLogDir;
import io.classickafka.protocol.message.AlterReplicaLogDirsRequest.AlterReplicaLogDirTopic;
import io.classickafka.protocol.message.AlterReplicaLogDirsResponse;
import io.classickafka.protocol.message.AlterReplicaLogDirsResponse.AlterReplicaLogDirPartitionResult;
import io.classickafka.protocol.message.AlterReplicaLogDirsResponse.AlterReplicaLogDirTopicResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartitionReplica;

/** Moves replicas of one broker between its log directories. */
public final class AlterReplicaLogDirsCall extends KeyedCall<TopicPartitionReplica, Void> {

  private final int nodeId;
  private final Map<TopicPartitionReplica, String> dirs;

  /** The call for one broker, whose replicas these are, and the directories they are to lie in. */
  public AlterReplicaLogDirsCall(int nodeId, Map<TopicPartitionReplica, String> dirs) {
    super(dirs.keySet());
    this.nodeId = nodeId;
    this.dirs = new LinkedHashMap<>(dirs);
  }

  @Override
  public ApiKey api() {
    return ApiKey.ALTER_REPLICA_LOG_DIRS;
  }

  @Override
  public Target target() {
    return Target.node(nodeId);
  }

  @Override
  public ApiMessage request() {
    Map<String, Map<String, AlterReplicaLogDirTopic>> byDir = new LinkedHashMap<>();
    for (TopicPartitionReplica replica : open()) {
      byDir
          .computeIfAbsent(dirs.getOrDefault(replica, ""), dir -> new LinkedHashMap<>())
          .computeIfAbsent(
              replica.topic(),
              name -> new AlterReplicaLogDirTopic().name(name).partitions(new ArrayList<>()))
          .partitions()
          .add(replica.partition());
    }
    List<AlterReplicaLogDir> wanted = new ArrayList<>();
    byDir.forEach(
        (dir, topics) ->
            wanted.add(
                new AlterReplicaLogDir().path(dir).topics(new ArrayList<>(topics.values()))));
    return new AlterReplicaLogDirsRequest().dirs(wanted);
  }

  @Override
  public Outcome<Boolean> outcome(ApiMessage message, short version) {
    AlterReplicaLogDirsResponse response = (AlterReplicaLogDirsResponse) message;
    for (AlterReplicaLogDirTopicResult topic : response.results()) {
      for (AlterReplicaLogDirPartitionResult result : topic.partitions()) {
        TopicPartitionReplica replica =
            new TopicPartitionReplica(topic.topicName(), result.partitionIndex(), nodeId);
        ErrorCode error = ErrorCode.of(result.errorCode());
        if (error == ErrorCode.NONE) {
          succeed(replica, null);
        } else {
          // Also what another attempt might change: who asked decides whether to ask again.
          fail(replica, ApiErrors.exception(error, null));
        }
      }
    }
    return settle();
  }
}
