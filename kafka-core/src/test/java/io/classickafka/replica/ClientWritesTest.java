package io.classickafka.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.log.AppendResult;
import io.classickafka.log.AppendResult.Appended;
import io.classickafka.log.AppendResult.Rejected;
import io.classickafka.log.LogConfig;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.record.Compression;
import io.classickafka.record.LegacyMessageSet;
import io.classickafka.record.RecordBatch;
import io.classickafka.seam.ByteSlice;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What clients produce goes into the log together, when it comes faster than the loop gets to it.
 */
class ClientWritesTest {

  private static final TopicPartition ORDERS = new TopicPartition("orders", 0);

  private ReplicaWorld world;
  private final List<String> told = new ArrayList<>();

  @BeforeEach
  void open() {
    world = new ReplicaWorld();
  }

  @AfterEach
  void close() {
    world.close();
  }

  private final class Write implements ClientWrite {
    private final String name;
    private final ByteSlice records;
    private final boolean needsAll;

    Write(String name, ByteSlice records, boolean needsAll) {
      this.name = name;
      this.records = records;
      this.needsAll = needsAll;
    }

    @Override
    public ByteSlice records() {
      return records;
    }

    @Override
    public boolean needsAll() {
      return needsAll;
    }

    @Override
    public void onAppended(AppendResult result) {
      if (name.equals("bad")) {
        throw new IllegalStateException("planted");
      }
      told.add(
          name
              + " "
              + (result instanceof Appended appended
                  ? appended.baseOffset()
                  : ((Rejected) result).error()));
    }

    @Override
    public void onFailure(RuntimeException fault) {
      told.add(name + " " + fault.getMessage());
    }
  }

  private void produce(Partition partition, String name, ByteSlice records, boolean needsAll) {
    partition.loop().execute(() -> partition.produce(new Write(name, records, needsAll)));
  }

  private static ByteSlice oldFormat() {
    try (LegacyMessageSet set =
        new LegacyMessageSet().open(RecordBatch.MAGIC_1, Compression.NONE)) {
      ByteBuffer value = ByteBuffer.wrap(new byte[] {1});
      set.append(0, 1_700_000_000_000L, value, value);
      return set.build();
    }
  }

  @Test
  void oneThatComesAloneIsAppendedAtOnce() {
    Partition partition = world.leadAlone(ORDERS);
    partition
        .loop()
        .execute(
            () -> {
              partition.produce(new Write("a", ReplicaWorld.batch(2), false));
              assertThat(told).containsExactly("a 0");
            });
    world.simulation.runUntilIdle();
    assertThat(partition.log().logEndOffset()).isEqualTo(2);
  }

  @Test
  void thoseThatWaitAreAppendedTogetherInOrder() {
    Partition partition = world.leadAlone(ORDERS);
    List<Long> seen = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      produce(partition, "w" + i, ReplicaWorld.batch(2), i % 2 == 0);
      partition.loop().execute(() -> seen.add(partition.log().logEndOffset()));
    }
    world.simulation.runUntilIdle();
    assertThat(told).containsExactly("w0 0", "w1 2", "w2 4", "w3 6", "w4 8");
    assertThat(seen).as("the log's end between their arrivals").containsOnly(0L);
    assertThat(partition.log().highWatermark()).isEqualTo(10);
  }

  @Test
  void eachHasItsOwnOutcome() {
    world.settings = new PartitionSettings(LogConfig.DEFAULTS, 2, true);
    Partition partition = world.lead(ORDERS, 1, List.of(1));
    ByteSlice broken = ReplicaWorld.batch(1);
    broken.view().put(broken.sizeBytes() - 1, (byte) 1);
    produce(partition, "all", ReplicaWorld.batch(1), true);
    produce(partition, "one", ReplicaWorld.batch(2), false);
    produce(partition, "broken", broken, false);
    produce(partition, "old", oldFormat(), false);
    produce(partition, "last", ReplicaWorld.batch(1), false);
    world.simulation.runUntilIdle();
    assertThat(told)
        .containsExactly(
            "all NOT_ENOUGH_REPLICAS", "one 0", "broken CORRUPT_MESSAGE", "old 2", "last 3");
  }

  @Test
  void thoseThatWaitAreRefusedOnceLeadershipIsLost() {
    Partition partition = world.lead(ORDERS, 1, List.of(1, 2, 3));
    partition
        .loop()
        .execute(
            () -> {
              partition.produce(new Write("a", ReplicaWorld.batch(1), false));
              partition.produce(new Write("b", oldFormat(), false));
              partition.stop(ErrorCode.NOT_LEADER_OR_FOLLOWER);
            });
    partition.loop().execute(() -> {});
    world.simulation.runUntilIdle();
    assertThat(told).containsExactly("a NOT_LEADER_OR_FOLLOWER", "b NOT_LEADER_OR_FOLLOWER");
    assertThat(partition.log().logEndOffset()).isZero();
  }

  /** What failed leaves nothing behind in what the partitions of a loop share. */
  @Test
  void oneWhoseOutcomeCannotBeToldTakesNoOtherWithIt() {
    Partition partition = world.leadAlone(ORDERS);
    Partition other = world.leadAlone(new TopicPartition("orders", 1));
    produce(partition, "bad", ReplicaWorld.batch(2), false);
    produce(partition, "bad", oldFormat(), false);
    produce(partition, "good", ReplicaWorld.batch(1), false);
    produce(other, "other", ReplicaWorld.batch(1), false);
    world.simulation.runUntilIdle();
    assertThat(told).containsExactlyInAnyOrder("good 3", "other 0");
    assertThat(other.log().logEndOffset()).isEqualTo(1);
  }

  /** A reader that waits is woken once, and finds all of it. */
  @Test
  void aReaderIsToldOfAllTogether() {
    Partition partition = world.leadAlone(ORDERS);
    FetchTerms terms = world.consumerTerms(10_000, 1, 1 << 20);
    List<FetchReply> replies = world.fetch(world.call(terms, 0, -1, List.of(partition), 0));
    assertThat(replies).isEmpty();
    produce(partition, "a", ReplicaWorld.batch(2), false);
    produce(partition, "b", ReplicaWorld.batch(3), false);
    world.simulation.runUntilIdle();
    assertThat(replies).hasSize(1);
    assertThat(replies.get(0).entries().get(0).answer().highWatermark()).isEqualTo(5);
    replies.get(0).entries().forEach(entry -> entry.records().release());
  }
}
