package io.classickafka.client.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.client.cluster.ScriptedCluster.Open;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.FetchRequest;
import io.classickafka.protocol.message.FetchResponse.PartitionData;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A consumer in a rack, whose leader knows a replica that is nearer. */
class ReadReplicaTest extends ConsumerScript {

  private ConsumerCore core;
  private Open atLeader;

  @BeforeEach
  void begin() {
    cluster.second = true;
    rack = "r2";
    core = coreAt(5, OffsetResetStrategy.EARLIEST);
    atLeader = expect(FetchRequest.class);
    assertThat(atLeader.<FetchRequest>body().rackId()).isEqualTo("r2");
  }

  private void name(int replica) {
    atLeader.answer(
        fetched(
            new PartitionData().partitionIndex(0).highWatermark(9).preferredReadReplica(replica)));
  }

  private Open atNamed() {
    name(2);
    Open fetch = expect(FetchRequest.class);
    assertThat(fetch.peer()).isNotSameAs(atLeader.peer());
    assertThat(offsetAsked(fetch)).isEqualTo(5);
    return fetch;
  }

  @Test
  void recordsComeFromTheReplicaThatTheLeaderNames() {
    Open fetch = atNamed();
    fetch.answer(records(0, 5, 4));
    assertThat(offsets(chunk(step(core)), 9)).containsExactly(5L, 6L, 7L, 8L);
    Open next = expect(FetchRequest.class);
    assertThat(next.peer()).isSameAs(fetch.peer());
    assertThat(offsetAsked(next)).isEqualTo(9);
  }

  @Test
  void leaderDecidesWhatIsOutOfRange() {
    atNamed().answer(failed(0, ErrorCode.OFFSET_OUT_OF_RANGE));
    Open fetch = expect(FetchRequest.class);
    assertThat(fetch.peer()).isSameAs(atLeader.peer());
    fetch.answer(records(0, 5, 1));
    assertThat(offsets(chunk(step(core)), 9)).containsExactly(5L);
  }

  @Test
  void replicaThatIsLostIsLeft() {
    atNamed().peer().fail(null);
    assertThat(expect(FetchRequest.class).peer()).isSameAs(atLeader.peer());
  }

  @Test
  void replicaThatIsNotThereIsNotRead() {
    name(9);
    assertThat(expect(FetchRequest.class).peer()).isSameAs(atLeader.peer());
  }

  @Test
  void leaderIsAskedAgainAfterAWhileAndAfterAnElection() {
    PartitionState state = new PartitionState(T0, () -> 1);
    state.led(1, 3, Uuid.ZERO_UUID);
    state.readFrom(2, 100);
    assertThat(state.readReplica(99)).isEqualTo(2);
    assertThat(state.readReplica(100)).isEqualTo(-1);
    state.led(1, 3, Uuid.ZERO_UUID);
    assertThat(state.readReplica(99)).isEqualTo(2);
    state.led(1, 4, Uuid.ZERO_UUID);
    assertThat(state.readReplica(99)).isEqualTo(-1);
  }
}
