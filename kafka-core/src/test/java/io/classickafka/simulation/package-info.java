/**
 * A world of event loops in one thread: virtual time, a queue of tasks, a seed. Runs the product's
 * own code; the same seed gives the same run.
 */
@NullMarked
package io.classickafka.simulation;

import org.jspecify.annotations.NullMarked;
