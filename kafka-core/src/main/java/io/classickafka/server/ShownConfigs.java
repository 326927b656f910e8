package io.classickafka.server;

import io.classickafka.api.ApiHandler;
import io.classickafka.api.RequestContext;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.DescribeConfigsRequest;
import io.classickafka.zk.TopicName;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.kafka.common.config.ConfigResource;
import org.jspecify.annotations.Nullable;

/**
 * Handles DescribeConfigs once the settings of the topics in it are read again. A broker without a
 * replica of a topic was told of no settings that it was made with, and knows those of the one that
 * had the name before.
 */
final class ShownConfigs implements ApiHandler {

  private static final byte TOPIC = ConfigResource.Type.TOPIC.id();

  private final StoredConfigs configs;
  private final ApiHandler handler;

  /** Goes before a handler. */
  ShownConfigs(StoredConfigs configs, ApiHandler handler) {
    this.configs = configs;
    this.handler = handler;
  }

  @Override
  public void handle(RequestContext context, ApiMessage message) {
    DescribeConfigsRequest request = (DescribeConfigsRequest) message;
    Set<String> topics = new LinkedHashSet<>();
    request
        .resources()
        .forEach(
            resource -> {
              if (resource.resourceType() == TOPIC && TopicName.isValid(resource.resourceName())) {
                topics.add(resource.resourceName());
              }
            });
    if (topics.isEmpty()) {
      handler.handle(context, request);
      return;
    }
    configs.refresh(
        topics, () -> context.goOn(context.loop(), () -> handler.handle(context, request)));
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
