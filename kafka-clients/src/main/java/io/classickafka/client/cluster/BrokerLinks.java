package io.classickafka.client.cluster;

import io.classickafka.client.BrokerConnection;
import io.classickafka.client.ConnectionSettings;
import io.classickafka.seam.EventLoop;
import io.classickafka.seam.Transport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Node;

/** The links of one client, by what they are for. On the loop. */
final class BrokerLinks {

  // Far above what producer and consumer have in flight; a bound all the same.
  private static final int MAX_IN_FLIGHT = 100;
  private static final int MAX_QUEUED = 10_000;

  private final EventLoop loop;
  private final Transport transport;
  private final ClientSettings settings;
  private final Runnable onLost;
  private final Map<Integer, BrokerLink> nodes = new LinkedHashMap<>();
  private final Map<Integer, BrokerLink> coordinators = new LinkedHashMap<>();
  private final Map<HostPort, BrokerLink> bootstrap = new LinkedHashMap<>();

  BrokerLinks(EventLoop loop, Transport transport, ClientSettings settings, Runnable onLost) {
    this.loop = loop;
    this.transport = transport;
    this.settings = settings;
    this.onLost = onLost;
  }

  /** The link for a broker's partitions and everything that goes to any broker. */
  BrokerLink toNode(Node node) {
    return link(nodes, node);
  }

  /** The link to a broker in its role as a coordinator. */
  BrokerLink toCoordinator(Node node) {
    return link(coordinators, node);
  }

  // A broker that came back elsewhere is reached at its new address. The link before is ended by a
  // task of its own: whoever asks for a link is in the midst of something, and would be told of
  // outcomes there.
  private BrokerLink link(Map<Integer, BrokerLink> links, Node node) {
    BrokerLink known = links.get(node.id());
    if (known != null && known.address().is(node.host(), node.port())) {
      return known;
    }
    BrokerLink made = make(new HostPort(node.host(), node.port()));
    links.put(node.id(), made);
    if (known != null) {
      loop.execute(known::abandon);
    }
    return made;
  }

  private BrokerLink make(HostPort address) {
    ConnectionSettings connection =
        new ConnectionSettings(
            settings.clientId(),
            settings.connectTimeoutMs(),
            settings.requestTimeoutMs(),
            settings.reconnectBackoffMs(),
            settings.reconnectBackoffMaxMs(),
            MAX_IN_FLIGHT,
            MAX_QUEUED,
            true);
    return new BrokerLink(
        address,
        new BrokerConnection(loop, transport, address.host(), address.port(), connection),
        onLost);
  }

  /**
   * The link that will answer soonest: connected with the least in flight, else the one that failed
   * least. The addresses to start from count among them until brokers are known, and again when all
   * brokers fail.
   */
  BrokerLink leastLoaded(ClusterSnapshot snapshot) {
    List<BrokerLink> candidates = new ArrayList<>();
    boolean allFail = true;
    for (Node node : snapshot.nodes()) {
      BrokerLink link = toNode(node);
      candidates.add(link);
      allFail &= link.failures() > 0;
    }
    if (allFail) {
      for (HostPort address : settings.bootstrap()) {
        candidates.add(bootstrap.computeIfAbsent(address, this::make));
      }
    }
    int start = loop.random().nextInt(candidates.size());
    BrokerLink best = candidates.get(start);
    for (int i = 1; i < candidates.size(); i++) {
      BrokerLink other = candidates.get((start + i) % candidates.size());
      if (isBetter(other, best)) {
        best = other;
      }
    }
    return best;
  }

  private static boolean isBetter(BrokerLink one, BrokerLink other) {
    if (one.isReady() != other.isReady()) {
      return one.isReady();
    }
    if (one.failures() != other.failures()) {
      return one.failures() < other.failures();
    }
    return one.inFlight() < other.inFlight();
  }

  void closeAll() {
    for (Map<?, BrokerLink> links : List.of(nodes, coordinators, bootstrap)) {
      List<BrokerLink> closing = new ArrayList<>(links.values());
      links.clear();
      closing.forEach(BrokerLink::close);
    }
  }
}
