package io.classickafka.api;

import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.ApiVersionsRequest;
import io.classickafka.protocol.message.ApiVersionsResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Says which APIs are served in which versions: those of the registry, no others. */
final class ApiVersionsHandler implements ApiHandler {

  private static final Pattern SOFTWARE =
      Pattern.compile("[a-zA-Z0-9](?:[a-zA-Z0-9\\-.]*[a-zA-Z0-9])?");

  /** From this version on the client says what it is. */
  private static final short NAMES_SOFTWARE = 3;

  private final Supplier<List<ApiKey>> served;
  private final LongSupplier featuresEpoch;

  /**
   * Makes the handler.
   *
   * @param served asked with each request, because the registry holds this handler too
   * @param featuresEpoch version of the finalized features, -1 when unknown
   */
  ApiVersionsHandler(Supplier<List<ApiKey>> served, LongSupplier featuresEpoch) {
    this.served = served;
    this.featuresEpoch = featuresEpoch;
  }

  @Override
  public void handle(RequestContext context, ApiMessage message) {
    ApiVersionsRequest request = (ApiVersionsRequest) message;
    boolean named =
        SOFTWARE.matcher(request.clientSoftwareName()).matches()
            && SOFTWARE.matcher(request.clientSoftwareVersion()).matches();
    if (context.version() >= NAMES_SOFTWARE && !named) {
      context.respond(new ApiVersionsResponse().errorCode(ErrorCode.INVALID_REQUEST.code()));
      return;
    }
    // Versions before that leave both empty.
    context.clientIs(request.clientSoftwareName(), request.clientSoftwareVersion());
    context.respond(
        new ApiVersionsResponse()
            .apiKeys(ranges(served.get()))
            .finalizedFeaturesEpoch(featuresEpoch.getAsLong()));
  }

  @Override
  public ApiMessage failure(ApiMessage request, short version, ErrorCode error) {
    // Whoever asks in an unknown version needs nothing but the range of versions of this API.
    List<ApiKey> known =
        error == ErrorCode.UNSUPPORTED_VERSION ? List.of(ApiKey.API_VERSIONS) : List.of();
    return new ApiVersionsResponse().errorCode(error.code()).apiKeys(ranges(known));
  }

  private static List<ApiVersionsResponse.ApiVersion> ranges(List<ApiKey> apis) {
    List<ApiVersionsResponse.ApiVersion> ranges = new ArrayList<>(apis.size());
    for (ApiKey api : apis) {
      ranges.add(
          new ApiVersionsResponse.ApiVersion()
              .apiKey(api.id())
              .minVersion(api.lowestVersion())
              .maxVersion(api.highestVersion()));
    }
    return ranges;
  }
}
