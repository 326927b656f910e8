/**
 * The controller of the cluster: who leads which partition, which replicas are in sync, which
 * topics there are. Every broker runs one; the one that holds {@code /controller} acts.
 *
 * <p>Entry type: {@link io.classickafka.controller.Controller}, callable from any thread. All state
 * belongs to one event loop. What to do is decided by a pure function from a state and an event to
 * the next state and effects; the loop performs the effects through {@code
 * io.classickafka.coordination} and the {@link io.classickafka.controller.BrokerChannels}, and
 * feeds the results back as events. This package knows neither the network nor ZooKeeper's client.
 *
 * <p>Non-obvious:
 *
 * <ul>
 *   <li>Every write that decides something checks the version of {@code /controller_epoch} first,
 *       in the same atomic write. When that check fails, another broker is controller.
 *   <li>At most one write of a partition's state is in flight. What happens meanwhile is looked at
 *       when it has ended; an ambiguous end is resolved by reading back.
 *   <li>A request names the incarnation of the broker it is meant for. A broker that came back is
 *       another one: what was queued for the former is dropped.
 * </ul>
 */
@NullMarked
package io.classickafka.controller;

import org.jspecify.annotations.NullMarked;
