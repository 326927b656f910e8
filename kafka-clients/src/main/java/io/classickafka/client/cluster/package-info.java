/**
 * The core that every client is built on: one event loop with its connections to brokers, the
 * cluster's metadata, and requests that find their broker and are repeated when that helps.
 *
 * <p>{@link io.classickafka.client.cluster.ClusterClient} is the entry. {@code start} makes one
 * with a loop and sockets of its own from {@link io.classickafka.client.cluster.ClientSettings};
 * the constructor takes any loop and transport. {@code call} gives a {@link
 * io.classickafka.client.cluster.Call} from any thread and returns a future: the call is sent to
 * its {@link io.classickafka.client.cluster.Target} (any broker, a broker by id, the controller, a
 * coordinator), in the highest version both sides know, repeated with growing pauses for errors
 * that may pass, until its time is up. {@link io.classickafka.client.cluster.ClusterSnapshot} is
 * what is known of the cluster, immutable, for any thread. {@code link} gives the {@link
 * io.classickafka.client.cluster.BrokerLink} of a broker for those who order requests themselves
 * (producer and consumer), on the loop.
 *
 * <p>Non-obvious:
 *
 * <ul>
 *   <li>Everything except {@code call}, {@code snapshot}, {@code loop} and {@code close} belongs to
 *       the loop. Futures are completed on the loop: whoever hangs a continuation on one runs
 *       there.
 *   <li>A coordinator has a connection of its own, even where it is a leader too: its answers must
 *       not wait behind a fetch that waits for records.
 *   <li>The broker answers one connection in order. A request that is parked there (a fetch, a
 *       join) holds up what follows it.
 *   <li>A snapshot never takes a partition's leader epoch back; stale brokers answer too.
 * </ul>
 */
@NullMarked
package io.classickafka.client.cluster;

import org.jspecify.annotations.NullMarked;
