package io.classickafka.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.log.AppendResult;
import io.classickafka.log.Durability;
import io.classickafka.log.LogConfig;
import io.classickafka.log.Origin;
import io.classickafka.log.ReadResult;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.quota.ReplicationQuota;
import io.classickafka.replica.Replicas.DirWish;
import io.classickafka.simulation.MemoryDisk;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/**
 * A broker that moves a log between directories ends at any of its changes to the disk, by a kill
 * or a loss of power: no acknowledged record is lost, and the next start goes on.
 */
class LogMoveCrashTest {

  private static final TopicPartition T0 = new TopicPartition("t", 0);
  private static final List<Path> DIRS = List.of(Path.of("/a"), Path.of("/b"));
  private static final int MOST_CHANGES = 400;

  /** Acknowledged records by their offsets. */
  private final TreeMap<Long, String> acknowledged = new TreeMap<>();

  private int values;

  private static ReplicaWorld world(MemoryDisk disk) {
    ReplicaWorld world = new ReplicaWorld(disk, disk.mount(), DIRS);
    LogConfig flush =
        LogConfig.DEFAULTS.toBuilder().durability(Durability.FLUSH).segmentBytes(2_000).build();
    world.settings = new PartitionSettings(flush, 1, true);
    return world;
  }

  private void produce(Partition partition) {
    String value = "<" + values++ + ">";
    partition
        .loop()
        .execute(
            () -> {
              AppendResult result =
                  partition.append(
                      ReplicaCluster.batch(value + "x".repeat(150)), Origin.CLIENT, true);
              if (!(result instanceof AppendResult.Appended appended)) {
                return;
              }
              long end = appended.lastOffset() + 1;
              partition.awaitReplicas(
                  end,
                  60_000,
                  error -> {
                    if (error == ErrorCode.NONE) {
                      acknowledged.put(end - 1, value);
                    }
                  });
            });
  }

  /** Moves the log, and produces before, meanwhile and after. */
  private void work(ReplicaWorld world) {
    Partition partition = world.leadAlone(T0);
    for (int i = 0; i < 25; i++) {
      produce(partition);
      world.simulation.runUntilIdle();
    }
    String to = partition.log().dir().toString().equals("/a") ? "/b" : "/a";
    world.replicas.alterLogDirs(List.of(new DirWish(T0, to)), any -> true, errors -> {});
    for (int i = 0; i < 10; i++) {
      produce(partition);
      world.simulation.advance(1);
    }
    for (int i = 0; i < 5; i++) {
      produce(partition);
      world.simulation.runUntilIdle();
    }
  }

  private void check(MemoryDisk disk, String when) {
    ReplicaWorld after = world(disk);
    Partition partition = after.leadAlone(T0);
    after.quotas.logDirs().limit(ReplicationQuota.UNLIMITED);
    after.simulation.runUntilIdle();
    assertThat(after.logDirs.futures().all()).as("%s: the move is over", when).isEmpty();
    assertThat(after.offline).as(when).isEmpty();
    ReadResult result =
        partition.log().read(0, 1 << 26, partition.log().logEndOffset(), true, false);
    List<String> found = new ArrayList<>();
    long next = 0;
    while (result instanceof ReadResult.Records records && records.records().sizeBytes() > 0) {
      ByteBuffer bytes = ReplicaNode.bytes(records.records());
      found.add(StandardCharsets.ISO_8859_1.decode(bytes.duplicate()).toString());
      for (int at = 0; at + 12 <= bytes.limit(); at += 12 + bytes.getInt(at + 8)) {
        assertThat(bytes.getLong(at)).as("%s: no gap", when).isEqualTo(next++);
      }
      records.records().release();
      result = partition.log().read(next, 1 << 26, partition.log().logEndOffset(), true, false);
    }
    String all = String.join("", found);
    acknowledged.forEach(
        (offset, value) -> assertThat(all).as("%s: record %d", when, offset).contains(value));
    after.append(partition, 1, false);
    after.close();
  }

  private int run(long changes, boolean power) {
    acknowledged.clear();
    values = 0;
    MemoryDisk disk = new MemoryDisk();
    ReplicaWorld world = world(disk);
    disk.killAfter(changes);
    boolean ended = false;
    try {
      work(world);
    } catch (RuntimeException | AssertionError e) {
      // The process has ended in the middle of something.
      ended = true;
    }
    ended |= !world.offline.isEmpty();
    if (power) {
      disk.crash(new SplittableRandom(changes));
    } else {
      disk.kill();
    }
    check(disk, (power ? "loss of power" : "kill") + " after " + changes + " changes");
    return ended ? 1 : 0;
  }

  @Test
  void aKillAtAnyChangeLosesNothing() {
    int ended = 0;
    for (int changes = 0; changes < MOST_CHANGES; changes++) {
      ended += run(changes, false);
    }
    assertThat(ended).as("the whole move is covered").isBetween(150, MOST_CHANGES - 1);
  }

  @Test
  void aLossOfPowerAtAnyChangeLosesNothing() {
    int ended = 0;
    for (int changes = 0; changes < MOST_CHANGES; changes++) {
      ended += run(changes, true);
    }
    assertThat(ended).as("the whole move is covered").isBetween(150, MOST_CHANGES - 1);
  }
}
