package io.classickafka.server;

import io.classickafka.seam.EventLoop;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * The loops a broker runs on. One loop may stand for several of them.
 *
 * @param network those of the transport, at least one
 * @param partitions those that own partitions, at least one
 * @param control the loop of what there is one of: starting and stopping, the commands of the
 *     controller, metadata, settings
 * @param controller the controller's
 * @param coordinator the coordinators'
 * @param background for what takes long or blocks
 * @param cores that the machine has
 */
public record BrokerLoops(
    List<EventLoop> network,
    List<EventLoop> partitions,
    EventLoop control,
    EventLoop controller,
    EventLoop coordinator,
    Executor background,
    int cores) {

  public BrokerLoops {
    network = List.copyOf(network);
    partitions = List.copyOf(partitions);
  }
}
