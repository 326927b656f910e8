package io.classickafka.simulation.run;

import io.classickafka.simulation.DiskFaults;
import io.classickafka.simulation.world.Host;
import io.classickafka.simulation.world.Link;
import io.classickafka.simulation.world.SimulatedProcess;
import io.classickafka.simulation.world.WireBreak;
import io.classickafka.simulation.world.World;
import io.classickafka.simulation.world.ZooKeeperSession;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Does to a cluster what the run's settings allow, every so often, until it is told to heal all.
 */
final class Faults {

  private static final int RESTART_LATE_MS = 15_000;
  private static final int CUT_MS = 20_000;

  private interface Fault {
    void strike();
  }

  private final Cluster cluster;
  private final RunSettings settings;
  private final RunCounts counts;
  private final World world;
  private final SplittableRandom draw;
  private final SplittableRandom lateWrites;
  private final Story story;
  private final List<Fault> menu = new ArrayList<>();
  private boolean healed;
  private boolean resting;

  Faults(Cluster cluster, SplittableRandom draw, Story story) {
    this.cluster = cluster;
    this.settings = cluster.settings;
    this.counts = cluster.counts;
    this.world = cluster.world;
    this.draw = draw;
    this.lateWrites = world.seeds().stream("faults-late-writes");
    this.story = story;
    add(settings.kills(), this::kill);
    add(settings.stops(), this::stop);
    add(settings.pauses(), this::pause);
    add(settings.cuts(), this::cut);
    add(settings.cuts(), this::isolate);
    add(settings.resets(), this::reset);
    add(settings.sessionFaults(), this::breakSession);
    add(settings.sessionFaults(), this::expireSession);
    add(settings.slowLinks(), this::slowLink);
    add(settings.zooKeeperOutages(), this::zooKeeperAway);
    add(settings.powerLosses(), this::losePower);
    add(settings.powerLosses(), this::losePowerEverywhere);
    add(settings.powerLosses(), this::losePowerAtAck);
    add(settings.powerLosses(), this::losePowerAtAck);
    add(settings.diskFailures(), this::failDisk);
  }

  private void add(boolean wanted, Fault fault) {
    if (wanted) {
      menu.add(fault);
    }
  }

  void begin() {
    if (settings.faults() && !menu.isEmpty()) {
      later();
    }
  }

  private void later() {
    world.afterMs(
        1 + draw.nextInt(2 * settings.faultEveryMs()),
        () -> {
          if (!healed) {
            Fault next = menu.get(draw.nextInt(menu.size()));
            if (!resting) {
              next.strike();
            }
            later();
          }
        });
  }

  private SimulatedBroker pick() {
    return cluster.broker(cluster.anyBroker(draw));
  }

  private void kill() {
    SimulatedBroker broker = pick();
    if (broker.isAlive()) {
      counts.kills++;
      story.tell("kill " + broker);
      broker.kill();
      restartLater(broker);
    }
  }

  private void losePower() {
    losePower(pick());
  }

  private void losePower(SimulatedBroker broker) {
    if (broker.isAlive()) {
      counts.powerLosses++;
      story.tell("power lost by " + broker);
      broker.losePower();
      restartLater(broker);
    }
  }

  private void losePowerEverywhere() {
    cluster.brokers.forEach(this::losePower);
  }

  private void losePowerAtAck() {
    cluster
        .checks
        .acks()
        .arm(
            () ->
                world.after(
                    0,
                    () -> {
                      if (!healed) {
                        losePowerEverywhere();
                      }
                    }));
  }

  private void failDisk() {
    SimulatedBroker broker = pick();
    SimulatedProcess process = broker.process();
    if (broker.isServing() && process != null) {
      DiskFaults.Operation operation =
          draw.nextBoolean() ? DiskFaults.Operation.FORCE : DiskFaults.Operation.WRITE;
      boolean full = operation == DiskFaults.Operation.WRITE && draw.nextBoolean();
      DiskFaults.Effect effect = full ? DiskFaults.Effect.SHORT_WRITE : DiskFaults.Effect.EIO;
      story.tell("the disk of " + broker + " will fail: " + operation + " " + effect);
      broker.disk().faults().once(operation, path -> true, draw.nextInt(20), effect);
      // The last log directory is lost, so the process ends by itself.
      process.onDeath(
          () -> {
            if (broker.disk().faults().happened() > 0) {
              counts.diskFailures++;
            }
            restartLater(broker);
          });
    }
  }

  private void restartLater(SimulatedBroker broker) {
    int life = broker.life();
    int delayMs = draw.nextBoolean() ? draw.nextInt(500) : draw.nextInt(RESTART_LATE_MS);
    world.afterMs(
        delayMs,
        () -> {
          if (!healed && !broker.isAlive() && broker.life() == life) {
            story.tell("start " + broker);
            broker.start();
          }
        });
  }

