package io.classickafka.client.admin;

import io.classickafka.client.cluster.Call;
import io.classickafka.client.cluster.Outcome;
import io.classickafka.client.cluster.Target;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.ApiVersionsRequest;
import io.classickafka.protocol.message.ApiVersionsResponse;

/** Asks a broker what it serves. */
public record ApiVersionsCall(Target target) implements Call<ApiVersionsResponse> {

  @Override
  public ApiKey api() {
    return ApiKey.API_VERSIONS;
  }

  @Override
  public ApiMessage request() {
    return new ApiVersionsRequest()
        .clientSoftwareName("classickafka")
        .clientSoftwareVersion("0.1.0");
  }

  @Override
  public Outcome<ApiVersionsResponse> outcome(ApiMessage message, short version) {
    ApiVersionsResponse response = (ApiVersionsResponse) message;
    ErrorCode error = ErrorCode.of(response.errorCode());
    return error == ErrorCode.NONE ? Outcome.done(response) : Outcome.ofError(error, null);
  }
}
