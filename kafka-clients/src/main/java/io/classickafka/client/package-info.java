/**
 * How one process reaches brokers: connections that carry requests and bring back responses.
 *
 * <p>{@link io.classickafka.client.BrokerConnection} is one connection to one address, on one
 * network loop. Brokers reach each other with it, and the client library is built on it. Knows the
 * protocol and the seams, nothing of sockets.
 *
 * <p>Non-obvious: a request is answered exactly once, by a response or by a reason why there is
 * none. A connection that does not answer in time is closed, because what follows on it can no
 * longer be told apart. A large response may lie in the memory of an earlier one: whoever reads
 * records after {@code onResponse} has returned holds a count of them.
 */
@NullMarked
package io.classickafka.client;

import org.jspecify.annotations.NullMarked;
