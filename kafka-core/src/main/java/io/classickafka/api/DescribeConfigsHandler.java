package io.classickafka.api;

import io.classickafka.config.BrokerConfig;
import io.classickafka.config.ConfigEntry;
import io.classickafka.config.ConfigSource;
import io.classickafka.metadata.MetadataCache;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.DescribeConfigsRequest;
import io.classickafka.protocol.message.DescribeConfigsRequest.DescribeConfigsResource;
import io.classickafka.protocol.message.DescribeConfigsResponse;
import io.classickafka.protocol.message.DescribeConfigsResponse.DescribeConfigsResourceResult;
import io.classickafka.protocol.message.DescribeConfigsResponse.DescribeConfigsResult;
import io.classickafka.protocol.message.DescribeConfigsResponse.DescribeConfigsSynonym;
import io.classickafka.security.Operation;
import io.classickafka.zk.TopicName;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Shows the settings of topics and of this broker. */
final class DescribeConfigsHandler implements ApiHandler {

  private static final byte TOPIC = 2;
  private static final byte BROKER = 4;

  private final MetadataCache cache;
  private final int brokerId;
  private final Supplier<BrokerConfig> config;
  private final TopicConfigs topicConfigs;
  private final Permissions permissions;

  DescribeConfigsHandler(
      MetadataCache cache,
      int brokerId,
      Supplier<BrokerConfig> config,
      TopicConfigs topicConfigs,
      Permissions permissions) {
    this.cache = cache;
    this.brokerId = brokerId;
    this.config = config;
    this.topicConfigs = topicConfigs;
    this.permissions = permissions;
  }

  @Override
  public void handle(RequestContext context, ApiMessage message) {
    DescribeConfigsRequest request = (DescribeConfigsRequest) message;
    for (DescribeConfigsResource resource : request.resources()) {
      if (resource.resourceType() != TOPIC && resource.resourceType() != BROKER) {
        context.respond(failure(request, context.version(), ErrorCode.INVALID_REQUEST));
        return;
      }
    }
    List<DescribeConfigsResult> results = new ArrayList<>();
    for (DescribeConfigsResource resource : request.resources()) {
      results.add(
          resource.resourceType() == TOPIC
              ? topic(context, request, resource)
              : broker(context, request, resource));
    }
    context.respond(new DescribeConfigsResponse().results(results));
  }

  @Override
  public ApiMessage failure(ApiMessage request, short version, ErrorCode error) {
    List<DescribeConfigsResult> results = new ArrayList<>();
    for (DescribeConfigsResource resource : ((DescribeConfigsRequest) request).resources()) {
      results.add(refused(resource, error, error.message()));
    }
    return new DescribeConfigsResponse().results(results);
  }

  private DescribeConfigsResult topic(
      RequestContext context, DescribeConfigsRequest request, DescribeConfigsResource resource) {
    String topic = resource.resourceName();
    if (!permissions.onTopic(context, Operation.DESCRIBE_CONFIGS, topic)) {
      return refused(resource, ErrorCode.TOPIC_AUTHORIZATION_FAILED);
    }
    if (!TopicName.isValid(topic)) {
      return refused(resource, ErrorCode.INVALID_TOPIC_EXCEPTION);
    }
    if (cache.image().topic(topic) == null) {
      return refused(resource, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
    }
    return described(context, request, resource, topicConfigs.of(topic).describe());
  }

  private DescribeConfigsResult broker(
      RequestContext context, DescribeConfigsRequest request, DescribeConfigsResource resource) {
    if (!permissions.onCluster(context, Operation.DESCRIBE_CONFIGS)) {
      return refused(resource, ErrorCode.CLUSTER_AUTHORIZATION_FAILED);
    }
    String name = resource.resourceName();
    if (name.isEmpty()) {
      // No broker in particular: what is set for all of them at run time.
      List<ConfigEntry> shared = new ArrayList<>();
      for (ConfigEntry entry : config.get().describe()) {
        if (entry.source() == ConfigSource.DYNAMIC_DEFAULT_BROKER) {
          shared.add(entry);
        }
      }
      return described(context, request, resource, shared);
    }
    int id;
    try {
      id = Integer.parseInt(name);
    } catch (NumberFormatException e) {
      return refused(
          resource, ErrorCode.INVALID_REQUEST, "Broker id must be an integer, but it is: " + name);
    }
    if (id != brokerId) {
      return refused(
          resource,
          ErrorCode.INVALID_REQUEST,
          "Unexpected broker id, expected " + brokerId + " or empty string, but received " + name);
    }
    return described(context, request, resource, config.get().describe());
  }

  private static DescribeConfigsResult described(
      RequestContext context,
      DescribeConfigsRequest request,
      DescribeConfigsResource resource,
      List<ConfigEntry> entries) {
    List<String> keys = resource.configurationKeys();
    List<DescribeConfigsResourceResult> configs = new ArrayList<>();
    for (ConfigEntry entry : entries) {
      if (keys == null || keys.isEmpty() || keys.contains(entry.name())) {
        DescribeConfigsResourceResult config = described(request, entry);
        if (context.version() == 0) {
          config.isDefault(entry.source() == ConfigSource.DEFAULT);
        }
        configs.add(config);
      }
    }
    return new DescribeConfigsResult()
        .resourceType(resource.resourceType())
        .resourceName(resource.resourceName())
        .configs(configs);
  }

  private static DescribeConfigsResourceResult described(
      DescribeConfigsRequest request, ConfigEntry entry) {
    List<DescribeConfigsSynonym> synonyms = new ArrayList<>();
    if (request.includeSynonyms()) {
      for (ConfigEntry.Synonym synonym : entry.synonyms()) {
        synonyms.add(
            new DescribeConfigsSynonym()
                .name(synonym.name())
                .value(synonym.value())
                .source(synonym.source().code()));
      }
    }
    return new DescribeConfigsResourceResult()
        .name(entry.name())
        .value(entry.value())
        .readOnly(entry.readOnly())
        .configSource(entry.source().code())
        .isSensitive(entry.sensitive())
        .synonyms(synonyms)
        .configType(entry.type().code())
        .documentation(request.includeDocumentation() ? entry.documentation() : null);
  }

  private static DescribeConfigsResult refused(DescribeConfigsResource resource, ErrorCode error) {
    return refused(resource, error, error.message());
  }

  private static DescribeConfigsResult refused(
      DescribeConfigsResource resource, ErrorCode error, @Nullable String message) {
    return new DescribeConfigsResult()
        .errorCode(error.code())
        .errorMessage(message)
        .resourceType(resource.resourceType())
        .resourceName(resource.resourceName());
  }
}
