package io.classickafka.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.group.GroupCommand.Commit;
import io.classickafka.group.GroupCommand.Fetch;
import io.classickafka.group.GroupCommand.OffsetToCommit;
import io.classickafka.group.GroupRecord.OffsetRemoved;
import io.classickafka.group.GroupReply.Committed;
import io.classickafka.group.GroupReply.Fetched;
import io.classickafka.group.OffsetsLog.Chunk;
import io.classickafka.log.LogConfig;
import io.classickafka.log.LogDirs;
import io.classickafka.log.LogDirsConfig;
import io.classickafka.log.clean.CleanerSettings;
import io.classickafka.metrics.MetricsRegistry;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.quota.ReplicationQuotas;
import io.classickafka.record.BatchCursor;
import io.classickafka.record.Compression;
import io.classickafka.record.RecordCursor;
import io.classickafka.replica.FollowerFetchers;
import io.classickafka.replica.LeaderState;
import io.classickafka.replica.LiveBrokers;
import io.classickafka.replica.NoIsrChanges;
import io.classickafka.replica.PartitionSettings;
import io.classickafka.replica.ReplicaLimits;
import io.classickafka.replica.Replicas;
import io.classickafka.replica.TopicMetrics;
import io.classickafka.seam.ByteSlice;
import io.classickafka.simulation.MemoryDisk;
import io.classickafka.simulation.SimulatedLoop;
import io.classickafka.simulation.Simulation;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a coordinator finds when the cleaner has been at its partition of the offsets topic. */
class CompactedOffsetsTest {

  private static final int SELF = 1;
  private static final int EPOCH = 1;
  private static final int PARTITION = 0;
  private static final int DELETE_RETENTION_MS = 60_000;
  private static final int COMMITS = 200;

  private static final GroupSettings SETTINGS =
      new GroupSettings(
          6_000,
          1_800_000,
          0,
          10,
          4_096,
          5_000,
          (short) -1,
          86_400_000,
          600_000,
          2_000,
          Compression.NONE);

  private static final LogConfig COMPACTED =
      LogConfig.DEFAULTS.toBuilder()
          .segmentBytes(1_500)
          .compacts(true)
          .deletes(false)
          .minCleanableRatio(0)
          .deleteRetentionMs(DELETE_RETENTION_MS)
          .build();

  private final Simulation simulation = new Simulation(5);
  private final SimulatedLoop control = simulation.loop("control");
  private final SimulatedLoop background = simulation.loop("background");
  private final SimulatedLoop coordinator = simulation.loop("coordinator");
  private final List<GroupReply> replies = new ArrayList<>();

  /** By group and partition, as acknowledged last. */
  private final TreeMap<String, Long> committed = new TreeMap<>();

  private LogDirs logDirs;
  private Replicas replicas;
  private OffsetsLog log;
  private GroupLoop groups;

  @BeforeEach
  void open() {
    CompletableFuture<LogDirs> opening =
        LogDirs.open(
            new MemoryDisk(),
            new LogDirsConfig(List.of(Path.of("/data")), SELF, 1, 60_000, 86_400_000, 7),
            topic -> COMPACTED,
            control,
            background,
            dir -> {});
    simulation.runUntilIdle();
    logDirs = opening.join();
    MetricsRegistry metrics = new MetricsRegistry(null, control::monotonicNs);
    CleanerSettings often = new CleanerSettings(1, 1 << 20, 0.9, 1 << 16, Double.MAX_VALUE, 100);
    logDirs.clean(() -> often, metrics);
    replicas =
        new Replicas(
            ReplicaLimits.defaults(SELF),
            control,
            List.of(simulation.loop("partition-0")),
            background,
            logDirs,
            topic -> new PartitionSettings(COMPACTED, 1, true),
            id -> id == SELF ? 1 : LiveBrokers.NOT_ALIVE,
            new NoIsrChanges(),
            FollowerFetchers.NONE,
            metrics,
            new TopicMetrics(metrics),
            ReplicationQuotas.unlimited(
                ReplicationQuotas.Windows.DEFAULT, ReplicationQuotas.Windows.DEFAULT, metrics));
    List<Integer> alone = List.of(SELF);
    LeaderState leads =
        new LeaderState(
            new Uuid(1, 1), 1, SELF, EPOCH, alone, 0, alone, List.of(), List.of(), true);
    replicas.assign(
        List.of(
            new Replicas.Assignment(new TopicPartition(GroupCoordinator.TOPIC, PARTITION), leads)),
        errors -> assertThat(errors).containsOnly(ErrorCode.NONE));
    simulation.runUntilIdle();
    log = new ReplicaOffsetsLog(replicas.registry(), background, SETTINGS);
    load();
  }

  @AfterEach
  void close() {
    logDirs.stopCleaning();
    simulation.runUntilIdle();
    replicas.close(() -> {});
    simulation.runUntilIdle();
    logDirs.close(-1);
    simulation.runUntilIdle();
  }

