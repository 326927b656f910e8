/**
 * Counts and times, served over JMX under the MBean names and attributes that dashboards for Kafka
 * brokers know.
 *
 * <p>Entry types: {@link io.classickafka.metrics.MetricsRegistry}, which makes and removes metrics,
 * and {@link io.classickafka.metrics.BeanName}, which names them. May be used on any thread;
 * marking a meter or updating a histogram takes no lock and allocates nothing. It imports no other
 * package of the broker.
 *
 * <p>Non-obvious:
 *
 * <ul>
 *   <li>The order of the keys in a name is the order they were given in: JMX takes a name as a set,
 *       tools that match text do not.
 *   <li>Gauges are read on a JMX thread: their suppliers may only read what is safe to read from
 *       any thread, such as a volatile field.
 *   <li>Rates need a monotonic clock, which comes from outside, so that a simulation has its own.
 * </ul>
 */
@NullMarked
package io.classickafka.metrics;

import org.jspecify.annotations.NullMarked;
