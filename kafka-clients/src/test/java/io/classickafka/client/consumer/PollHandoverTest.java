package io.classickafka.client.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.classickafka.protocol.message.FetchRequest;
import io.classickafka.protocol.message.FetchResponse;
import java.util.List;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;

/** What a poll hands to the loop. Each task may wake it, which costs more than what is in it. */
class PollHandoverTest extends ConsumerScript {

  private final InlineLoop loop = new InlineLoop(cluster.loop);
  private final ApplicationThread thread = new ApplicationThread(loop);
  private final ConsumerCore core = core(null, OffsetResetStrategy.EARLIEST);
  private final PollLoop<byte[], byte[]> polls =
      new PollLoop<>(
          thread,
          core,
          settings(null, OffsetResetStrategy.EARLIEST),
          new RecordReader<>(new ByteArrayDeserializer(), new ByteArrayDeserializer()),
          List.of());

  private void fetched(int count) {
    core.assign(List.of(T0, T1));
    core.pause(List.of(T0, T1), true);
    core.seek(T0, 5, -1);
    core.seek(T1, 5, -1);
    core.pause(List.of(T0, T1), false);
    FetchResponse both = records(0, 5, count);
    both.responses().addAll(records(1, 5, count).responses());
    expect(FetchRequest.class).answer(both);
    cluster.run();
  }

  private int tasksOf(int expectedRecords) {
    int before = loop.executed;
    assertThat(polls.poll(0, false).count()).isEqualTo(expectedRecords);
    return loop.executed - before;
  }

  @Test
  void pollAsksOnceAndGivesBackOnceHoweverManyPartitionsHaveRecords() {
    fetched(3);
    assertThat(tasksOf(6)).isEqualTo(2);
    assertThat(core.position(T0)).isEqualTo(8);
    assertThat(core.position(T1)).isEqualTo(8);
  }

  @Test
  void partitionsThatAreNotReadComeBackWithTheOthers() {
    fetched(500);
    assertThat(tasksOf(500)).isEqualTo(2);
    assertThat(tasksOf(500)).isEqualTo(2);
    assertThat(core.position(T0)).isEqualTo(505);
    assertThat(core.position(T1)).isEqualTo(505);
  }

  @Test
  void whoHasNothingToReadHearsThatBeforeAWakeUp() {
    thread.wakeup();
    assertThatThrownBy(() -> polls.poll(0, false)).isInstanceOf(IllegalStateException.class);
    core.assign(List.of(T0));
    assertThatThrownBy(() -> polls.poll(0, false)).isInstanceOf(WakeupException.class);
    assertThat(polls.poll(0, false).isEmpty()).isTrue();
  }
}
