package io.classickafka.client.cluster;

import io.classickafka.client.BrokerConnection;
import io.classickafka.client.ResponseHandler;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;

/** The way to one broker, and how it went lately. On the loop. */
public final class BrokerLink {

  private final HostPort address;
  private final BrokerConnection connection;
  private final Runnable onLost;
  private int inFlight;
  private long failures;

  BrokerLink(HostPort address, BrokerConnection connection, Runnable onLost) {
    this.address = address;
    this.connection = connection;
    this.onLost = onLost;
  }

  /** Where the broker is. */
  public HostPort address() {
    return address;
  }

  /** The connection itself, for its versions. */
  public BrokerConnection connection() {
    return connection;
  }

  /** Requests without an outcome. */
  public int inFlight() {
    return inFlight;
  }

  /** Failures since the last answer. */
  long failures() {
    return failures;
  }

  boolean isReady() {
    return connection.isReady();
  }

  /** Sends a request once, in the highest version both sides know up to a limit. */
  public void send(
      ApiKey api, int lowest, int highest, ApiMessage request, ResponseHandler handler) {
    inFlight++;
    connection.send(api, (short) lowest, (short) highest, request, counted(handler));
  }

  /** Sends a request that the broker may hold back longer than others. */
  public void send(
      ApiKey api,
      int lowest,
      int highest,
      ApiMessage request,
      long timeoutMs,
      ResponseHandler handler) {
    inFlight++;
    connection.send(api, (short) lowest, (short) highest, request, timeoutMs, counted(handler));
  }

  /** Sends a request that has no answer; its outcome is that it was sent. */
  public void sendUnanswered(
      ApiKey api, int lowest, int highest, ApiMessage request, ResponseHandler handler) {
    inFlight++;
    connection.sendUnanswered(api, (short) lowest, (short) highest, request, counted(handler));
  }

  private ResponseHandler counted(ResponseHandler handler) {
    return new ResponseHandler() {
      @Override
      public void onResponse(ApiMessage response, short version) {
        inFlight--;
        failures = 0;
        handler.onResponse(response, version);
      }

      @Override
      public void onFailure(Failure failure, String detail) {
        inFlight--;
        failures++;
        if (failure == Failure.NOT_CONNECTED
            || failure == Failure.DISCONNECTED
            || failure == Failure.TIMED_OUT) {
          onLost.run();
        }
        handler.onFailure(failure, detail);
      }
    };
  }

  void close() {
    connection.close();
  }

  /** The broker is elsewhere: what has no outcome yet may be repeated there. */
  void abandon() {
    connection.abandon();
  }
}
