package io.classickafka.client.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.client.cluster.ScriptedCluster.Open;
import io.classickafka.protocol.message.FetchRequest;
import io.classickafka.protocol.message.FetchResponse.PartitionData;
import io.classickafka.record.Compression;
import io.classickafka.record.RecordBatchBuilder;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Large answers share memory one after the other, and never with records not read yet. */
class FetchMemoryTest extends ConsumerScript {

  private static final int VALUE_BYTES = 700_000;

  private final ConsumerCore core = core(null, OffsetResetStrategy.EARLIEST);

  @BeforeEach
  void begin() {
    core.assign(List.of(T0, T1));
    core.seek(T0, 0, -1);
    core.seek(T1, 0, -1);
  }

  /** Both at once, so that one fetch asks for both. */
  private void seek(long offset) {
    core.pause(List.of(T0, T1), true);
    core.seek(T0, offset, -1);
    core.seek(T1, offset, -1);
    core.pause(List.of(T0, T1), false);
  }

  private static PartitionData twoRecords(int partition, long offset, int filling) {
    byte[] value = new byte[VALUE_BYTES];
    Arrays.fill(value, (byte) filling);
    RecordBatchBuilder builder = new RecordBatchBuilder().open(Compression.NONE);
    builder.baseOffset(offset);
    builder.append(1, null, value);
    builder.append(1, null, value);
    return new PartitionData()
        .partitionIndex(partition)
        .highWatermark(offset + 2)
        .records(builder.build());
  }

  /** Answers the fetch under way with two records for each partition, of one byte throughout. */
  private void answer(long offset, int filling) {
    Open open = expect(FetchRequest.class);
    assertThat(open.<FetchRequest>body().topics().get(0).partitions()).hasSize(2);
    open.answer(fetched(twoRecords(0, offset, filling), twoRecords(1, offset, filling)));
    cluster.run();
  }

  private List<FetchedChunk> lent() {
    return ((Step.Read) step(core)).chunks();
  }

  private static void assertNext(FetchedChunk chunk, long offset, int filling) {
    assertThat(chunk.next()).isTrue();
    assertThat(chunk.record().offset()).isEqualTo(offset);
    ByteBuffer value = Objects.requireNonNull(chunk.record().value());
    byte[] expected = new byte[VALUE_BYTES];
    Arrays.fill(expected, (byte) filling);
    assertThat(value).isEqualTo(ByteBuffer.wrap(expected));
  }

  private void readAll(List<FetchedChunk> chunks, long offset, int filling) {
    for (FetchedChunk chunk : chunks) {
      assertNext(chunk, offset, filling);
      assertNext(chunk, offset + 1, filling);
      assertThat(chunk.next()).isFalse();
    }
    chunks.forEach(core::giveBack);
  }

  private int allocations() {
    return cluster.transport.peers.stream().mapToInt(peer -> peer.allocated.size()).sum();
  }

  @Test
  void twoBuffersDoForAnyNumberOfAnswers() {
    answer(0, 1);
    List<FetchedChunk> before = lent();
    answer(2, 2);
    int made = allocations();
    for (int i = 1; i < 10; i++) {
      readAll(before, 2 * i - 2, i);
      before = lent();
      answer(2 * i + 2, i + 2);
    }
    assertThat(allocations()).isEqualTo(made);
    readAll(before, 18, 10);
  }

  @Test
  void recordsHalfReadStayWhatTheyAreThroughASeekOfTheOtherPartition() {
    answer(0, 1);
    List<FetchedChunk> first = lent();
    answer(2, 2);
    assertNext(first.get(0), 0, 1);
    // The second answer's memory has to stay, too: one of its partitions is not read yet.
    core.seek(T1, 4, -1);
    core.giveBack(first.get(1));
    core.giveBack(first.get(0));
    FetchedChunk rest = lent().get(0);
    assertNext(rest, 1, 1);
    assertThat(rest.next()).isFalse();
    core.giveBack(rest);
    FetchedChunk second = lent().get(0);
    assertNext(second, 2, 2);
    assertNext(second, 3, 2);
  }

  @Test
  void whatASeekDropsIsUsedAgainBesideRecordsThatAreLent() {
    answer(0, 1);
    List<FetchedChunk> first = lent();
    answer(2, 2);
    int made = allocations();
    seek(4);
    answer(4, 3);
    assertThat(allocations()).as("the dropped answer's memory").isEqualTo(made);
    readAll(first, 0, 1);
    readAll(lent(), 4, 3);
  }

  @Test
  void recordsOfAPartitionTakenAwayStayWhileTheyAreLent() {
    answer(0, 1);
    List<FetchedChunk> first = lent();
    answer(2, 2);
    core.assign(List.of());
    core.assign(List.of(T0, T1));
    seek(4);
    answer(4, 3);
    List<FetchedChunk> third = lent();
    answer(6, 4);
    readAll(first, 0, 1);
    readAll(third, 4, 3);
    readAll(lent(), 6, 4);
  }

  @Test
  void pausedRecordsStayWhileOthersAreFetched() {
    answer(0, 1);
    core.pause(List.of(T0, T1), true);
    cluster.pass(60_000);
    core.pause(List.of(T0, T1), false);
    List<FetchedChunk> first = lent();
    answer(2, 2);
    core.pause(List.of(T0, T1), true);
    readAll(first, 0, 1);
    core.pause(List.of(T0, T1), false);
    List<FetchedChunk> second = lent();
    answer(4, 3);
    readAll(second, 2, 2);
    readAll(lent(), 4, 3);
  }

  @Test
  void recordsOutliveTheConnectionAndTheConsumer() {
    answer(0, 1);
    List<FetchedChunk> first = lent();
    cluster.transport.last().fail(null);
    cluster.pass(5_000);
    answer(2, 2);
    core.close();
    readAll(first, 0, 1);
  }
}
