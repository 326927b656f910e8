package io.classickafka.controller;

import java.util.List;
import java.util.function.Consumer;

/**
 * The way from this broker to the controller of the cluster, which may be this broker itself. Finds
 * out where the controller is; does not repeat. From any thread.
 */
public interface ControllerLink {

  /**
   * Proposes in-sync sets that this broker leads with.
   *
   * @param reply called once, on any thread; NOT_CONTROLLER for the whole when there is no
   *     controller or no answer from it
   */
  void alterPartitions(List<IsrProposal> proposals, Consumer<IsrOutcomes> reply);

  /**
   * Asks for producer ids.
   *
   * @param reply called once, on any thread; NOT_CONTROLLER when there is no controller or no
   *     answer from it
   */
  void allocateProducerIds(Consumer<ProducerIdBlock> reply);
}
