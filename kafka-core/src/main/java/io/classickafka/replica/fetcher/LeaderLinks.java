package io.classickafka.replica.fetcher;

import io.classickafka.client.ResponseHandler;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.seam.EventLoop;
import org.jspecify.annotations.Nullable;

/** Where the other brokers are, and connections to them. */
public interface LeaderLinks {

  /** Requests a link carries at once: a fetch, and behind it what makes the leader answer it. */
  int MAX_IN_FLIGHT = 2;

  /**
   * A link to a broker as it can be reached now; null while nobody knows where it is. On the loop.
   *
   * @param loop on which the link is used and answers come
   */
  @Nullable Link open(int brokerId, EventLoop loop);

  /** One connection. Used on its loop. */
  interface Link {

    /** The broker's host, for metrics and logs. */
    String host();

    int port();

    /**
     * Sends a request behind those sent before, once fewer than {@link #MAX_IN_FLIGHT} are without
     * an answer; the handler gets one outcome.
     */
    void send(ApiKey api, short version, ApiMessage request, ResponseHandler handler);

    /** Closes for good; what has no outcome yet fails. */
    void close();
  }
}
