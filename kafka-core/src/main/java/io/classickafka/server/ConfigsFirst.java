package io.classickafka.server;

import io.classickafka.api.ApiHandler;
import io.classickafka.api.RequestContext;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.LeaderAndIsrRequest;
import io.classickafka.protocol.message.LeaderAndIsrRequest.LeaderAndIsrPartitionState;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Handles LeaderAndIsr once the settings of the topics in it that have no log here are known, so
 * that no log is made with other settings than its topic's. Whether the controller calls a
 * partition new does not matter: the next one, which knows what the last one wrote and not whom it
 * told, does not.
 */
final class ConfigsFirst implements ApiHandler {

  private final StoredConfigs configs;
  private final Predicate<TopicPartition> hasLog;
  private final ApiHandler handler;

  /**
   * Goes before a handler.
   *
   * @param hasLog whether a log is there already; asked on any thread
   */
  ConfigsFirst(StoredConfigs configs, Predicate<TopicPartition> hasLog, ApiHandler handler) {
    this.configs = configs;
    this.hasLog = hasLog;
    this.handler = handler;
  }

  @Override
  public void handle(RequestContext context, ApiMessage message) {
    LeaderAndIsrRequest request = (LeaderAndIsrRequest) message;
    Set<String> fresh = new LinkedHashSet<>();
    request
        .topicStates()
        .forEach(
            topic ->
                topic
                    .partitionStates()
                    .forEach(
                        partition -> {
                          if (makesLog(topic.topicName(), partition)) {
                            fresh.add(topic.topicName());
                          }
                        }));
    request
        .ungroupedPartitionStates()
        .forEach(
            partition -> {
              if (makesLog(partition.topicName(), partition)) {
                fresh.add(partition.topicName());
              }
            });
    if (fresh.isEmpty()) {
      handler.handle(context, request);
      return;
    }
    configs.prepare(
        fresh, () -> context.goOn(context.loop(), () -> handler.handle(context, request)));
  }

  private boolean makesLog(String topic, LeaderAndIsrPartitionState partition) {
    return !hasLog.test(new TopicPartition(topic, partition.partitionIndex()));
  }

  @Override
  public @Nullable ApiMessage failure(ApiMessage request, short version, ErrorCode error) {
    return handler.failure(request, version, error);
  }

  @Override
  public void discard(ApiMessage response) {
    handler.discard(response);
  }
}
