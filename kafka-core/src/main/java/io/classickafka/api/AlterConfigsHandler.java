package io.classickafka.api;

import io.classickafka.api.SettingsAlteration.Asked;
import io.classickafka.api.SettingsAlteration.Resource;
import io.classickafka.config.SettingsChange;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.AlterConfigsRequest;
import io.classickafka.protocol.message.AlterConfigsRequest.AlterConfigsResource;
import io.classickafka.protocol.message.AlterConfigsRequest.AlterableConfig;
import io.classickafka.protocol.message.AlterConfigsResponse;
import io.classickafka.protocol.message.AlterConfigsResponse.AlterConfigsResourceResponse;
import java.util.ArrayList;
import java.util.List;

/** AlterConfigs: replaces everything that is stored for a resource. */
final class AlterConfigsHandler implements ApiHandler {

  private final SettingsAlteration alteration;

  AlterConfigsHandler(SettingsAlteration alteration) {
    this.alteration = alteration;
  }

  @Override
  public void handle(RequestContext context, ApiMessage message) {
    AlterConfigsRequest request = (AlterConfigsRequest) message;
    List<Asked> resources = new ArrayList<>();
    for (AlterConfigsResource resource : request.resources()) {
      List<Asked.Entry> entries = new ArrayList<>();
      for (AlterableConfig config : resource.configs()) {
        entries.add(new Asked.Entry(config.name(), SettingsChange.Kind.SET, config.value()));
      }
      resources.add(
          new Asked(new Resource(resource.resourceType(), resource.resourceName()), true, entries));
    }
    alteration.run(
        context,
        resources,
        request.validateOnly(),
        results -> {
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
          context.respond(response);
        });
  }

  @Override
  public ApiMessage failure(ApiMessage request, short version, ErrorCode error) {
    AlterConfigsResponse response = new AlterConfigsResponse();
    for (AlterConfigsResource resource : ((AlterConfigsRequest) request).resources()) {
      response
          .responses()
          .add(
              new AlterConfigsResourceResponse()
                  .errorCode(error.code())
                  .errorMessage(error.message())
                  .resourceType(resource.resourceType())
                  .resourceName(resource.resourceName()));
    }
    return response;
  }
}
