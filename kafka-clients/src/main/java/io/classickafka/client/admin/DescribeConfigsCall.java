package io.classickafka.client.admin;

import io.classickafka.client.cluster.Outcome;
import io.classickafka.client.cluster.Target;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.DescribeConfigsRequest;
import io.classickafka.protocol.message.DescribeConfigsRequest.DescribeConfigsResource;
import io.classickafka.protocol.message.DescribeConfigsResponse;
import io.classickafka.protocol.message.DescribeConfigsResponse.DescribeConfigsResourceResult;
import io.classickafka.protocol.message.DescribeConfigsResponse.DescribeConfigsResult;
import io.classickafka.protocol.message.DescribeConfigsResponse.DescribeConfigsSynonym;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigSynonym;
import org.apache.kafka.common.config.ConfigResource;

/** Tells the settings of resources. */
public final class DescribeConfigsCall extends KeyedCall<ConfigResource, Config> {

  private static final int FIRST_VERSION_WITH_SOURCES = 1;
  private static final int FIRST_VERSION_WITH_DOCUMENTATION = 3;

  private final Target target;
  private final boolean withSynonyms;
  private final boolean withDocumentation;

  private DescribeConfigsCall(
      Target target,
      Collection<ConfigResource> resources,
      boolean withSynonyms,
      boolean withDocumentation) {
    super(resources);
    this.target = target;
    this.withSynonyms = withSynonyms;
    this.withDocumentation = withDocumentation;
  }

  /** The calls for some resources: a broker's own settings are known to that broker alone. */
  public static List<DescribeConfigsCall> of(
      Collection<ConfigResource> resources, boolean withSynonyms, boolean withDocumentation) {
    Map<Target, List<ConfigResource>> byTarget = new LinkedHashMap<>();
    for (ConfigResource resource : resources) {
      byTarget
          .computeIfAbsent(AlterConfigsCall.targetOf(resource), target -> new ArrayList<>())
          .add(resource);
    }
    List<DescribeConfigsCall> calls = new ArrayList<>();
    byTarget.forEach(
        (target, some) ->
            calls.add(new DescribeConfigsCall(target, some, withSynonyms, withDocumentation)));
    return calls;
  }

  @Override
  public ApiKey api() {
    return ApiKey.DESCRIBE_CONFIGS;
  }

  @Override
  public Target target() {
    return target;
  }

  @Override
  public int lowestVersion() {
    return withDocumentation ? FIRST_VERSION_WITH_DOCUMENTATION : FIRST_VERSION_WITH_SOURCES;
  }

  @Override
  public ApiMessage request() {
    List<DescribeConfigsResource> resources = new ArrayList<>();
    for (ConfigResource resource : open()) {
      resources.add(
          new DescribeConfigsResource()
              .resourceType(resource.type().id())
              .resourceName(resource.name())
              .configurationKeys(null));
    }
    return new DescribeConfigsRequest()
        .resources(resources)
        .includeSynonyms(withSynonyms)
        .includeDocumentation(withDocumentation);
  }

  @Override
  public Outcome<Boolean> outcome(ApiMessage message, short version) {
    for (DescribeConfigsResult result : ((DescribeConfigsResponse) message).results()) {
      ConfigResource resource =
          new ConfigResource(
              ConfigResource.Type.forId(result.resourceType()), result.resourceName());
      ErrorCode error = ErrorCode.of(result.errorCode());
      if (error == ErrorCode.NONE) {
        succeed(resource, config(result));
      } else {
        fail(resource, error, result.errorMessage());
      }
    }
    return settle();
  }

  private static Config config(DescribeConfigsResult result) {
    List<ConfigEntry> entries = new ArrayList<>();
    for (DescribeConfigsResourceResult setting : result.configs()) {
      List<ConfigSynonym> synonyms = new ArrayList<>();
      for (DescribeConfigsSynonym synonym : setting.synonyms()) {
        synonyms.add(
            new ConfigSynonym(synonym.name(), synonym.value(), ConfigSources.of(synonym.source())));
      }
      entries.add(
          new ConfigEntry(
              setting.name(),
              setting.value(),
              ConfigSources.of(setting.configSource()),
              setting.isSensitive(),
              setting.readOnly(),
              List.copyOf(synonyms),
              ConfigSources.type(setting.configType()),
              setting.documentation()));
    }
    return new Config(entries);
  }
}
