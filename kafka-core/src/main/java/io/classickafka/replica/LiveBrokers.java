package io.classickafka.replica;

/** Which brokers the cluster image shows as alive. Answers from an immutable image, any thread. */
@FunctionalInterface
public interface LiveBrokers {

  /** The birth of a broker that is not registered. */
  long NOT_ALIVE = -1;

  /** Another number for each time that a broker appeared; {@link #NOT_ALIVE} while it is gone. */
  long birth(int brokerId);

  /** Whether a broker is registered. */
  default boolean isAlive(int brokerId) {
    return birth(brokerId) != NOT_ALIVE;
  }
}
