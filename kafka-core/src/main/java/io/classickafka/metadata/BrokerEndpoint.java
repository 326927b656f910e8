package io.classickafka.metadata;

/**
 * Where a broker can be reached by one of its listeners.
 *
 * @param securityProtocol its number on the wire: 0 PLAINTEXT, 1 SSL, 2 SASL_PLAINTEXT, 3 SASL_SSL
 */
public record BrokerEndpoint(String listener, String host, int port, short securityProtocol) {}
