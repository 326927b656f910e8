package io.classickafka.simulation.world;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Hosts, the links between them, and who listens where. */
public final class Network {

  private static final long LATENCY_NS = 200_000;
  private static final long JITTER_NS = 800_000;

  private final World world;
  private final SplittableRandom random;
  private final List<Host> hosts = new ArrayList<>();
  private final Map<Integer, Link> links = new TreeMap<>();
  private final Map<String, SimulatedTransport.Binding> bound = new TreeMap<>();
  private final List<SimulatedSocket> open = new ArrayList<>();
  private int lastPort = 40_000;

  /** How often bytes that arrive are cut up anew: one in so many reads. 0 for never. */
  private int partialReadsOneIn = 8;

  public Network(World world) {
    this.world = world;
    this.random = world.seeds().stream("net");
  }

  World world() {
    return world;
  }

  /** Adds a machine. */
  public Host host(String address) {
    Host host = new Host(hosts.size(), address);
    hosts.add(host);
    return host;
  }

  /** The way from one host to another. */
  public Link link(Host from, Host to) {
    return links.computeIfAbsent(
        from.number() * 1_000 + to.number(), key -> new Link(world, random, LATENCY_NS, JITTER_NS));
  }

  /** Heals every link. */
  public void healAll() {
    links.values().forEach(Link::heal);
  }

  /** Gives every link its ordinary delay again. */
  public void calm() {
    links.values().forEach(link -> link.delay(LATENCY_NS, JITTER_NS));
  }

  /** Breaks a connection that the seed picks, of those that touch a host; whether there was one. */
  public boolean resetOne(Host host, SplittableRandom draw) {
    List<SimulatedSocket> candidates = new ArrayList<>();
    for (SimulatedSocket socket : open) {
      if (socket.process().host() == host) {
        candidates.add(socket);
      }
    }
    if (candidates.isEmpty()) {
      return false;
    }
    candidates.get(draw.nextInt(candidates.size())).reset();
    return true;
  }

  int readSize(int available) {
    int most = Math.min(available, 64 * 1024);
    boolean cutUp = partialReadsOneIn > 0 && random.nextInt(partialReadsOneIn) == 0;
    return cutUp ? 1 + random.nextInt(most) : most;
  }

  void opened(SimulatedSocket socket) {
    open.add(socket);
  }

  void closed(SimulatedSocket socket) {
    open.remove(socket);
  }

  InetSocketAddress ephemeral(Host host) {
    lastPort = lastPort == 65_000 ? 40_000 : lastPort + 1;
    return new InetSocketAddress(host.inet(), lastPort);
  }

  boolean bind(String key, SimulatedTransport.Binding binding) {
    return bound.putIfAbsent(key, binding) == null;
  }

  void unbind(String key, SimulatedTransport.Binding binding) {
    bound.remove(key, binding);
  }

  SimulatedTransport.@Nullable Binding bindingAt(String host, int port) {
    return bound.get(host + ":" + port);
  }

  @Nullable Host hostAt(String address) {
    for (Host host : hosts) {
      if (host.address().equals(address)) {
        return host;
      }
    }
    return null;
  }
}