  /** As a broker would that has just been elected. */
  private void load() {
    groups = new GroupLoop(coordinator, SETTINGS, log);
    coordinator.run(() -> groups.onLeading(PARTITION, EPOCH));
    simulation.runUntilIdle();
  }

  private void handle(GroupCommand.Request request) {
    coordinator.run(() -> groups.handle(PARTITION, request));
    simulation.runUntilIdle();
  }

  private GroupReply last() {
    return replies.get(replies.size() - 1);
  }

  private void commit(String group, int partition, long offset) {
    CommittedOffset stored =
        new CommittedOffset(
            offset,
            CommittedOffset.NO_EPOCH,
            "as of " + offset,
            coordinator.wallClockMs(),
            CommittedOffset.NO_EXPIRY);
    List<OffsetToCommit> offsets =
        List.of(
            new OffsetToCommit(new TopicPartition("t", partition), stored),
            new OffsetToCommit(new TopicPartition("u", partition), stored));
    handle(new Commit(replies::add, group, -1, "", null, offsets));
    assertThat(last()).isEqualTo(new Committed(List.of(ErrorCode.NONE, ErrorCode.NONE)));
    committed.put(group + " t-" + partition, offset);
    committed.put(group + " u-" + partition, offset);
  }

  private void commitOften(long from) {
    for (int i = 0; i < COMMITS; i++) {
      commit("group-" + i % 3, i % 4, from + i);
    }
  }

  private TreeMap<String, Long> fetched() {
    TreeMap<String, Long> found = new TreeMap<>();
    for (int i = 0; i < 3; i++) {
      String group = "group-" + i;
      handle(new Fetch(replies::add, group, null, false));
      Fetched fetched = (Fetched) last();
      assertThat(fetched.error()).isEqualTo(ErrorCode.NONE);
      for (GroupReply.FetchedOffset offset : fetched.offsets()) {
        CommittedOffset stored = offset.committed();
        if (stored != null) {
          assertThat(stored.metadata()).isEqualTo("as of " + stored.offset());
          found.put(group + " " + offset.partition(), stored.offset());
        }
      }
    }
    return found;
  }

  /** What lies in the log. */
  private List<GroupRecord> records() {
    List<GroupRecord> found = new ArrayList<>();
    readFrom(OffsetsLog.FROM_START, found);
    simulation.runUntilIdle();
    return found;
  }

  private void readFrom(long offset, List<GroupRecord> found) {
    log.read(
        PARTITION,
        EPOCH,
        offset,
        chunk -> {
          BatchCursor batches = new BatchCursor().over(((Chunk.Batches) chunk).batches());
          long next = -1;
          while (batches.next()) {
            next = batches.batch().nextOffset();
            try (RecordCursor cursor = new RecordCursor(1 << 20)) {
              cursor.open(batches.batch());
              while (cursor.next()) {
                ByteSlice key = slice(cursor.key());
                assertThat(key).isNotNull();
                GroupRecord record = RecordFormat.read(key, slice(cursor.value()));
                assertThat(record).isNotNull();
                found.add(record);
              }
            }
          }
          if (next >= 0) {
            readFrom(next, found);
          }
        });
  }

  private static @Nullable ByteSlice slice(@Nullable ByteBuffer bytes) {
    if (bytes == null) {
      return null;
    }
    byte[] copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    return ByteSlice.wrap(copy);
  }

  @Test
  void theLastOffsetOfEachKeyIsFoundInACompactedLog() {
    commitOften(1_000);
    assertThat(records()).hasSize(2 * COMMITS);
    simulation.advance(5_000);
    assertThat(records()).as("what the cleaner left").hasSizeLessThan(COMMITS / 2);
    load();
    assertThat(committed).hasSize(24);
    assertThat(fetched()).isEqualTo(committed);

    commitOften(2_000);
    simulation.advance(5_000);
    assertThat(records()).as("what the cleaner left").hasSizeLessThan(COMMITS / 2);
    load();
    assertThat(fetched()).isEqualTo(committed);
  }

  @Test
  void removedOffsetsStayRemovedWithTheirTombstonesAndAfterThem() {
    commitOften(1_000);
    TopicPartition gone = new TopicPartition("u", 3);
    coordinator.run(() -> groups.onTopicsDeleted(List.of(gone)));
    simulation.runUntilIdle();
    committed.keySet().removeIf(key -> key.endsWith(" u-3"));
    for (int i = 0; i < 60; i++) {
      commit("group-0", 0, 3_000 + i);
    }
    simulation.advance(5_000);
    assertThat(tombstones()).isEqualTo(3);
    assertThat(records()).hasSizeLessThan(COMMITS / 2);
    load();
    assertThat(fetched()).isEqualTo(committed);

    simulation.advance(DELETE_RETENTION_MS);
    for (int i = 0; i < 60; i++) {
      commit("group-0", 0, 4_000 + i);
    }
    simulation.advance(5_000);
    assertThat(tombstones()).isZero();
    load();
    assertThat(fetched()).isEqualTo(committed);
  }

  private long tombstones() {
    return records().stream().filter(record -> record instanceof OffsetRemoved).count();
  }
}
