package io.classickafka.api;

import io.classickafka.metadata.BrokerEndpoint;
import io.classickafka.metadata.BrokerImage;
import io.classickafka.metadata.MetadataImage;
import io.classickafka.metadata.PartitionImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells who asked the wrong broker where the leaders are (KIP-951), so that they need not ask for
 * metadata. Collected while one response is written.
 */
final class LeaderHints {

  private final MetadataImage image;
  private final String listener;

  /** Null as long as no leader was told, which is the rule. */
  private @Nullable Map<Integer, Node> nodes;

  LeaderHints(MetadataImage image, String listener) {
    this.image = image;
    this.listener = listener;
  }

  /** Where a broker is. */
  record Node(int id, String host, int port, @Nullable String rack) {}

  /** The leader of a partition, whose endpoint goes into the response; null when not known. */
  @Nullable PartitionImage leaderOf(String topic, int partition) {
    PartitionImage known = image.partition(topic, partition);
    if (known == null || !known.hasLeader()) {
      return null;
    }
    BrokerEndpoint endpoint = image.endpoint(known.leader(), listener);
    BrokerImage broker = image.brokers().get(known.leader());
    if (endpoint != null && broker != null) {
      if (nodes == null) {
        nodes = new LinkedHashMap<>();
      }
      nodes.put(
          known.leader(),
          new Node(known.leader(), endpoint.host(), endpoint.port(), broker.rack()));
    }
    return known;
  }

  /** The endpoints of the leaders told so far. */
  List<Node> nodes() {
    return nodes == null ? List.of() : new ArrayList<>(nodes.values());
  }
}
