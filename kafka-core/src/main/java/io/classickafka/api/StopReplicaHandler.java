package io.classickafka.api;

import io.classickafka.metadata.MetadataCache;
import io.classickafka.metadata.TopicImage;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.StopReplicaRequest;
import io.classickafka.protocol.message.StopReplicaRequest.StopReplicaPartitionState;
import io.classickafka.protocol.message.StopReplicaRequest.StopReplicaPartitionV0;
import io.classickafka.protocol.message.StopReplicaRequest.StopReplicaTopicState;
import io.classickafka.protocol.message.StopReplicaRequest.StopReplicaTopicV1;
import io.classickafka.protocol.message.StopReplicaResponse;
import io.classickafka.protocol.message.StopReplicaResponse.StopReplicaPartitionError;
import io.classickafka.replica.ControlRule;
import io.classickafka.replica.Replicas;
import io.classickafka.replica.Replicas.Stop;
import io.classickafka.replica.StopSender;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** StopReplica: what this broker no longer copies, or deletes. */
public final class StopReplicaHandler implements ApiHandler {

  private final Replicas replicas;
  private final MetadataCache metadata;
  private final ControlFence fence;

  public StopReplicaHandler(Replicas replicas, MetadataCache metadata, ControlFence fence) {
    this.replicas = replicas;
    this.metadata = metadata;
    this.fence = fence;
  }

  @Override
  public void handle(RequestContext context, ApiMessage message) {
    StopReplicaRequest request = (StopReplicaRequest) message;
    ErrorCode refused = fence.admit(request.brokerEpoch(), request.controllerEpoch());
    if (refused != ErrorCode.NONE) {
      context.respond(failure(message, context.version(), refused));
      return;
    }
    List<Stop> stops = stops(request);
    replicas.stop(
        stops,
        new StopSender(request.brokerEpoch(), this::listed),
        errors -> context.respond(() -> response(stops, errors)));
  }

  private @Nullable Uuid listed(TopicPartition partition) {
    TopicImage topic = metadata.image().topic(partition.topic());
    return topic == null || topic.partition(partition.partition()) == null ? null : topic.id();
  }

  private static List<Stop> stops(StopReplicaRequest request) {
    List<Stop> stops = new ArrayList<>();
    boolean delete = request.deletePartitions();
    for (StopReplicaPartitionV0 partition : request.ungroupedPartitions()) {
      stops.add(
          stop(partition.topicName(), partition.partitionIndex(), ControlRule.NO_EPOCH, delete));
    }
    for (StopReplicaTopicV1 topic : request.topics()) {
      for (int partition : topic.partitionIndexes()) {
        stops.add(stop(topic.name(), partition, ControlRule.NO_EPOCH, delete));
      }
    }
    for (StopReplicaTopicState topic : request.topicStates()) {
      for (StopReplicaPartitionState state : topic.partitionStates()) {
        stops.add(
            stop(
                topic.topicName(),
                state.partitionIndex(),
                state.leaderEpoch(),
                state.deletePartition()));
      }
    }
    return stops;
  }

  private static Stop stop(String topic, int partition, int leaderEpoch, boolean delete) {
    return new Stop(new TopicPartition(topic, partition), leaderEpoch, delete);
  }

  private static StopReplicaResponse response(List<Stop> stops, List<ErrorCode> errors) {
    StopReplicaResponse response = new StopReplicaResponse();
    for (int i = 0; i < stops.size(); i++) {
      TopicPartition partition = stops.get(i).partition();
      response
          .partitionErrors()
          .add(
              new StopReplicaPartitionError()
                  .topicName(partition.topic())
                  .partitionIndex(partition.partition())
                  .errorCode(errors.get(i).code()));
    }
    return response;
  }

  @Override
  public StopReplicaResponse failure(ApiMessage message, short version, ErrorCode error) {
    List<Stop> stops = stops((StopReplicaRequest) message);
    List<ErrorCode> errors = new ArrayList<>();
    for (int i = 0; i < stops.size(); i++) {
      errors.add(error);
    }
    return response(stops, errors).errorCode(error.code());
  }
}
