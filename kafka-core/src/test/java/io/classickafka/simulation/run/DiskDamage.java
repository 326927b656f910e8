package io.classickafka.simulation.run;

import io.classickafka.simulation.MemoryDisk;
import io.classickafka.simulation.check.PartitionNode;
import io.classickafka.simulation.world.World;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.TopicPartition;

/**
 * Once in a run one machine's disk loses what it had: it is another, empty one, or a bit of a log
 * rots. That is mended by the other replicas as long as they are whole: so all is well before, and
 * nothing else happens until it is well again. Often every broker goes down with the victim and
 * comes back after it, so that the victim is asked to lead.
 *
 * <p>An operator does what the documentation says: elects another replica where nobody leads, and
 * removes the log that the broker refuses.
 */
final class DiskDamage {

  private static final Path LOG_DIR = Path.of("/disk/logs");
  private static final int LOOK_MS = 500;
  private static final int LOOKS_UNTIL_OPERATOR = 12;
  private static final int VICTIM_DOWN_MS = 2_000;
  private static final int OTHERS_LATER_MS = 10_000;

  /** What happens to the disk. */
  enum Kind {
    NONE,
    WIPE,
    ROT;

    static Kind draw(SplittableRandom draw) {
      return draw.nextBoolean() ? WIPE : ROT;
    }
  }

  private final Cluster cluster;
  private final World world;
  private final SplittableRandom draw;
  private final Story story;
  private final Faults faults;
  private final BooleanSupplier whole;
  private final Leaderless leaderless;
  private SimulatedBroker victim;
  private int looksRefused;
  private long allStartedMs;
  private boolean open;

  DiskDamage(
      Cluster cluster, SplittableRandom draw, Story story, Faults faults, BooleanSupplier whole) {
    this.cluster = cluster;
    this.world = cluster.world;
    this.draw = draw;
    this.story = story;
    this.faults = faults;
    this.whole = whole;
    this.leaderless = new Leaderless(cluster, story, LOOKS_UNTIL_OPERATOR);
    this.victim = cluster.broker(0);
  }

  /** Whether it has begun, and not everything is well again. */
  boolean isOpen() {
    return open;
  }

  void begin() {
    if (cluster.settings.damage() != Kind.NONE) {
      world.afterMs(
          draw.nextLong(cluster.settings.loadMs() / 2),
          () -> {
            open = true;
            faults.rest();
            strikeWhenWell();
          });
    }
  }

  private void strikeWhenWell() {
    if (whole.getAsBoolean()) {
      strike();
      return;
    }
    startWhoIsDown();
    world.afterMs(LOOK_MS, this::strikeWhenWell);
  }

  private void startWhoIsDown() {
    for (SimulatedBroker broker : cluster.brokers) {
      if (!broker.isAlive()) {
        broker.start();
      }
    }
  }

  private void strike() {
    List<TopicPartition> partitions = cluster.partitions();
    TopicPartition hit = partitions.get(draw.nextInt(partitions.size()));
    List<Integer> replicas = cluster.assignment(hit);
    victim = cluster.broker(replicas.get(draw.nextInt(replicas.size())));
    boolean everywhere = draw.nextInt(4) != 0;
    int delayMs = draw.nextInt(VICTIM_DOWN_MS);
    for (SimulatedBroker broker : cluster.brokers) {
      if (broker == victim || everywhere) {
        int laterMs = broker == victim ? 0 : draw.nextInt(OTHERS_LATER_MS);
        takeDown(broker);
        startAfter(broker, delayMs + laterMs);
      }
    }
    allStartedMs = world.nowMs() + VICTIM_DOWN_MS + OTHERS_LATER_MS;
    damage(victim.disk());
    world.afterMs(LOOK_MS, this::lookAfter);
  }

  private void takeDown(SimulatedBroker broker) {
    story.tell("down goes " + broker);
    if (cluster.settings.flush()) {
      broker.losePower();
    } else {
      broker.kill();
    }
  }

  private void startAfter(SimulatedBroker broker, int delayMs) {
    world.afterMs(
        delayMs,
        () -> {
          if (!broker.isAlive()) {
            story.tell("start " + broker);
            broker.start();
          }
        });
  }

  private void damage(MemoryDisk disk) {
    if (cluster.settings.damage() == Kind.WIPE) {
      cluster.counts.wipes++;
      story.tell("an empty disk for " + victim);
      disk.wipe();
      return;
    }
    String where = new LogRot(disk, LOG_DIR).strike(draw);
    if (where != null) {
      cluster.counts.rots++;
      story.tell("rot at " + victim + " in " + where);
    }
  }

  private void lookAfter() {
    if (whole.getAsBoolean()) {
      story.tell("the damage is mended");
      open = false;
      faults.resume();
      return;
    }
    if (world.nowMs() > allStartedMs) {
      startWhoIsDown();
    }
    if (cluster.brokers.stream().allMatch(SimulatedBroker::isServing)) {
      leaderless.look(partition -> true);
      removeWhatIsRefused();
    }
    world.afterMs(LOOK_MS, this::lookAfter);
  }

  /** The victim is up, others lead, and it has a log that it does not serve. */
  private void removeWhatIsRefused() {
    boolean refused = false;
    for (TopicPartition partition : cluster.partitions()) {
      PartitionNode node = cluster.nodes.node(partition);
      refused |=
          cluster.assignment(partition).contains(victim.id())
              && cluster.replicas.state(victim.id(), partition) == null
              && node != null
              && node.leader() >= 0
              && node.leader() != victim.id();
    }
    looksRefused = refused ? looksRefused + 1 : 0;
    if (looksRefused < LOOKS_UNTIL_OPERATOR) {
      return;
    }
    looksRefused = 0;
    story.tell("the operator removes what is refused by " + victim);
    List<TopicPartition> missing =
        cluster.partitions().stream()
            .filter(partition -> cluster.replicas.state(victim.id(), partition) == null)
            .toList();
    victim.kill();
    missing.forEach(this::remove);
    victim.start();
  }

  private void remove(TopicPartition partition) {
    MemoryDisk disk = victim.disk();
    Path directory = LOG_DIR.resolve(partition.toString());
    try {
      if (disk.exists(directory)) {
        for (String name : disk.list(directory)) {
          disk.delete(directory.resolve(name));
        }
        disk.delete(directory);
        disk.forceDirectory(LOG_DIR);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
