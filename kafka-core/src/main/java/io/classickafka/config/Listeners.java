package io.classickafka.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The listeners of a broker.
 *
 * @param bound where it listens
 * @param advertised what clients are told; hosts may be empty, to be filled with the host's name
 * @param interBroker the advertised one by which brokers reach each other
 * @param controlPlane the bound one that is reserved for the controller, or null
 */
public record Listeners(
    List<Endpoint> bound,
    List<Endpoint> advertised,
    Endpoint interBroker,
    @Nullable Endpoint controlPlane) {

  public Listeners {
    bound = List.copyOf(bound);
    advertised = List.copyOf(advertised);
  }

  static @Nullable Endpoint byName(List<Endpoint> endpoints, String listenerName) {
    for (Endpoint endpoint : endpoints) {
      if (endpoint.listenerName().equals(listenerName)) {
        return endpoint;
      }
    }
    return null;
  }
}
