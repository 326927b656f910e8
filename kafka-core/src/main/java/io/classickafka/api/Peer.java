package io.classickafka.api;

import io.classickafka.security.Principal;
import java.net.InetSocketAddress;

/**
 * The other end of a connection.
 *
 * @param connectionId unique among the broker's connections
 * @param listener name of the listener it came in by
 * @param address where it connects from
 * @param principal whom it speaks for
 */
public record Peer(
    String connectionId, String listener, InetSocketAddress address, Principal principal) {}
