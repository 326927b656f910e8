package io.classickafka.simulation.run;

import io.classickafka.config.InterBrokerVersion;
import io.classickafka.log.Log;
import io.classickafka.metadata.MetadataImage;
import io.classickafka.metadata.PartitionImage;
import io.classickafka.replica.Partition;
import io.classickafka.replica.Replicas;
import io.classickafka.server.Broker;
import io.classickafka.server.BrokerInside;
import io.classickafka.simulation.check.BatchState;
import io.classickafka.simulation.check.PartitionNode;
import io.classickafka.simulation.check.ReplicaState;
import io.classickafka.simulation.check.Violation;
import io.classickafka.simulation.world.Seeds;
import io.classickafka.simulation.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * One run, decided by its seed: brokers start, producers and a reader work while faults strike,
 * everything is healed, and within a bounded time the cluster must be whole and nothing lost.
 */
public final class SimulationRun {

  /** How long a healed cluster may take to be whole. */
  private static final long WHOLE_MS = 120_000;

  /** The same when one replica copies everything anew, a few hundred bytes at a time. */
  private static final long COPIED_MS = 600_000;

  private static final long REVIVE_MS = 1_000;
  private static final int LOOKS_UNTIL_OPERATOR = 10;

  private final long seed;
  private final World world;
  private final Cluster cluster;
  private final Story story;

  private SimulationRun(long seed, Mode mode, InterBrokerVersion dialect) {
    this.seed = seed;
    Seeds seeds = new Seeds(seed);
    this.world = new World(seeds);
    this.story = new Story(world);
    this.cluster = new Cluster(world, RunSettings.draw(seeds, mode, dialect));
  }

  /** What happens to the cluster. */
  public enum Mode {
    /** Nothing. */
    CALM,
    /** Faults that leave on every disk what was forced. */
    FAULTS,
    /** The same, and once a disk that loses what it had. */
    DAMAGE
  }

  /**
   * How a run ended.
   *
   * @param failure what was broken; null when nothing was
   * @param hash tells this run from any other
   */
  public record Result(
      long seed,
      @Nullable Throwable failure,
      long hash,
      long events,
      RunCounts counts,
      List<String> story) {}

  /** Runs a seed. */
  public static Result of(long seed, Mode mode) {
    return of(seed, mode, InterBrokerVersion.LATEST);
  }

  /** Runs a seed with brokers that speak this dialect with each other. */
  static Result of(long seed, Mode mode, InterBrokerVersion dialect) {
    SimulationRun run = new SimulationRun(seed, mode, dialect);
    Throwable failure = null;
    try {
      run.play();
    } catch (AssertionError | RuntimeException e) {
      failure = e;
    }
    run.count();
    return new Result(
        seed, failure, run.world.hash(), run.world.events(), run.cluster.counts, run.story.lines());
  }

  private void count() {
    cluster.counts.expiries = cluster.zooKeeper.expired();
    cluster.checks.count(cluster.counts);
  }

  private void play() {
    story.tell("seed " + seed + " " + cluster.settings);
    cluster.begin();
    story.tell("topic made " + cluster.partitions());
    Seeds seeds = world.seeds();
    long untilMs = world.nowMs() + cluster.settings.loadMs();
    List<SimulatedProducer> producers = new ArrayList<>();
    for (int i = 0; i < cluster.settings.producers(); i++) {
      SimulatedProducer producer = producer(i);
      producers.add(producer);
      producer.start(cluster.settings.recordEveryMs(), untilMs, seeds.stream("load-" + i));
    }
    SimulatedReader reader =
        new SimulatedReader(cluster, seeds.stream("reads"), cluster.settings.faults());
    reader.start();
    Faults faults = new Faults(cluster, seeds.stream("faults"), story);
    faults.begin();
    DiskDamage damage = new DiskDamage(cluster, seeds.stream("damage"), story, faults, this::whole);
    damage.begin();
    world.run(cluster.settings.loadMs());
    faults.heal();
    becomeWhole(faults, damage, producers);
    SimulatedProducer last = producer(producers.size());
    for (TopicPartition partition : cluster.partitions()) {
      last.sendOne(partition.partition());
    }
    await("probes sent", () -> last.underWay() == 0);
    if (cluster.counts.sendFailures > 0 && !cluster.settings.faults()) {
      throw new Violation("C18", "sends failed without a fault: " + cluster.counts.sendFailures);
    }
    await("followers hold all", this::levelled);
    reader.hurry();
    await("everything read", () -> readTo(reader));
    reader.end();
    judge();
  }

  private SimulatedProducer producer(int number) {
    return new SimulatedProducer(
        world,
        cluster.network,
        number,
        cluster.clientSettings("p" + number),
        Cluster.TOPIC,
        cluster.settings.partitions(),
        cluster.checks.all(),
        cluster.counts);
  }

