package io.classickafka.client;

import io.classickafka.client.ResponseHandler.Failure;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;

/** A request that has no outcome yet. State of the connection's loop. */
final class PendingRequest {

  final ApiKey api;
  final short lowest;
  final short highest;
  final ApiMessage request;
  final long deadlineMs;
  final boolean answered;
  private final ResponseHandler handler;

  /** Set when it is written. */
  short version;

  /** Set when it is written. */
  int correlationId;

  /**
   * A request to be sent.
   *
   * @param answered whether the broker will respond at all
   */
  PendingRequest(
      ApiKey api,
      short lowest,
      short highest,
      ApiMessage request,
      long deadlineMs,
      boolean answered,
      ResponseHandler handler) {
    this.api = api;
    this.lowest = lowest;
    this.highest = highest;
    this.request = request;
    this.deadlineMs = deadlineMs;
    this.answered = answered;
    this.handler = handler;
  }

  void succeed(ApiMessage response) {
    handler.onResponse(response, version);
  }

  void fail(Failure failure, String detail) {
    handler.onFailure(failure, detail);
  }
}
