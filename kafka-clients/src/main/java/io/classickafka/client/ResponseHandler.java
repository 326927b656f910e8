package io.classickafka.client;

import io.classickafka.protocol.ApiMessage;

/** Receives the outcome of one request, on the connection's loop: one of its methods, once. */
public interface ResponseHandler {

  /**
   * The response.
   *
   * @param response record sets in it are borrowed until this returns
   * @param version of the request and the response
   */
  void onResponse(ApiMessage response, short version);

  /** There is no response, and it is not known whether the request was carried out. */
  void onFailure(Failure failure, String detail);

  /** Why there is no response. */
  enum Failure {
    /** The connection could not be made. Nothing was sent. */
    NOT_CONNECTED,
    /** The connection was lost after the request was sent, or while it waited to be. */
    DISCONNECTED,
    /** No response in time. The connection is closed. */
    TIMED_OUT,
    /** The broker has none of the versions asked for. Nothing was sent. */
    UNSUPPORTED_VERSION,
    /** It cannot be written, as with a string that is too long. Nothing was sent, nor ever will. */
    UNSENDABLE,
    /** What came back was not a response. The connection is closed. */
    MALFORMED,
    /** Too many requests wait. Nothing was sent. */
    OVERLOADED,
    /** This end closed the connection. */
    CLOSED
  }
}
