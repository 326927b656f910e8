/**
 * The process: it reads the settings, makes every part, hands each what it needs, starts them in
 * order and stops them in order. Nothing else makes loops, sockets or sessions.
 *
 * <p>Entry types: {@code kafka.Kafka} and {@code kafka.Standalone}, which call {@link
 * io.classickafka.server.ServerMain}; {@link io.classickafka.server.BrokerProcess} is one broker on
 * real threads, files and sockets, for the main thread and the thread of the process's end, the
 * only ones that may wait. {@link io.classickafka.server.Broker} is the same broker on whatever it
 * is given; its steps run on the control loop.
 */
@NullMarked
package io.classickafka.server;

import org.jspecify.annotations.NullMarked;
