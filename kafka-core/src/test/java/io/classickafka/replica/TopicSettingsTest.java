package io.classickafka.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.log.AppendResult;
import io.classickafka.log.Durability;
import io.classickafka.log.LogConfig;
import io.classickafka.log.ReadResult;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.record.Compression;
import io.classickafka.record.RecordBatch;
import io.classickafka.record.TimestampType;
import io.classickafka.seam.FileSlice;
import io.classickafka.simulation.MemoryDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A topic's settings that change while its logs are open count from the next call on. */
class TopicSettingsTest {

  private static final TopicPartition ORDERS = new TopicPartition("orders", 0);

  private ReplicaWorld world;
  private Partition partition;

  @BeforeEach
  void open() {
    world = new ReplicaWorld();
    partition = world.leadAlone(ORDERS);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private void set(LogConfig.Builder config) {
    set(config, 1);
  }

  private void set(LogConfig.Builder config, int minInsyncReplicas) {
    world.settings = new PartitionSettings(config.build(), minInsyncReplicas, true);
    world.control.execute(() -> world.replicas.configure("orders"));
    world.simulation.runUntilIdle();
  }

  private static LogConfig.Builder config() {
    return LogConfig.DEFAULTS.toBuilder();
  }

  private AppendResult append() {
    return world.append(partition, 1, false);
  }

  private RecordBatch stored(long offset) throws IOException {
    ReadResult.Records read =
        (ReadResult.Records)
            partition.log().read(offset, 1, partition.log().logEndOffset(), true, false);
    FileSlice slice = (FileSlice) read.records();
    ByteBuffer bytes = ByteBuffer.allocate(slice.sizeBytes());
    slice.read(0, bytes);
    slice.release();
    return new RecordBatch().wrap(bytes.flip(), 0);
  }

  private static PartitionSettings changed() {
    LogConfig log = config().retentionMs(1_000).durability(Durability.FLUSH).build();
    return new PartitionSettings(log, 1, true);
  }

  /** As while a broker recovers its logs, or before it knows its own id. */
  @Test
  void whatChangedBetweenTheOpeningOfALogAndItsRoleCounts() {
    MemoryDisk disk = new MemoryDisk();
    try (ReplicaWorld before = new ReplicaWorld(disk)) {
      before.append(before.leadAlone(ORDERS), 1, false);
    }
    try (ReplicaWorld after = new ReplicaWorld(disk)) {
      after.settings = changed();
      Partition again = after.leadAlone(ORDERS);
      assertThat(again.log().config()).isEqualTo(after.settings.log());
      assertThat(after.produce(again, 1, 1_000)).containsExactly(ErrorCode.NONE);
      assertThat(again.log().recoveryPoint()).as("forced").isEqualTo(2);
    }
  }

  @Test
  void soDoesWhatChangedWhileTheLogWasMade() {
    MemoryDisk disk = new MemoryDisk();
    try (ReplicaWorld other = new ReplicaWorld(disk)) {
      disk.duringForce(() -> other.settings = changed());
      Partition made = other.leadAlone(ORDERS);
      assertThat(made.log().config()).isEqualTo(changed().log());
    }
  }

  /** Nobody can be told of it: whoever looks for the partition does not find it yet. */
  @Test
  void soDoesWhatChangesWhileThePartitionIsMade() {
    try (ReplicaWorld other = new ReplicaWorld()) {
      other.afterSettings =
          () -> {
            if (other.logDirs.log(ORDERS) != null) {
              other.settings = changed();
            }
          };
      Partition made = other.leadAlone(ORDERS);
      assertThat(made.settings()).isEqualTo(changed());
      assertThat(made.log().config()).isEqualTo(changed().log());
    }
  }

  @Test
  void segmentBytesRollTheSegmentThatIsOpen() {
    append();
    append();
    assertThat(partition.log().segmentCount()).isEqualTo(1);
    set(config().segmentBytes(100));
    append();
    append();
    assertThat(partition.log().segmentCount()).isEqualTo(3);
  }

  @Test
  void maxMessageBytesRefuseTheNextBatch() {
    append();
    set(config().maxMessageBytes(70));
    assertThat(((AppendResult.Rejected) append()).error()).isEqualTo(ErrorCode.MESSAGE_TOO_LARGE);
    set(config());
    assertThat(append()).isInstanceOf(AppendResult.Appended.class);
  }

  @Test
  void codecAndTimestampTypeAreThoseOfTheNextBatch() throws IOException {
    append();
    set(config().compression(Compression.GZIP).timestampType(TimestampType.LOG_APPEND_TIME));
    AppendResult.Appended appended = (AppendResult.Appended) append();
    assertThat(appended.logAppendTimeMs()).isEqualTo(partition.loop().wallClockMs());
    assertThat(stored(0).compression()).isEqualTo(Compression.NONE);
    assertThat(stored(0).timestampType()).isEqualTo(TimestampType.CREATE_TIME);
    assertThat(stored(1).compression()).isEqualTo(Compression.GZIP);
    assertThat(stored(1).timestampType()).isEqualTo(TimestampType.LOG_APPEND_TIME);
  }

  @Test
  void retentionTakesWhatItNoLongerKeeps() {
    set(config().segmentBytes(100));
    append();
    append();
    append();
    partition.loop().execute(partition::deleteOldSegments);
    world.simulation.runUntilIdle();
    assertThat(partition.log().logStartOffset()).isZero();
    set(config().segmentBytes(100).retentionBytes(100));
    partition.loop().execute(partition::deleteOldSegments);
    world.simulation.runUntilIdle();
    assertThat(partition.log().logStartOffset()).isEqualTo(1);
  }

  @Test
  void minInsyncReplicasHoldBackTheNextWrite() {
    Partition followed = world.lead(new TopicPartition("orders", 1), 1, List.of(1));
    assertThat(world.produce(followed, 1, 1_000)).containsExactly(ErrorCode.NONE);
    set(config(), 2);
    assertThat(world.produce(followed, 1, 1_000)).containsExactly(ErrorCode.NOT_ENOUGH_REPLICAS);
  }

  @Test
  void flushMessagesForceFromTheNextAppendOn() {
    append();
    assertThat(partition.log().recoveryPoint()).isZero();
    set(config().flushMessages(2));
    append();
    world.simulation.runUntilIdle();
    assertThat(partition.log().recoveryPoint()).isEqualTo(2);
  }
}
