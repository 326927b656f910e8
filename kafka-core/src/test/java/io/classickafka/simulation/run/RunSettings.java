package io.classickafka.simulation.run;

import io.classickafka.config.InterBrokerVersion;
import io.classickafka.simulation.world.Seeds;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * What a run is drawn to be, before anything happens.
 *
 * @param loadMs how long there is load and, if at all, faults
 * @param dialect not drawn: what the brokers speak with each other
 */
record RunSettings(
    int brokers,
    int replicationFactor,
    int minInsync,
    int partitions,
    int producers,
    int recordEveryMs,
    long loadMs,
    boolean faults,
    int faultEveryMs,
    boolean kills,
    boolean stops,
    boolean pauses,
    boolean cuts,
    boolean resets,
    boolean sessionFaults,
    boolean slowLinks,
    boolean zooKeeperOutages,
    int sessionTimeoutMs,
    int lagMs,
    int replicaTimeoutMs,
    int segmentBytes,
    int fetchBytes,
    boolean flush,
    boolean powerLosses,
    boolean diskFailures,
    DiskDamage.Kind damage,
    InterBrokerVersion dialect) {

  private static final int[] SEGMENTS = {400, 2_000, 20_000, 1_000_000};
  private static final int[] FETCHES = {300, 2_000, 1_000_000};

  static RunSettings draw(Seeds seeds, SimulationRun.Mode mode, InterBrokerVersion dialect) {
    SplittableRandom draw = seeds.stream("config");
    SplittableRandom disks = seeds.stream("config-disks");
    int replicas = draw.nextInt(4) == 0 ? 2 : 3;
    // Without a force before it counts, replication is the durability: no power is lost then.
    boolean flush = disks.nextBoolean();
    DiskDamage.Kind damage =
        mode == SimulationRun.Mode.DAMAGE
            ? DiskDamage.Kind.draw(seeds.stream("config-damage"))
            : DiskDamage.Kind.NONE;
    return new RunSettings(
        3,
        replicas,
        replicas == 3 ? 2 : 1 + draw.nextInt(2),
        1 + draw.nextInt(2),
        1 + draw.nextInt(2),
        20 + draw.nextInt(120),
        15_000 + draw.nextInt(25_000),
        mode != SimulationRun.Mode.CALM,
        400 + draw.nextInt(3_000),
        draw.nextInt(4) != 0,
        draw.nextBoolean(),
        draw.nextBoolean(),
        draw.nextBoolean(),
        draw.nextBoolean(),
        draw.nextBoolean(),
        draw.nextBoolean(),
        draw.nextInt(4) == 0,
        3_000 + draw.nextInt(4_000),
        3_000 + draw.nextInt(8_000),
        // With the longer time followers let leaders be silent.
        seeds.stream("config-patience").nextBoolean() ? 5_000 : 20_000,
        SEGMENTS[draw.nextInt(SEGMENTS.length)],
        FETCHES[draw.nextInt(FETCHES.length)],
        flush,
        flush && disks.nextInt(4) != 0,
        disks.nextInt(4) == 0,
        damage,
        dialect);
  }

  /** Two brokers as they are without settings, which lead a partition of each topic each. */
  static RunSettings twoBrokers() {
    return new RunSettings(
        2,
        2,
        2,
        2,
        1,
        0,
        0,
        false,
        0,
        false,
        false,
        false,
        false,
        false,
        false,
        false,
        false,
        6_000,
        30_000,
        30_000,
        1 << 20,
        1 << 20,
        false,
        false,
        false,
        DiskDamage.Kind.NONE,
        InterBrokerVersion.LATEST);
  }

  /** Whether leaders write their in-sync sets themselves instead of asking the controller. */
  boolean leadersWriteSets() {
    return !dialect.isAtLeast("2.7-IV2");
  }

  /** The properties of one broker. */
  Map<String, String> properties(int broker) {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("broker.id", Integer.toString(broker));
    properties.put("listeners", "PLAINTEXT://10.0.0." + (broker + 1) + ":" + SimulatedBroker.PORT);
    properties.put("log.dirs", "/disk/logs");
    properties.put("zookeeper.connect", "10.0.9.1:2181");
    properties.put("zookeeper.session.timeout.ms", Integer.toString(sessionTimeoutMs));
    properties.put("replica.lag.time.max.ms", Integer.toString(lagMs));
    properties.put("replica.fetch.max.bytes", Integer.toString(fetchBytes));
    properties.put("min.insync.replicas", Integer.toString(minInsync));
    properties.put("log.segment.bytes", Integer.toString(segmentBytes));
    properties.put("log.durability", flush ? "flush" : "page-cache");
    properties.put("log.index.interval.bytes", "100");
    properties.put("replica.high.watermark.checkpoint.interval.ms", "1000");
    properties.put("log.initial.task.delay.ms", "1000");
    if (damage != DiskDamage.Kind.NONE) {
      // So that there is something below a recovery point that can rot.
      properties.put("log.flush.offset.checkpoint.interval.ms", "1000");
    }
    properties.put("auto.create.topics.enable", "false");
    properties.put("controlled.shutdown.retry.backoff.ms", "500");
    properties.put("inter.broker.protocol.version", dialect.name());
    properties.put("controller.socket.timeout.ms", "5000");
    properties.put("replica.socket.timeout.ms", Integer.toString(replicaTimeoutMs));
    properties.put("offsets.topic.num.partitions", "1");
    properties.put("offsets.topic.replication.factor", "1");
    return properties;
  }
}
