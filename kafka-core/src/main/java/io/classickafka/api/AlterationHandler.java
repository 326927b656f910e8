package io.classickafka.api;

import io.classickafka.api.SettingsAlteration.Asked;
import io.classickafka.api.SettingsAlteration.Result;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import java.util.List;

/** What the two requests that change settings have in common. */
abstract class AlterationHandler implements ApiHandler {

  private final SettingsAlteration alteration;

  AlterationHandler(SettingsAlteration alteration) {
    this.alteration = alteration;
  }

  /** What a request asks of each resource. */
  abstract List<Asked> asked(ApiMessage request);

  abstract boolean isOnlyValidated(ApiMessage request);

  /** The answer that tells what came of each resource. */
  abstract ApiMessage answer(List<Result> results);

  @Override
  public final void handle(RequestContext context, ApiMessage request) {
    alteration.run(
        context,
        asked(request),
        isOnlyValidated(request),
        results -> context.respond(() -> answer(results)));
  }

  @Override
  public final ApiMessage failure(ApiMessage request, short version, ErrorCode error) {
    return answer(
        asked(request).stream()
            .map(asked -> new Result(asked.resource(), error, error.message()))
            .toList());
  }
}
