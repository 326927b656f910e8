package io.classickafka.server;

import io.classickafka.api.ApiHandler;
import io.classickafka.api.RequestContext;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.LeaderAndIsrRequest;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Handles LeaderAndIsr once the settings of the topics in it that are new are known, so that no log
 * is made with other settings than its topic's.
 */
final class ConfigsFirst implements ApiHandler {

  private final StoredConfigs configs;
  private final ApiHandler handler;

  ConfigsFirst(StoredConfigs configs, ApiHandler handler) {
    this.configs = configs;
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
                          if (partition.isNew()) {
                            fresh.add(topic.topicName());
                          }
                        }));
    request
        .ungroupedPartitionStates()
        .forEach(
            partition -> {
              if (partition.isNew()) {
                fresh.add(partition.topicName());
              }
            });
    if (fresh.isEmpty()) {
      handler.handle(context, request);
      return;
    }
    configs.prepare(fresh, () -> context.loop().execute(() -> handler.handle(context, request)));
  }

  @Override
  public @Nullable ApiMessage failure(ApiMessage request, short version, ErrorCode error) {
    return handler.failure(request, version, error);
  }
}
