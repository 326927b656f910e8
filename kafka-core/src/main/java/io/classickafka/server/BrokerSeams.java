package io.classickafka.server;

import io.classickafka.coordination.Coordination;
import io.classickafka.disk.Disk;
import io.classickafka.metrics.MetricsRegistry;
import io.classickafka.seam.Transport;

/**
 * All that a broker has of the world. Who made these ends them, after the broker has stopped.
 *
 * @param transport whose loops are the network loops
 * @param onNoLogDir called on any thread when the last log directory is lost; the process is to end
 *     at once then
 */
public record BrokerSeams(
    BrokerLoops loops,
    Transport transport,
    Disk disk,
    Coordination coordination,
    MetricsRegistry metrics,
    Runnable onNoLogDir) {}
