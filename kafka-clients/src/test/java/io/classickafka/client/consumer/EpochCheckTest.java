package io.classickafka.client.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.client.cluster.ScriptedCluster.Open;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.FetchRequest;
import io.classickafka.protocol.message.FetchResponse;
import io.classickafka.protocol.message.FetchResponse.PartitionData;
import io.classickafka.protocol.message.ListOffsetsRequest;
import io.classickafka.protocol.message.OffsetForLeaderEpochRequest;
import io.classickafka.protocol.message.OffsetForLeaderEpochRequest.OffsetForLeaderPartition;
import io.classickafka.protocol.message.OffsetForLeaderEpochResponse;
import io.classickafka.protocol.message.OffsetForLeaderEpochResponse.EpochEndOffset;
import io.classickafka.protocol.message.OffsetForLeaderEpochResponse.OffsetForLeaderTopicResult;
import io.classickafka.record.Compression;
import io.classickafka.record.RecordBatchBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class EpochCheckTest extends ConsumerScript {

  @ParameterizedTest
  @CsvFileSource(resources = "epoch-verdicts.txt", delimiter = '|')
  void judgesAsTheTableSays(
      ErrorCode error, int epoch, long end, long position, boolean policy, EpochVerdict verdict) {
    assertThat(EpochVerdict.of(error, epoch, end, position, policy)).isEqualTo(verdict);
  }

  /** Records 5 to 8 of T0, of epoch 3. */
  private static FetchResponse recordsOfEpoch3() {
    RecordBatchBuilder builder = new RecordBatchBuilder().open(Compression.NONE);
    builder.baseOffset(5).leaderEpoch(3);
    for (int i = 0; i < 4; i++) {
      builder.append(1, null, new byte[] {1});
    }
    return fetched(new PartitionData().partitionIndex(0).highWatermark(9).records(builder.build()));
  }

  private static OffsetForLeaderEpochResponse answer(ErrorCode error, int epoch, long end) {
    OffsetForLeaderTopicResult topic = new OffsetForLeaderTopicResult().topic("t");
    topic
        .partitions()
        .add(
            new EpochEndOffset()
                .partition(0)
                .errorCode(error.code())
                .leaderEpoch(epoch)
                .endOffset(end));
    return new OffsetForLeaderEpochResponse().topics(List.of(topic));
  }

  private static OffsetForLeaderEpochResponse ends(int epoch, long end) {
    return answer(ErrorCode.NONE, epoch, end);
  }

  private static OffsetForLeaderPartition asked(Open open) {
    OffsetForLeaderEpochRequest request = open.body();
    assertThat(request.replicaId()).as("a consumer").isEqualTo(-1);
    return request.topics().get(0).partitions().get(0);
  }

  /** A chunk of four records from 5 on that is lent, while the next ones are asked for. */
  private FetchedChunk reading(ConsumerCore core) {
    core.assign(List.of(T0));
    core.seek(T0, 5, -1);
    expect(FetchRequest.class).answer(recordsOfEpoch3());
    return chunk(step(core));
  }

  /** The fetch under way meets an election. */
  private void elect() {
    cluster.leaderEpoch = 4;
    expect(FetchRequest.class).answer(failed(0, ErrorCode.FENCED_LEADER_EPOCH));
    cluster.pass(300);
  }

  /** The same after two records were read: the position is 7. */
  private void electAt7(ConsumerCore core) {
    FetchedChunk chunk = reading(core);
    assertThat(offsets(chunk, 2)).containsExactly(5L, 6L);
    core.giveBack(chunk);
    elect();
  }

  @Test
  void nothingIsReadAfterAnElectionBeforeTheLeaderIsKnownToHoldWhatWasRead() {
    ConsumerCore core = core(null, OffsetResetStrategy.EARLIEST);
    electAt7(core);
    CompletableFuture<Step> next = core.next();
    Open check = expect(OffsetForLeaderEpochRequest.class);
    assertThat(asked(check).currentLeaderEpoch()).isEqualTo(4);
    assertThat(asked(check).leaderEpoch()).isEqualTo(3);
    assertThat(next).isNotDone();
    assertThat(core.position(T0)).as("in doubt").isNegative();
    check.answer(ends(3, 9));
    Open fetch = expect(FetchRequest.class);
    assertThat(offsetAsked(fetch)).isEqualTo(7);
    assertThat(core.position(T0)).isEqualTo(7);
    assertThat(next).isNotDone();
    fetch.answer(recordsOfEpoch3());
    cluster.run();
    assertThat(offsets(chunk(next.join()), 9)).containsExactly(7L, 8L);
  }

  @Test
  void readingGoesOnWhereTheLeaderDiffers() {
    ConsumerCore core = core(null, OffsetResetStrategy.EARLIEST);
    electAt7(core);
    expect(OffsetForLeaderEpochRequest.class).answer(ends(2, 6));
    assertThat(offsetAsked(expect(FetchRequest.class))).isEqualTo(6);
    assertThat(core.positions()).containsEntry(T0, new OffsetAndMetadata(6, Optional.of(2), ""));
  }

  @Test
  void whereTheLeaderDiffersIsToldWhenThereIsNoPolicy() {
    ConsumerCore core = core(null, OffsetResetStrategy.NONE);
    electAt7(core);
    expect(OffsetForLeaderEpochRequest.class).answer(ends(3, 6));
    LogTruncationException told = (LogTruncationException) ((Step.Throw) step(core)).error();
    assertThat(told.offsetOutOfRangePartitions()).isEqualTo(Map.of(T0, 7L));
    assertThat(told.divergentOffsets())
        .isEqualTo(Map.of(T0, new OffsetAndMetadata(6, Optional.of(3), "")));
    core.seek(T0, 6, -1);
    assertThat(offsetAsked(expect(FetchRequest.class))).isEqualTo(6);
  }

  @Test
  void whatIsLentCountsAsReadBeforeTheLeaderIsAsked() {
    ConsumerCore core = core(null, OffsetResetStrategy.EARLIEST);
    FetchedChunk chunk = reading(core);
    elect();
    assertThat(cluster.open()).as("the position is not known yet").isEmpty();
    assertThat(offsets(chunk, 3)).hasSize(3);
    core.giveBack(chunk);
    expect(OffsetForLeaderEpochRequest.class).answer(ends(3, 9));
    assertThat(offsetAsked(expect(FetchRequest.class))).isEqualTo(8);
  }

  @Test
  void placeWithAnEpochIsCheckedFirstAndLeftIfNobodyKnowsTheEpoch() {
    ConsumerCore core = core(null, OffsetResetStrategy.EARLIEST);
    core.assign(List.of(T0));
    core.seek(T0, 5, 2);
    Open check = expect(OffsetForLeaderEpochRequest.class);
    assertThat(asked(check).leaderEpoch()).isEqualTo(2);
    check.answer(ends(-1, -1));
    expect(ListOffsetsRequest.class).answer(end(30));
    assertThat(offsetAsked(expect(FetchRequest.class))).isEqualTo(30);
  }

  @Test
  void leaderThatIsNoneIsAskedAgainAfterAPause() {
    ConsumerCore core = core(null, OffsetResetStrategy.EARLIEST);
    core.assign(List.of(T0));
    core.seek(T0, 5, 2);
    expect(OffsetForLeaderEpochRequest.class)
        .answer(answer(ErrorCode.NOT_LEADER_OR_FOLLOWER, -1, -1));
    cluster.run();
    assertThat(cluster.open()).isEmpty();
    expect(OffsetForLeaderEpochRequest.class).answer(ends(2, 5));
    assertThat(offsetAsked(expect(FetchRequest.class))).isEqualTo(5);
  }

  @Test
  void epochThatTheLeaderHasNotHeardOfIsWaitedFor() {
    ConsumerCore core = core(null, OffsetResetStrategy.EARLIEST);
    core.assign(List.of(T0));
    core.seek(T0, 5, 7);
    cluster.pass(5_000);
    assertThat(cluster.open()).isEmpty();
    cluster.leaderEpoch = 7;
    assertThat(asked(expect(OffsetForLeaderEpochRequest.class)).currentLeaderEpoch()).isEqualTo(7);
  }

  @Test
  void epochThatNeverComesIsAskedAbout() {
    ConsumerCore core = core(null, OffsetResetStrategy.EARLIEST);
    core.assign(List.of(T0));
    core.seek(T0, 5, 7);
    cluster.pass(60_000);
    expect(OffsetForLeaderEpochRequest.class).answer(ends(-1, -1));
    expect(ListOffsetsRequest.class);
  }

  @Test
  void brokersThatCannotSayAreNotAsked() {
    cluster.withheld.add(ApiKey.OFFSET_FOR_LEADER_EPOCH);
    ConsumerCore core = core(null, OffsetResetStrategy.EARLIEST);
    core.assign(List.of(T0));
    core.seek(T0, 5, 2);
    assertThat(offsetAsked(expect(FetchRequest.class))).isEqualTo(5);
  }

  @Test
  void answerFromBeforeASeekIsDropped() {
    ConsumerCore core = core(null, OffsetResetStrategy.EARLIEST);
    core.assign(List.of(T0));
    core.seek(T0, 5, 2);
    Open old = expect(OffsetForLeaderEpochRequest.class);
    core.seek(T0, 9, 3);
    old.answer(ends(2, 1));
    Open check = expect(OffsetForLeaderEpochRequest.class);
    assertThat(asked(check).leaderEpoch()).isEqualTo(3);
    check.answer(ends(3, 9));
    assertThat(offsetAsked(expect(FetchRequest.class))).isEqualTo(9);
  }

  @Test
  void partitionThatIsOutOfDoubtAtOnceIsFetchedAfterTheOthers() {
    cluster.withheld.add(ApiKey.OFFSET_FOR_LEADER_EPOCH);
    ConsumerCore core = core(null, OffsetResetStrategy.EARLIEST);
    core.assign(List.of(T0, T1));
    core.pause(List.of(T0, T1), true);
    core.seek(T0, 5, -1);
    core.seek(T1, 5, -1);
    core.pause(List.of(T0, T1), false);
    FetchResponse both = recordsOfEpoch3();
    both.responses().addAll(records(1, 5, 4).responses());
    expect(FetchRequest.class).answer(both);
    for (FetchedChunk chunk : ((Step.Read) step(core)).chunks()) {
      assertThat(offsets(chunk, 9)).hasSize(4);
      core.giveBack(chunk);
    }
    cluster.leaderEpoch = 4;
    FetchResponse refused = failed(0, ErrorCode.FENCED_LEADER_EPOCH);
    refused.responses().addAll(failed(1, ErrorCode.FENCED_LEADER_EPOCH).responses());
    expect(FetchRequest.class).answer(refused);
    cluster.pass(300);
    assertThat(cluster.open()).as("one request at a time").hasSize(1);
    readNext(core, 1, 9);
    readNext(core, 0, 9);
    readNext(core, 1, 10);
  }

  private void readNext(ConsumerCore core, int partition, long offset) {
    expect(FetchRequest.class).answer(records(partition, offset, 1));
    FetchedChunk chunk = chunk(step(core));
    assertThat(chunk.partition().partition()).isEqualTo(partition);
    assertThat(offsets(chunk, 9)).containsExactly(offset);
    core.giveBack(chunk);
  }

  @Test
  void topicThatIsAnotherOneIsAskedAtOnce() {
    ConsumerCore core = core(null, OffsetResetStrategy.EARLIEST);
    FetchedChunk chunk = reading(core);
    assertThat(offsets(chunk, 2)).containsExactly(5L, 6L);
    core.giveBack(chunk);
    cluster.incarnation++;
    cluster.leaderEpoch = 0;
    expect(FetchRequest.class).answer(failed(0, ErrorCode.UNKNOWN_TOPIC_ID));
    cluster.pass(300);
    expect(OffsetForLeaderEpochRequest.class).answer(ends(-1, -1));
    expect(ListOffsetsRequest.class).answer(end(0));
    assertThat(offsetAsked(expect(FetchRequest.class))).isZero();
  }
}
