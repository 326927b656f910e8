package io.classickafka.simulation.run;

import io.classickafka.config.BrokerConfig;
import io.classickafka.metrics.MetricsRegistry;
import io.classickafka.replica.Replicas;
import io.classickafka.server.Broker;
import io.classickafka.server.BrokerInside;
import io.classickafka.server.BrokerLoops;
import io.classickafka.server.BrokerSeams;
import io.classickafka.server.StartFailedException;
import io.classickafka.simulation.MemoryDisk;
import io.classickafka.simulation.world.Clock;
import io.classickafka.simulation.world.Host;
import io.classickafka.simulation.world.Network;
import io.classickafka.simulation.world.ProcessLoop;
import io.classickafka.simulation.world.SimulatedProcess;
import io.classickafka.simulation.world.SimulatedTransport;
import io.classickafka.simulation.world.World;
import io.classickafka.simulation.world.ZooKeeperServer;
import io.classickafka.simulation.world.ZooKeeperSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A broker's machine, and one life of the broker after another on it. */
final class SimulatedBroker {

  static final int PORT = 9092;
  private static final int CLOCK_PPM_MAX = 100;

  private final World world;
  private final Network network;
  private final ZooKeeperServer zooKeeper;
  private final Map<String, String> settings;
  private final Consumer<SimulatedBroker> onDeath;
  private final SplittableRandom clocks;
  private final Host host;
  private final int id;
  private final MemoryDisk disk = new MemoryDisk();
  private final SplittableRandom losses;
  private int lives;
  private @Nullable SimulatedProcess process;
  private @Nullable Broker broker;
  private @Nullable ZooKeeperSession session;
  private @Nullable Throwable startFailure;
  private int faultsBefore;
  private boolean serving;
  private boolean stopping;

  SimulatedBroker(
      World world,
      Network network,
      ZooKeeperServer zooKeeper,
      int id,
      Map<String, String> settings,
      Consumer<SimulatedBroker> onDeath) {
    this.world = world;
    this.network = network;
    this.zooKeeper = zooKeeper;
    this.id = id;
    this.settings = settings;
    this.onDeath = onDeath;
    this.host = network.host("10.0.0." + (id + 1));
    this.clocks = world.seeds().stream("clock-" + id);
    this.losses = world.seeds().stream("disk-" + id);
  }

  int id() {
    return id;
  }

  /** Which life it is in, from 0. */
  int life() {
    return lives - 1;
  }

  Host host() {
    return host;
  }

  @Nullable SimulatedProcess process() {
    return process;
  }

  @Nullable ZooKeeperSession session() {
    return session;
  }

  boolean isAlive() {
    SimulatedProcess running = process;
    return running != null && running.isAlive();
  }

  /** Whether its start has ended well and no stop has begun. */
  boolean isServing() {
    return isAlive() && serving && !stopping;
  }

  /** Why the last start failed, if it did. */
  @Nullable Throwable startFailure() {
    return startFailure;
  }

  /** The broker that runs; null when none does. */
  @Nullable Broker broker() {
    return isAlive() ? broker : null;
  }

  @Nullable Replicas replicas() {
    Broker running = broker;
    return running == null || !isAlive() ? null : BrokerInside.replicas(running);
  }

  /** Begins another life. */
  void start() {
    lives++;
    host.setPowered(true);
    disk.faults().clear();
    faultsBefore = disk.faults().happened();
    serving = false;
    stopping = false;
    startFailure = null;
    int ppm = clocks.nextInt(2 * CLOCK_PPM_MAX + 1) - CLOCK_PPM_MAX;
    Clock clock =
        new Clock(world, clocks.nextLong(1L << 40), ppm, clocks.nextInt(20_000) - 10_000L);
    SimulatedProcess started =
        new SimulatedProcess(world, "broker-" + id + "-life-" + life(), host, clock);
    process = started;
    started.onDeath(
        () -> {
          boolean rebooted = forcesFirst() && disk.faults().happened() > faultsBefore;
          if (host.isPowered() && !rebooted) {
            disk.kill();
          } else {
            disk.crash(losses);
          }
          onDeath.accept(this);
        });
    List<ProcessLoop> networkLoops = loops(started, "network", 2);
    SimulatedTransport transport = new SimulatedTransport(network, started, networkLoops);
    ZooKeeperSession opened =
        new ZooKeeperSession(
            network,
            zooKeeper,
            started,
            Long.parseLong(settings.getOrDefault("zookeeper.session.timeout.ms", "6000")));
    session = opened;
    BrokerLoops loops =
        new BrokerLoops(
            List.copyOf(networkLoops),
            List.copyOf(loops(started, "partition-loop", 2)),
            started.loop("control-loop"),
            started.loop("controller-loop"),
            started.loop("coordinator-loop"),
            started.pool(),
            2);
    try {
      Broker made =
          new Broker(
              BrokerConfig.parse(settings).orThrow(),
              new BrokerSeams(
                  loops,
                  transport,
                  disk.mount(),
                  opened,
                  new MetricsRegistry(null, clock::monotonicNs),
                  started::die));
      broker = made;
      made.start()
          .whenComplete(
              (done, failure) -> {
                startFailure = failure;
                serving = failure == null;
                if (failure != null) {
                  // The process exits with code 1.
                  started.die();
                }
              });
    } catch (StartFailedException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Whether records count once they are forced. A machine whose disk failed is started anew then: a
   * page cache that a failed force has called clean is not what is on the device.
   */
  private boolean forcesFirst() {
    return "flush".equals(settings.get("log.durability"));
  }

  MemoryDisk disk() {
    return disk;
  }

  private static List<ProcessLoop> loops(SimulatedProcess of, String name, int count) {
    List<ProcessLoop> loops = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      loops.add(of.loop(name + "-" + i));
    }
    return loops;
  }

  /** The process ends at once; what it wrote is in the page cache of its host. */
  void kill() {
    SimulatedProcess running = process;
    if (running != null) {
      running.die();
    }
  }

  /** The machine loses power: what was not forced may be lost, and nobody is told. */
  void losePower() {
    host.setPowered(false);
    kill();
  }

  /** The process is asked to stop, and ends when it has. */
  void stop() {
    Broker running = broker;
    SimulatedProcess ending = process;
    if (running == null || ending == null || !isServing()) {
      return;
    }
    stopping = true;
    running
        .stop()
        .whenComplete(
            (done, failure) -> {
              ZooKeeperSession ended = session;
              if (ended != null) {
                ended.close();
              }
              // The session's end is on its way before the process is gone.
              world.afterMs(5, ending::die);
            });
  }

  @Override
  public String toString() {
    return "broker " + id + " life " + life();
  }
}