  private void stop() {
    SimulatedBroker broker = pick();
    SimulatedProcess process = broker.process();
    if (broker.isServing() && process != null) {
      counts.stops++;
      story.tell("stop " + broker);
      broker.stop();
      process.onDeath(() -> restartLater(broker));
    }
  }

  private void pause() {
    SimulatedBroker broker = pick();
    SimulatedProcess process = broker.process();
    if (broker.isAlive() && process != null && !process.isPaused()) {
      counts.pauses++;
      story.tell("pause " + broker);
      process.pause();
      world.afterMs(
          draw.nextInt(2 * settings.sessionTimeoutMs()),
          () -> {
            story.tell("resume " + broker);
            process.resume();
          });
    }
  }

  private Host anyEnd() {
    int number = draw.nextInt(cluster.brokers.size() + 1);
    return number == cluster.brokers.size()
        ? cluster.zooKeeper.host()
        : cluster.broker(number).host();
  }

  private void cut() {
    Host from = anyEnd();
    Host to = anyEnd();
    if (from != to) {
      counts.cuts++;
      story.tell("cut " + from + " to " + to);
      cutFor(List.of(cluster.network.link(from, to)));
    }
  }

  private void isolate() {
    Host lonely = pick().host();
    boolean keepsZooKeeper = draw.nextBoolean();
    List<Link> links = new ArrayList<>();
    for (SimulatedBroker other : cluster.brokers) {
      if (other.host() != lonely) {
        links.add(cluster.network.link(lonely, other.host()));
        links.add(cluster.network.link(other.host(), lonely));
      }
    }
    if (!keepsZooKeeper) {
      links.add(cluster.network.link(lonely, cluster.zooKeeper.host()));
      links.add(cluster.network.link(cluster.zooKeeper.host(), lonely));
    }
    counts.cuts++;
    story.tell("isolate " + lonely + (keepsZooKeeper ? " but not from ZooKeeper" : ""));
    cutFor(links);
  }

  private void cutFor(List<Link> links) {
    links.forEach(Link::cut);
    world.afterMs(draw.nextInt(CUT_MS), () -> links.forEach(Link::heal));
  }

  private void reset() {
    Host host = pick().host();
    if (cluster.network.resetOne(host, draw)) {
      counts.resets++;
      story.tell("reset a connection of " + host);
    }
  }

  private void breakSession() {
    SimulatedBroker broker = pick();
    ZooKeeperSession session = broker.session();
    if (broker.isAlive() && session != null) {
      WireBreak how =
          draw.nextBoolean()
              ? WireBreak.BEFORE_SERVER
              : lateWrites.nextBoolean() ? WireBreak.WHILE_WRITING : WireBreak.AFTER_SERVER;
      counts.ambiguousBreaks++;
      story.tell("break the ZooKeeper connection of " + broker + " " + how);
      session.breakConnection(how);
    }
  }

  private void expireSession() {
    SimulatedBroker broker = pick();
    ZooKeeperSession session = broker.session();
    if (broker.isAlive() && session != null) {
      story.tell("expire the session of " + broker);
      cluster.zooKeeper.expireSession(session.sessionId());
    }
  }

  private void slowLink() {
    Host from = anyEnd();
    Host to = anyEnd();
    if (from != to) {
      story.tell("slow link " + from + " to " + to);
      Link link = cluster.network.link(from, to);
      link.delay(1_000_000L * (1 + draw.nextInt(300)), 1_000_000L * (1 + draw.nextInt(200)));
    }
  }

  private void zooKeeperAway() {
    story.tell("ZooKeeper away");
    cluster.zooKeeper.setAway(true);
    world.afterMs(
        draw.nextInt(2 * settings.sessionTimeoutMs()),
        () -> {
          story.tell("ZooKeeper back");
          cluster.zooKeeper.setAway(false);
        });
  }

  /**
   * Ends every fault there is, and those that were planted and have not struck yet; brokers that
   * are down are started.
   */
  void heal() {
    healed = true;
    story.tell("heal");
    calm();
    for (SimulatedBroker broker : cluster.brokers) {
      if (!broker.isAlive()) {
        broker.start();
      }
    }
  }

  private void calm() {
    cluster.checks.acks().disarm();
    cluster.brokers.forEach(broker -> broker.disk().faults().clear());
    cluster.network.healAll();
    cluster.network.calm();
    cluster.zooKeeper.setAway(false);
    for (SimulatedBroker broker : cluster.brokers) {
      SimulatedProcess process = broker.process();
      if (process != null && process.isPaused()) {
        process.resume();
      }
    }
  }

  /** For a while nothing else happens: every fault there is ends, and no other strikes. */
  void rest() {
    resting = true;
    calm();
  }

  /** Faults strike again. */
  void resume() {
    resting = false;
  }

  /** Starts again who has ended meanwhile: a stop that was under way, a start that was in vain. */
  void revive() {
    for (SimulatedBroker broker : cluster.brokers) {
      if (!broker.isAlive()) {
        story.tell("start " + broker + " after " + broker.startFailure());
        broker.start();
      }
    }
  }
}
