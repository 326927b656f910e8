package io.classickafka.server;

import io.classickafka.cluster.BrokerMembership;
import io.classickafka.metadata.MetadataImage;
import io.classickafka.replica.Replicas;
import org.jspecify.annotations.Nullable;

/** What a simulation looks at inside a broker, between two of its tasks. */
public final class BrokerInside {

  private BrokerInside() {}

  /** The replicas; null before they are made. */
  public static @Nullable Replicas replicas(Broker broker) {
    return broker.replicas();
  }

  /** Whether a controller has spoken to it in this life. */
  public static boolean knowsController(Broker broker) {
    return broker.metadata().image().controllerId() >= 0;
  }

  /** What it knows of the cluster. */
  public static MetadataImage metadata(Broker broker) {
    return broker.metadata().image();
  }

  /** Whether it has been registered in this life. */
  public static boolean wasRegistered(Broker broker) {
    BrokerMembership membership = broker.membership();
    return membership != null && membership.latestEpoch() != BrokerMembership.NOT_REGISTERED;
  }

  /** Its registration; negative when it has none. */
  public static long brokerEpoch(Broker broker) {
    BrokerMembership membership = broker.membership();
    return membership == null ? BrokerMembership.NOT_REGISTERED : membership.epoch();
  }
}
