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

  private static final byte TOPIC = SettingsAlteration.TOPIC;
  private static final byte BROKER = SettingsAlteration.BROKER;
  private static final byte BROKER_LOGGER = SettingsAlteration.BROKER_LOGGER;

  /** The source of a logger's level, on the wire. */
  private static final byte OF_LOGGER = 6;

  private final MetadataCache cache;
  private final int brokerId;
  private final Supplier<BrokerConfig> config;
  private final TopicConfigs topicConfigs;
  private final LoggerLevels loggers;
  private final Permissions permissions;

  DescribeConfigsHandler(
      MetadataCache cache,
      int brokerId,
      Supplier<BrokerConfig> config,
      TopicConfigs topicConfigs,
      LoggerLevels loggers,
      Permissions permissions) {
    this.cache = cache;
    this.brokerId = brokerId;
    this.config = config;
    this.topicConfigs = topicConfigs;
    this.loggers = loggers;
    this.permissions = permissions;
  }

  @Override
  public void handle(RequestContext context, ApiMessage message) {
    DescribeConfigsRequest request = (DescribeConfigsRequest) message;
    for (DescribeConfigsResource resource : request.resources()) {
      byte type = resource.resourceType();
      if (type != TOPIC && type != BROKER && type != BROKER_LOGGER) {
        context.respond(failure(request, context.version(), ErrorCode.INVALID_REQUEST));
        return;
      }
    }
    List<DescribeConfigsResult> results = new ArrayList<>();
    for (DescribeConfigsResource resource : request.resources()) {
      results.add(
          switch (resource.resourceType()) {
            case TOPIC -> topic(context, request, resource);
            case BROKER -> broker(context, request, resource);
            default -> loggers(context, resource);
          });
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
      return described(context, request, resource, config.get().describeClusterDefaults());
    }
    String problem = SettingsAlteration.nameProblem(name, brokerId);
    if (problem != null) {
      return refused(resource, ErrorCode.INVALID_REQUEST, problem);
    }
    return described(context, request, resource, config.get().describe());
  }

  private DescribeConfigsResult loggers(RequestContext context, DescribeConfigsResource resource) {
    if (!permissions.onCluster(context, Operation.DESCRIBE_CONFIGS)) {
      return refused(resource, ErrorCode.CLUSTER_AUTHORIZATION_FAILED);
    }
    String problem = SettingsAlteration.nameProblem(resource.resourceName(), brokerId);
    if (problem != null) {
      return refused(resource, ErrorCode.INVALID_REQUEST, problem);
    }
    List<DescribeConfigsResourceResult> levels = new ArrayList<>();
    loggers
        .levels()
        .forEach(
            (name, level) -> {
              if (isAsked(resource, name)) {
                DescribeConfigsResourceResult entry =
                    new DescribeConfigsResourceResult().name(name).value(level).documentation(null);
                levels.add(context.version() == 0 ? entry : entry.configSource(OF_LOGGER));
              }
            });
    return result(resource, levels);
  }

  private static boolean isAsked(DescribeConfigsResource resource, String name) {
    List<String> keys = resource.configurationKeys();
    return keys == null || keys.isEmpty() || keys.contains(name);
  }

  private static DescribeConfigsResult result(
      DescribeConfigsResource resource, List<DescribeConfigsResourceResult> configs) {
    return new DescribeConfigsResult()
        .resourceType(resource.resourceType())
        .resourceName(resource.resourceName())
        .configs(configs);
  }

  private static DescribeConfigsResult described(
      RequestContext context,
      DescribeConfigsRequest request,
      DescribeConfigsResource resource,
      List<ConfigEntry> entries) {
    List<DescribeConfigsResourceResult> configs = new ArrayList<>();
    for (ConfigEntry entry : entries) {
      if (isAsked(resource, entry.name())) {
        DescribeConfigsResourceResult config = described(request, entry);
        if (context.version() == 0) {
          config.isDefault(entry.source() == ConfigSource.DEFAULT);
        }
        configs.add(config);
      }
    }
    return result(resource, configs);
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
