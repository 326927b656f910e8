/**
 * The seams between the product and the world: event loops with their clocks and randomness, byte
 * transports, and the counted slices that cross them.
 *
 * <p>Everything here is an interface or a small value. Production implementations live in {@code
 * io.classickafka.seam.netty}; a simulation supplies its own. Nothing outside an implementation of
 * a seam reads a clock, makes a thread, draws a random number, or touches a socket. This package
 * imports nothing but the JDK and is called from every thread; each type says which.
 *
 * <p>Non-obvious: a slice handed to another loop is retained by the hand-over and released by the
 * receiver. Monotonic time is for timers and lags, wall time for record timestamps only.
 */
@NullMarked
package io.classickafka.seam;

import org.jspecify.annotations.NullMarked;
