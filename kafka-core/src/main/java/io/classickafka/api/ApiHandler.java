package io.classickafka.api;

import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import org.jspecify.annotations.Nullable;

/** Answers the requests of one API. Called on the network loop of the connection. */
@FunctionalInterface
public interface ApiHandler {

  /**
   * Takes a request that was read and may be handled. Must not block.
   *
   * @param context to be answered exactly once, now or later, from any thread
   * @param request of the class of the API's key; its record sets are borrowed from the frame
   */
  void handle(RequestContext context, ApiMessage request);

  /**
   * The answer that carries an error which concerns the request as a whole; null when the API has
   * no place for it, and the connection is closed instead.
   */
  default @Nullable ApiMessage failure(ApiMessage request, short version, ErrorCode error) {
    return null;
  }

  /** An answer is not sent after all: gives back the counts of the payloads in it. */
  default void discard(ApiMessage response) {}
}
