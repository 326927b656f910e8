package io.classickafka.metadata;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A live broker.
 *
 * @param birth how many times brokers had appeared when this one last did
 */
public record BrokerImage(
    int id, @Nullable String rack, List<BrokerEndpoint> endpoints, long birth) {

  public BrokerImage {
    endpoints = List.copyOf(endpoints);
  }

  /** Its endpoint on a listener, or null when it has no such listener. */
  public @Nullable BrokerEndpoint endpoint(String listener) {
    for (BrokerEndpoint endpoint : endpoints) {
      if (endpoint.listener().equals(listener)) {
        return endpoint;
      }
    }
    return null;
  }
}
