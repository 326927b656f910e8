package io.classickafka.api;

import io.classickafka.metadata.MetadataCache;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.AlterReplicaLogDirsRequest;
import io.classickafka.protocol.message.AlterReplicaLogDirsRequest.AlterReplicaLogDir;
import io.classickafka.protocol.message.AlterReplicaLogDirsRequest.AlterReplicaLogDirTopic;
import io.classickafka.protocol.message.AlterReplicaLogDirsResponse;
import io.classickafka.protocol.message.AlterReplicaLogDirsResponse.AlterReplicaLogDirPartitionResult;
import io.classickafka.protocol.message.AlterReplicaLogDirsResponse.AlterReplicaLogDirTopicResult;
import io.classickafka.replica.Replicas;
import io.classickafka.replica.Replicas.DirWish;
import io.classickafka.security.Authorizer;
import io.classickafka.security.Operation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.apache.kafka.common.TopicPartition;

/** AlterReplicaLogDirs: says in which log directories of this broker replicas are to lie. */
final class AlterReplicaLogDirsHandler implements ApiHandler {

  private final Replicas replicas;
  private final MetadataCache metadata;
  private final Permissions permissions;

  AlterReplicaLogDirsHandler(Replicas replicas, MetadataCache metadata, Authorizer authorizer) {
    this.replicas = replicas;
    this.metadata = metadata;
    this.permissions = new Permissions(authorizer);
  }

  @Override
  public void handle(RequestContext context, ApiMessage message) {
    if (!permissions.onCluster(context, Operation.ALTER)) {
      context.respond(failure(message, context.version(), ErrorCode.CLUSTER_AUTHORIZATION_FAILED));
      return;
    }
    List<DirWish> wishes = wishes((AlterReplicaLogDirsRequest) message);
    replicas.alterLogDirs(
        wishes, this::isKnown, errors -> context.respond(() -> response(wishes, errors::get)));
  }

  private boolean isKnown(TopicPartition name) {
    return metadata.image().partition(name.topic(), name.partition()) != null;
  }

  private static List<DirWish> wishes(AlterReplicaLogDirsRequest request) {
    // Of a partition that is named twice the last directory counts.
    Map<TopicPartition, String> dirs = new LinkedHashMap<>();
    for (AlterReplicaLogDir dir : request.dirs()) {
      for (AlterReplicaLogDirTopic topic : dir.topics()) {
        for (int partition : topic.partitions()) {
          dirs.put(new TopicPartition(topic.name(), partition), dir.path());
        }
      }
    }
    List<DirWish> wishes = new ArrayList<>(dirs.size());
    dirs.forEach((partition, dir) -> wishes.add(new DirWish(partition, dir)));
    return wishes;
  }

  private static AlterReplicaLogDirsResponse response(
      List<DirWish> wishes, IntFunction<ErrorCode> errors) {
    Map<String, AlterReplicaLogDirTopicResult> topics = new LinkedHashMap<>();
    for (int i = 0; i < wishes.size(); i++) {
      TopicPartition name = wishes.get(i).partition();
      topics
          .computeIfAbsent(
              name.topic(), topic -> new AlterReplicaLogDirTopicResult().topicName(topic))
          .partitions()
          .add(
              new AlterReplicaLogDirPartitionResult()
                  .partitionIndex(name.partition())
                  .errorCode(errors.apply(i).code()));
    }
    return new AlterReplicaLogDirsResponse().results(new ArrayList<>(topics.values()));
  }

  @Override
  public ApiMessage failure(ApiMessage request, short version, ErrorCode error) {
    return response(wishes((AlterReplicaLogDirsRequest) request), i -> error);
  }
}
