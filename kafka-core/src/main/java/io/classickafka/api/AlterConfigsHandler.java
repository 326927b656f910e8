package io.classickafka.api;

import io.classickafka.api.SettingsAlteration.Asked;
import io.classickafka.api.SettingsAlteration.Resource;
import io.classickafka.config.SettingsChange;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.message.AlterConfigsRequest;
import io.classickafka.protocol.message.AlterConfigsRequest.AlterConfigsResource;
import io.classickafka.protocol.message.AlterConfigsRequest.AlterableConfig;
import io.classickafka.protocol.message.AlterConfigsResponse;
import io.classickafka.protocol.message.AlterConfigsResponse.AlterConfigsResourceResponse;
import java.util.ArrayList;
import java.util.List;

/** AlterConfigs: replaces everything that is stored for a resource. */
final class AlterConfigsHandler extends AlterationHandler {

  AlterConfigsHandler(SettingsAlteration alteration) {
    super(alteration);
  }

  @Override
  List<Asked> asked(ApiMessage request) {
    List<Asked> resources = new ArrayList<>();
    for (AlterConfigsResource resource : ((AlterConfigsRequest) request).resources()) {
      List<Asked.Entry> entries = new ArrayList<>();
      for (AlterableConfig config : resource.configs()) {
        entries.add(new Asked.Entry(config.name(), SettingsChange.Kind.SET, config.value()));
      }
      resources.add(
          new Asked(new Resource(resource.resourceType(), resource.resourceName()), true, entries));
    }
    return resources;
  }

  @Override
  boolean isOnlyValidated(ApiMessage request) {
    return ((AlterConfigsRequest) request).validateOnly();
  }

  @Override
  ApiMessage answer(List<SettingsAlteration.Result> results) {
    AlterConfigsResponse response = new AlterConfigsResponse();
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
}
