package io.classickafka.transaction;

import io.classickafka.controller.ProducerIdBlock;
import java.util.function.Consumer;

/** The controller of the cluster, wherever it is, as the source of producer ids. Any thread. */
@FunctionalInterface
public interface ProducerIdBlocks {

  /**
   * Reserves ids for this broker. Does not repeat.
   *
   * @param reply called once, on any thread; carries an error when there is no controller or no
   *     answer from it
   */
  void reserve(Consumer<ProducerIdBlock> reply);
}
