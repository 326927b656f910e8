package io.classickafka.server;

import io.classickafka.config.BrokerConfig;
import io.classickafka.replica.IsrChanges;
import io.classickafka.seam.EventLoop;
import java.util.function.LongSupplier;

/** How leaders change their in-sync sets, by {@code inter.broker.protocol.version}. */
final class IsrDialect {

  /** The first in which they ask the controller (KIP-497) instead of writing the state nodes. */
  private static final String ASKS_CONTROLLER = "2.7-IV2";

  private IsrDialect() {}

  /**
   * Where the leaders of a broker have their sets changed.
   *
   * @param loop of the session's client
   */
  static IsrChanges changes(
      BrokerConfig config,
      BrokerStores stores,
      EventLoop loop,
      ControllerConnection link,
      LongSupplier brokerEpoch) {
    PartitionStates states = new PartitionStates(stores.client());
    return config.interBrokerVersion().isAtLeast(ASKS_CONTROLLER)
        ? new IsrProposals(loop, link, stores.brokerId(), brokerEpoch, states)
        : new StateNodeIsrs(stores.client(), loop, stores.brokerId(), states);
  }
}
