/**
 * What must hold, one class for each promise, fed with what happens and judging at once. Each is
 * tried on histories made by hand that break the promise, so that it is known to see them.
 */
@NullMarked
package io.classickafka.simulation.check;

import org.jspecify.annotations.NullMarked;
