package io.classickafka.controller;

import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How the controller's requests reach brokers, its own among them. Queues, order and repetition are
 * the controller's business; this only carries one request at a time to each broker.
 *
 * <p>Called on the controller's loop, and calls back on it.
 */
public interface BrokerChannels {

  /**
   * Makes a channel to a broker; it connects when first needed.
   *
   * @param host and port of the broker's inter-broker (or control plane) listener
   */
  Channel open(int brokerId, String host, int port);

  /** The way to one incarnation of a broker. */
  interface Channel {

    /**
     * Sends a request, connecting first if there is no connection. Never called while another is
     * without an answer.
     *
     * @param reply gets the response exactly once, or null when there will be none: no connection,
     *     connection lost, or no answer in time. Not called after {@link #close}
     */
    void send(ApiKey api, short version, ApiMessage request, Consumer<@Nullable ApiMessage> reply);

    /** Drops the connection and whatever is under way. */
    void close();
  }
}
