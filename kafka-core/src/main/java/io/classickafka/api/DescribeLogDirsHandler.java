package io.classickafka.api;

import io.classickafka.log.Log;
import io.classickafka.log.LogDir;
import io.classickafka.log.LogDirs;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.DescribeLogDirsRequest;
import io.classickafka.protocol.message.DescribeLogDirsRequest.DescribableLogDirTopic;
import io.classickafka.protocol.message.DescribeLogDirsResponse;
import io.classickafka.protocol.message.DescribeLogDirsResponse.DescribeLogDirsPartition;
import io.classickafka.protocol.message.DescribeLogDirsResponse.DescribeLogDirsResult;
import io.classickafka.protocol.message.DescribeLogDirsResponse.DescribeLogDirsTopic;
import io.classickafka.security.Authorizer;
import io.classickafka.security.Operation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;

/** DescribeLogDirs: what lies in each log directory, and how much room there is. */
final class DescribeLogDirsHandler implements ApiHandler {

  private final LogDirs logDirs;
  private final Executor background;
  private final Permissions permissions;

  /** Asks the file systems on {@code background}: they may take their time. */
  DescribeLogDirsHandler(LogDirs logDirs, Executor background, Authorizer authorizer) {
    this.logDirs = logDirs;
    this.background = background;
    this.permissions = new Permissions(authorizer);
  }

  @Override
  public void handle(RequestContext context, ApiMessage message) {
    if (!permissions.onCluster(context, Operation.DESCRIBE)) {
      context.respond(failure(message, context.version(), ErrorCode.CLUSTER_AUTHORIZATION_FAILED));
      return;
    }
    Predicate<TopicPartition> asked = asked((DescribeLogDirsRequest) message);
    context.goOn(background, () -> context.respond(describe(asked)));
  }

  private static Predicate<TopicPartition> asked(DescribeLogDirsRequest request) {
    List<DescribableLogDirTopic> topics = request.topics();
    if (topics == null) {
      return partition -> true;
    }
    Set<TopicPartition> named = new LinkedHashSet<>();
    for (DescribableLogDirTopic topic : topics) {
      for (int partition : topic.partitions()) {
        named.add(new TopicPartition(topic.topic(), partition));
      }
    }
    return named::contains;
  }

  private DescribeLogDirsResponse describe(Predicate<TopicPartition> asked) {
    DescribeLogDirsResponse response = new DescribeLogDirsResponse();
    List<Log> logs = new ArrayList<>(logDirs.logs());
    logs.addAll(logDirs.futures().all());
    logs.sort(Comparator.comparing(Log::topicPartition, LogDirs.BY_NAME));
    for (LogDir dir : logDirs.dirs()) {
      LogDir.Room room = dir.room();
      DescribeLogDirsResult result =
          new DescribeLogDirsResult()
              .logDir(dir.path().toAbsolutePath().toString())
              .totalBytes(room.totalBytes())
              .usableBytes(room.usableBytes());
      if (dir.isOffline()) {
        result.errorCode(ErrorCode.KAFKA_STORAGE_ERROR.code());
      } else {
        addLogs(result, dir, logs, asked);
      }
      response.results().add(result);
    }
    return response;
  }

  /** The logs come sorted, so those of a topic stand together. */
  private void addLogs(
      DescribeLogDirsResult result, LogDir dir, List<Log> logs, Predicate<TopicPartition> asked) {
    DescribeLogDirsTopic topic = null;
    for (Log log : logs) {
      TopicPartition partition = log.topicPartition();
      if (log.dir() != dir || !asked.test(partition)) {
        continue;
      }
      if (topic == null || !topic.name().equals(partition.topic())) {
        topic = new DescribeLogDirsTopic().name(partition.topic());
        result.topics().add(topic);
      }
      topic.partitions().add(described(log));
    }
  }

  private DescribeLogDirsPartition described(Log log) {
    Log future = logDirs.futures().get(log.topicPartition());
    Log current = logDirs.log(log.topicPartition());
    boolean isFuture = log == future;
    long lag =
        isFuture && current != null
            ? current.logEndOffset() - log.logEndOffset()
            : log.highWatermark() - log.logEndOffset();
    return new DescribeLogDirsPartition()
        .partitionIndex(log.topicPartition().partition())
        .partitionSize(log.sizeBytes())
        .offsetLag(Math.max(0, lag))
        .isFutureKey(isFuture);
  }

  @Override
  public ApiMessage failure(ApiMessage request, short version, ErrorCode error) {
    return new DescribeLogDirsResponse().errorCode(error.code());
  }
}
