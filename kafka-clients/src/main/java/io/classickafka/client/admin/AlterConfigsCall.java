package io.classickafka.client.admin;

import io.classickafka.client.cluster.Outcome;
import io.classickafka.client.cluster.Target;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.AlterConfigsRequest;
import io.classickafka.protocol.message.AlterConfigsResponse;
import io.classickafka.protocol.message.IncrementalAlterConfigsRequest;
import io.classickafka.protocol.message.IncrementalAlterConfigsResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.jspecify.annotations.Nullable;

/** Alters the settings of resources: edits them, or replaces them whole. */
public final class AlterConfigsCall extends KeyedCall<ConfigResource, Void> {

  private final Target target;
  private final Map<ConfigResource, Collection<AlterConfigOp>> edits;
  private final boolean replaces;
  private final boolean validateOnly;

  private AlterConfigsCall(
      Target target,
      Map<ConfigResource, Collection<AlterConfigOp>> edits,
      boolean replaces,
      boolean validateOnly) {
    super(edits.keySet());
    this.target = target;
    this.edits = edits;
    this.replaces = replaces;
    this.validateOnly = validateOnly;
  }

  /** The calls that edit settings. */
  public static List<AlterConfigsCall> editing(
      Map<ConfigResource, Collection<AlterConfigOp>> edits, boolean validateOnly) {
    return of(edits, false, validateOnly);
  }

  /** The calls that replace all settings of each resource. */
  public static List<AlterConfigsCall> replacing(
      Map<ConfigResource, Config> settings, boolean validateOnly) {
    Map<ConfigResource, Collection<AlterConfigOp>> edits = new LinkedHashMap<>();
    settings.forEach(
        (resource, config) -> {
          List<AlterConfigOp> ops = new ArrayList<>();
          for (ConfigEntry entry : config.entries()) {
            ops.add(new AlterConfigOp(entry, AlterConfigOp.OpType.SET));
          }
          edits.put(resource, ops);
        });
    return of(edits, true, validateOnly);
  }

  private static List<AlterConfigsCall> of(
      Map<ConfigResource, Collection<AlterConfigOp>> edits,
      boolean replaces,
      boolean validateOnly) {
    Map<Target, Map<ConfigResource, Collection<AlterConfigOp>>> byTarget = new LinkedHashMap<>();
    edits.forEach(
        (resource, ops) ->
            byTarget
                .computeIfAbsent(targetOf(resource), target -> new LinkedHashMap<>())
                .put(resource, ops));
    List<AlterConfigsCall> calls = new ArrayList<>();
    byTarget.forEach(
        (target, some) -> calls.add(new AlterConfigsCall(target, some, replaces, validateOnly)));
    return calls;
  }

  /** Who is asked about a resource: a broker's own settings are known to that broker alone. */
  static Target targetOf(ConfigResource resource) {
    boolean ofBroker =
        (resource.type() == ConfigResource.Type.BROKER && !resource.isDefault())
            || resource.type() == ConfigResource.Type.BROKER_LOGGER;
    if (!ofBroker) {
      return Target.ANY;
    }
    try {
      return Target.node(Integer.parseInt(resource.name()));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("not a broker id: '" + resource.name() + "'", e);
    }
  }

  @Override
  public ApiKey api() {
    return replaces ? ApiKey.ALTER_CONFIGS : ApiKey.INCREMENTAL_ALTER_CONFIGS;
  }

  @Override
  public Target target() {
    return target;
  }

  @Override
  public ApiMessage request() {
    return replaces ? replacement() : edit();
  }

  private ApiMessage edit() {
    List<IncrementalAlterConfigsRequest.AlterConfigsResource> resources = new ArrayList<>();
    for (ConfigResource resource : open()) {
      List<IncrementalAlterConfigsRequest.AlterableConfig> configs = new ArrayList<>();
      for (AlterConfigOp op : edits.getOrDefault(resource, List.of())) {
        configs.add(
            new IncrementalAlterConfigsRequest.AlterableConfig()
                .name(op.configEntry().name())
                .configOperation(op.opType().id())
                .value(op.configEntry().value()));
      }
      resources.add(
          new IncrementalAlterConfigsRequest.AlterConfigsResource()
              .resourceType(resource.type().id())
              .resourceName(resource.name())
              .configs(configs));
    }
    return new IncrementalAlterConfigsRequest().resources(resources).validateOnly(validateOnly);
  }

  private ApiMessage replacement() {
    List<AlterConfigsRequest.AlterConfigsResource> resources = new ArrayList<>();
    for (ConfigResource resource : open()) {
      List<AlterConfigsRequest.AlterableConfig> configs = new ArrayList<>();
      for (AlterConfigOp op : edits.getOrDefault(resource, List.of())) {
        configs.add(
            new AlterConfigsRequest.AlterableConfig()
                .name(op.configEntry().name())
                .value(op.configEntry().value()));
      }
      resources.add(
          new AlterConfigsRequest.AlterConfigsResource()
              .resourceType(resource.type().id())
              .resourceName(resource.name())
              .configs(configs));
    }
    return new AlterConfigsRequest().resources(resources).validateOnly(validateOnly);
  }

  @Override
  public Outcome<Boolean> outcome(ApiMessage message, short version) {
    if (message instanceof IncrementalAlterConfigsResponse response) {
      for (var result : response.responses()) {
        settle(
            result.resourceType(),
            result.resourceName(),
            result.errorCode(),
            result.errorMessage());
      }
    } else {
      for (var result : ((AlterConfigsResponse) message).responses()) {
        settle(
            result.resourceType(),
            result.resourceName(),
            result.errorCode(),
            result.errorMessage());
      }
    }
    return settle();
  }

  private void settle(byte type, String name, short code, @Nullable String text) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.forId(type), name);
    ErrorCode error = ErrorCode.of(code);
    if (error == ErrorCode.NONE) {
      succeed(resource, null);
    } else if (error == ErrorCode.REQUEST_TIMED_OUT || error == ErrorCode.NOT_CONTROLLER) {
      repeatRest(error);
    } else {
      fail(resource, error, text);
    }
  }
}
