package io.classickafka.api;

import io.classickafka.protocol.ErrorCode;
import io.classickafka.replica.ControlRule;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Keeps out the requests of former controllers, and those meant for a former life of this broker.
 * One for all control requests of a broker. Thread-safe.
 */
public final class ControlFence {

  private final LongSupplier ownBrokerEpoch;
  private final AtomicInteger highestControllerEpoch = new AtomicInteger(-1);

  /**
   * A fence that has not seen a controller.
   *
   * @param ownBrokerEpoch the present registration of this broker, or the last; any thread
   */
  public ControlFence(LongSupplier ownBrokerEpoch) {
    this.ownBrokerEpoch = ownBrokerEpoch;
  }

  /** Checks a request, and remembers its controller's epoch if it is let in. */
  ErrorCode admit(long brokerEpoch, int controllerEpoch) {
    ErrorCode incarnation =
        ControlRule.request(
            brokerEpoch, ownBrokerEpoch.getAsLong(), controllerEpoch, controllerEpoch);
    if (incarnation != ErrorCode.NONE) {
      return incarnation;
    }
    int highest = highestControllerEpoch.accumulateAndGet(controllerEpoch, Math::max);
    return ControlRule.request(brokerEpoch, ownBrokerEpoch.getAsLong(), controllerEpoch, highest);
  }
}
