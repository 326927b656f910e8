/**
 * Runs of a whole cluster: {@link io.classickafka.simulation.run.SimulationRun} is one, decided by
 * a seed: settings, load, faults, healing, and every check after every event.
 */
@NullMarked
package io.classickafka.simulation.run;

import org.jspecify.annotations.NullMarked;
