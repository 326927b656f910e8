package io.classickafka.client.admin;

import io.classickafka.client.ApiErrors;
import io.classickafka.client.cluster.Outcome;
import io.classickafka.client.cluster.Target;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.DescribeLogDirsRequest;
import io.classickafka.protocol.message.DescribeLogDirsRequest.DescribableLogDirTopic;
import io.classickafka.protocol.message.DescribeLogDirsResponse;
import io.classickafka.protocol.message.DescribeLogDirsResponse.DescribeLogDirsPartition;
import io.classickafka.protocol.message.DescribeLogDirsResponse.DescribeLogDirsResult;
import io.classickafka.protocol.message.DescribeLogDirsResponse.DescribeLogDirsTopic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.ReplicaInfo;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.jspecify.annotations.Nullable;

/** Tells what lies in one broker's log directories. */
public final class DescribeLogDirsCall extends KeyedCall<Integer, Map<String, LogDirDescription>> {

  private static final short HAS_ERROR = 3;

  private final int nodeId;
  private final @Nullable Collection<TopicPartition> partitions;

  /**
   * The call for one broker.
   *
   * @param partitions those asked about, null for all
   */
  public DescribeLogDirsCall(int nodeId, @Nullable Collection<TopicPartition> partitions) {
    super(List.of(nodeId));
    this.nodeId = nodeId;
    this.partitions = partitions;
  }

  @Override
  public ApiKey api() {
    return ApiKey.DESCRIBE_LOG_DIRS;
  }

  @Override
  public Target target() {
    return Target.node(nodeId);
  }

  @Override
  public ApiMessage request() {
    if (partitions == null) {
      return new DescribeLogDirsRequest().topics(null);
    }
    Map<String, DescribableLogDirTopic> topics = new LinkedHashMap<>();
    for (TopicPartition partition : partitions) {
      topics
          .computeIfAbsent(
              partition.topic(),
              name -> new DescribableLogDirTopic().topic(name).partitions(new ArrayList<>()))
          .partitions()
          .add(partition.partition());
    }
    return new DescribeLogDirsRequest().topics(new ArrayList<>(topics.values()));
  }

  @Override
  public Outcome<Boolean> outcome(ApiMessage message, short version) {
    DescribeLogDirsResponse response = (DescribeLogDirsResponse) message;
    ErrorCode error = ErrorCode.of(response.errorCode());
    if (version < HAS_ERROR && response.results().isEmpty()) {
      // How older brokers say it.
      error = ErrorCode.CLUSTER_AUTHORIZATION_FAILED;
    }
    if (error != ErrorCode.NONE) {
      fail(nodeId, error, null);
      return settle();
    }
    Map<String, LogDirDescription> dirs = new TreeMap<>();
    for (DescribeLogDirsResult result : response.results()) {
      dirs.put(result.logDir(), description(result));
    }
    succeed(nodeId, dirs);
    return settle();
  }

  private static LogDirDescription description(DescribeLogDirsResult result) {
    Map<TopicPartition, ReplicaInfo> replicas = new LinkedHashMap<>();
    for (DescribeLogDirsTopic topic : result.topics()) {
      for (DescribeLogDirsPartition partition : topic.partitions()) {
        replicas.put(
            new TopicPartition(topic.name(), partition.partitionIndex()),
            new ReplicaInfo(
                partition.partitionSize(), partition.offsetLag(), partition.isFutureKey()));
      }
    }
    return new LogDirDescription(
        exception(ErrorCode.of(result.errorCode())),
        replicas,
        result.totalBytes(),
        result.usableBytes());
  }

  private static @Nullable ApiException exception(ErrorCode error) {
    if (error == ErrorCode.NONE) {
      return null;
    }
    KafkaException exception = ApiErrors.exception(error, null);
    return exception instanceof ApiException api
        ? api
        : new ApiException(exception.getMessage(), exception);
  }
}
