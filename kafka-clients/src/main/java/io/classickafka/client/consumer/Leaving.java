package io.classickafka.client.consumer;

import io.classickafka.client.ResponseHandler;
import io.classickafka.protocol.ApiMessage;
import java.util.concurrent.CompletableFuture;

/** Tells who waits that the group has heard of the leave, or cannot be told. */
record Leaving(CompletableFuture<Boolean> left) implements ResponseHandler {
  @Override
  public void onResponse(ApiMessage response, short version) {
    left.complete(true);
  }

  @Override
  public void onFailure(Failure failure, String detail) {
    left.complete(false);
  }
}
