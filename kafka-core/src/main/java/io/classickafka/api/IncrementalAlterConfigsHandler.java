package io.classickafka.api;

import io.classickafka.api.SettingsAlteration.Asked;
import io.classickafka.api.SettingsAlteration.Resource;
import io.classickafka.config.SettingsChange;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.message.IncrementalAlterConfigsRequest;
import io.classickafka.protocol.message.IncrementalAlterConfigsRequest.AlterConfigsResource;
import io.classickafka.protocol.message.IncrementalAlterConfigsRequest.AlterableConfig;
import io.classickafka.protocol.message.IncrementalAlterConfigsResponse;
import io.classickafka.protocol.message.IncrementalAlterConfigsResponse.AlterConfigsResourceResponse;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** IncrementalAlterConfigs: edits what is stored for a resource. */
final class IncrementalAlterConfigsHandler extends AlterationHandler {

  IncrementalAlterConfigsHandler(SettingsAlteration alteration) {
    super(alteration);
  }

  @Override
  List<Asked> asked(ApiMessage request) {
    List<Asked> resources = new ArrayList<>();
    for (AlterConfigsResource resource : ((IncrementalAlterConfigsRequest) request).resources()) {
      List<Asked.Entry> entries = new ArrayList<>();
      for (AlterableConfig config : resource.configs()) {
        entries.add(new Asked.Entry(config.name(), kind(config.configOperation()), config.value()));
      }
      resources.add(
          new Asked(
              new Resource(resource.resourceType(), resource.resourceName()), false, entries));
    }
    return resources;
  }

  @Override
  boolean isOnlyValidated(ApiMessage request) {
    return ((IncrementalAlterConfigsRequest) request).validateOnly();
  }

  @Override
  ApiMessage answer(List<SettingsAlteration.Result> results) {
    IncrementalAlterConfigsResponse response = new IncrementalAlterConfigsResponse();
    for (SettingsAlteration.Result result : results) {
      response
          .responses()
          .add(
              new AlterConfigsResourceResponse()
                  .errorCode(result.error().code())
                  .errorMessage(result.message())
                  .resourceType(result.resource().type())
                  .resourceName(result.resource().name()));
    }
    return response;
  }

  /** The kind of edit of its number on the wire, which is its place; null when there is none. */
  private static SettingsChange.@Nullable Kind kind(byte number) {
    SettingsChange.Kind[] kinds = SettingsChange.Kind.values();
    return number >= 0 && number < kinds.length ? kinds[number] : null;
  }
}
