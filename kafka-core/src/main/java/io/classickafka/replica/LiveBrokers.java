package io.classickafka.replica;

/** Which brokers the cluster image shows as alive. Answers from an immutable image, any thread. */
@FunctionalInterface
public interface LiveBrokers {
  /** Whether a broker is registered. */
  boolean isAlive(int brokerId);
}
