package io.classickafka.client;

/**
 * How a {@link BrokerConnection} behaves.
 *
 * @param clientId the name in every request's header
 * @param connectTimeoutMs how long connecting may take
 * @param requestTimeoutMs how long a request may take from being given to its response, connecting
 *     included
 * @param backoffMs pause after a failed connection, doubled with each further failure
 * @param backoffMaxMs longest such pause
 * @param maxInFlight requests that may be without a response on the wire
 * @param maxQueued further requests that may wait here; beyond that they are refused
 * @param negotiate whether to ask the broker for its versions first
 */
public record ConnectionSettings(
    String clientId,
    long connectTimeoutMs,
    long requestTimeoutMs,
    long backoffMs,
    long backoffMaxMs,
    int maxInFlight,
    int maxQueued,
    boolean negotiate) {}
