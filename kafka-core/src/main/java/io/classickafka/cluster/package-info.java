/**
 * A broker's own part of the tree of nodes: what it makes sure of at start, its registration, and
 * the settings of entities with their change notifications.
 *
 * <p>Entry types: {@link io.classickafka.cluster.ClusterSetup} and {@link
 * io.classickafka.cluster.BrokerMembership}. Everything works through {@code
 * io.classickafka.coordination}, on the loop of the client it was given, and answers there.
 *
 * <p>Non-obvious: a broker's epoch is the transaction that created its node, so it changes with
 * every restart and with every session that ended.
 */
@NullMarked
package io.classickafka.cluster;

import org.jspecify.annotations.NullMarked;