  private void becomeWhole(Faults faults, DiskDamage damage, List<SimulatedProducer> producers) {
    boolean copies = cluster.settings.damage() != DiskDamage.Kind.NONE;
    long untilMs = world.nowMs() + (copies ? COPIED_MS : WHOLE_MS);
    Leaderless leaderless = new Leaderless(cluster, story, LOOKS_UNTIL_OPERATOR);
    while (damage.isOpen()
        || !whole()
        || producers.stream().anyMatch(producer -> producer.underWay() > 0)) {
      if (world.nowMs() > untilMs) {
        throw new Violation("C18", "not whole in time: " + obstacles(producers));
      }
      world.run(REVIVE_MS);
      faults.revive();
      // A broker that died before it made its first log of a partition does not lead it later.
      leaderless.look(partition -> !cluster.checks.hadRecords(partition));
    }
    story.tell("whole");
  }

  private void await(String what, java.util.function.BooleanSupplier condition) {
    if (!world.runUntil(WHOLE_MS, what, condition)) {
      throw new Violation("C18", "never: " + what + " " + obstacles(List.of()));
    }
  }

  private boolean whole() {
    return obstacle() == null;
  }

  private String obstacles(List<SimulatedProducer> producers) {
    long waiting = producers.stream().mapToInt(SimulatedProducer::underWay).sum();
    return obstacle() + ", sends without outcome: " + waiting;
  }

  /** What the cluster still lacks; null for nothing. */
  private @Nullable String obstacle() {
    for (SimulatedBroker broker : cluster.brokers) {
      if (!broker.isServing()) {
        return broker + " does not serve";
      }
    }
    for (TopicPartition partition : cluster.partitions()) {
      PartitionNode node = cluster.nodes.node(partition);
      List<Integer> assigned = cluster.assignment(partition);
      if (node == null || node.leader() < 0) {
        return "no leader: " + node;
      }
      if (!new TreeSet<>(node.isr()).equals(new TreeSet<>(assigned))) {
        return "not all in sync: " + node + " of " + states(partition, assigned);
      }
      for (int id : assigned) {
        ReplicaState state = cluster.replicas.state(id, partition);
        if (state == null
            || state.leaderEpoch() != node.leaderEpoch()
            || state.leads() != (node.leader() == id)) {
          return "replica " + state + " is not what " + node + " says";
        }
      }
      String unlike = unlikeMetadata(partition, node);
      if (unlike != null) {
        return unlike;
      }
    }
    return null;
  }

  private List<String> states(TopicPartition partition, List<Integer> assigned) {
    return assigned.stream().map(id -> id + ": " + cluster.replicas.state(id, partition)).toList();
  }

  private @Nullable String unlikeMetadata(TopicPartition partition, PartitionNode node) {
    for (SimulatedBroker each : cluster.brokers) {
      Broker broker = each.broker();
      if (broker != null) {
        MetadataImage image = BrokerInside.metadata(broker);
        PartitionImage known = image.partition(partition.topic(), partition.partition());
        if (known == null
            || known.leader() != node.leader()
            || known.leaderEpoch() != node.leaderEpoch()
            || !known.isr().equals(node.isr())) {
          return each + " believes " + known + " of " + node;
        }
      }
    }
    return null;
  }

  private boolean levelled() {
    for (TopicPartition partition : cluster.partitions()) {
      ReplicaState first = null;
      for (int id : cluster.assignment(partition)) {
        ReplicaState state = cluster.replicas.state(id, partition);
        if (state == null || state.highWatermark() != state.logEnd()) {
          return false;
        }
        if (first != null && first.logEnd() != state.logEnd()) {
          return false;
        }
        first = state;
      }
    }
    return true;
  }

  private boolean readTo(SimulatedReader reader) {
    for (TopicPartition partition : cluster.partitions()) {
      PartitionNode node = cluster.nodes.node(partition);
      ReplicaState state = node == null ? null : cluster.replicas.state(node.leader(), partition);
      if (state == null || reader.position(partition) < state.highWatermark()) {
        return false;
      }
    }
    return true;
  }

  private void judge() {
    for (SimulatedBroker broker : cluster.brokers) {
      Replicas replicas = broker.replicas();
      if (replicas == null) {
        continue;
      }
      for (Partition partition : replicas.registry().online()) {
        Log log = partition.log();
        ReplicaState state = ReplicaWatch.state(broker, partition, log);
        List<BatchState> batches =
            ReplicaWatch.read(state, log, log.logStartOffset(), log.logEndOffset());
        cluster.checks.all().forEach(check -> check.atEnd(state, batches));
      }
    }
  }
}
