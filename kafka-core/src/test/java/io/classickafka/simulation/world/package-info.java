/**
 * A whole cluster in one thread: virtual time, a scheduler that draws who goes next, hosts with
 * processes and disks, a network, a ZooKeeper. Runs the product's own brokers and clients.
 *
 * <p>Everything is decided by one seed, split by name into streams, so that a new draw in one place
 * leaves the others as they were. Nothing here may iterate in an order that differs between JVMs.
 */
@NullMarked
package io.classickafka.simulation.world;

import org.jspecify.annotations.NullMarked;
