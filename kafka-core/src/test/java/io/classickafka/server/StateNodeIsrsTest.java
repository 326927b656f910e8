package io.classickafka.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.coordination.CoordinationClient;
import io.classickafka.coordination.Op;
import io.classickafka.coordination.Op.Lifetime;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.replica.IsrChanges.Answer;
import io.classickafka.replica.IsrChanges.Proposal;
import io.classickafka.replica.IsrChanges.Stored;
import io.classickafka.seam.EventLoop;
import io.classickafka.simulation.SimulatedEnsemble;
import io.classickafka.simulation.VirtualTime;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

/** A leader of the old dialect writes its in-sync set itself and leaves the controller a note. */
class StateNodeIsrsTest {

  private static final String STATE = "/brokers/topics/t/partitions/0/state";
  private static final String NOTES = "/isr_change_notification";
  private static final TopicPartition T0 = new TopicPartition("t", 0);

  private final VirtualTime time = new VirtualTime(1);
  private final SimulatedEnsemble ensemble = new SimulatedEnsemble(time);
  private final SimulatedEnsemble.Connection connection = ensemble.connect();
  private final CoordinationClient tool = ensemble.connect().on(time.loop("tool"));
  private final EventLoop loop = time.loop("broker");
  private final CoordinationClient client = connection.on(loop);
  private final StateNodeIsrs isrs =
      new StateNodeIsrs(client, loop, 2, new PartitionStates(client));
  private final List<Answer> answers = new ArrayList<>();

  StateNodeIsrsTest() {
    for (String path : List.of("/brokers", "/brokers/topics", "/brokers/topics/t", NOTES)) {
      create(path, null);
    }
    create("/brokers/topics/t/partitions", null);
    create("/brokers/topics/t/partitions/0", null);
    create(STATE, state("2,3,1"));
    time.advance(10);
  }

  private void create(String path, String data) {
    tool.write(
        List.of(new Op.Create(path, data == null ? null : bytes(data), Lifetime.PERSISTENT)),
        result -> {});
  }

  private void set(String data) {
    tool.write(List.of(new Op.SetData(STATE, bytes(data), Op.ANY_VERSION)), result -> {});
    time.advance(10);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String state(String isr) {
    return "{\"version\":1,\"leader\":2,\"leader_epoch\":4,\"controller_epoch\":7,\"isr\":[%s]}"
        .formatted(isr);
  }

  private void propose(int partitionEpoch, Integer... isr) {
    Proposal proposal =
        new Proposal(T0, Uuid.ZERO_UUID, 7, 4, List.of(isr), List.of(-1L, -1L), partitionEpoch);
    isrs.propose(proposal, answers::add);
    time.advance(10);
  }

  private String read(String path) {
    List<String> data = new ArrayList<>();
    tool.read(path, null, result -> data.add(new String(result.data(), StandardCharsets.UTF_8)));
    time.advance(10);
    return data.get(0);
  }

  private List<String> notes() {
    List<String> names = new ArrayList<>();
    tool.children(NOTES, null, result -> names.addAll(result.children()));
    time.advance(10);
    return names;
  }

  @Test
  void theSetIsWrittenWhereTheControllerKeepsItUnderTheEpochThatElectedTheLeader() {
    propose(0, 2, 3);
    assertThat(answers).containsExactly(new Answer(ErrorCode.NONE, 4, 1, List.of(2, 3)));
    assertThat(read(STATE)).isEqualTo(state("2,3"));
  }

  @Test
  void theControllerIsToldOnceTheSetsHaveStoodStill() {
    propose(0, 2, 3);
    time.advance(4_000);
    propose(1, 2);
    time.advance(4_000);
    assertThat(notes()).isEmpty();
    time.advance(2_500);
    assertThat(notes()).containsExactly("isr_change_0000000000");
    assertThat(read(NOTES + "/isr_change_0000000000"))
        .isEqualTo("{\"version\":1,\"partitions\":[{\"topic\":\"t\",\"partition\":0}]}");
    time.advance(60_000);
    assertThat(notes()).hasSize(1);
  }

  @Test
  void setsThatNeverStandStillAreToldEachMinute() {
    for (int second = 0, version = 0; second < 130; second += 2, version++) {
      propose(
          version, version % 2 == 0 ? List.of(2, 3).toArray(Integer[]::new) : new Integer[] {2});
      time.advance(1_990);
    }
    assertThat(notes()).hasSize(2);
  }

  @Test
  void aStateThatAnElectionWroteMeanwhileIsNotOverwritten() {
    set(state("3,1").replace("\"leader\":2", "\"leader\":3").replace(":4,", ":5,"));
    propose(0, 2, 3);
    assertThat(answers).containsExactly(Answer.refused(ErrorCode.INVALID_UPDATE_VERSION));
    assertThat(read(STATE)).contains("\"leader\":3");
    time.advance(70_000);
    assertThat(notes()).isEmpty();
    List<Stored> stored = new ArrayList<>();
    isrs.read(T0, stored::add);
    time.advance(10);
    assertThat(stored).containsExactly(new Stored(3, 5, 1, List.of(3, 1)));
  }

  @Test
  void aWriteWhoseAnswerWasLostIsFoundToHaveHappened() {
    connection.loseAnswer(SimulatedEnsemble.Loss.AFTER_APPLY, STATE);
    propose(0, 2, 3);
    time.advance(1_000);
    assertThat(answers).containsExactly(new Answer(ErrorCode.NONE, 4, 1, List.of(2, 3)));
    time.advance(10_000);
    assertThat(notes()).hasSize(1);
  }

  @Test
  void aNoteThatCannotBeWrittenIsWrittenLater() {
    propose(0, 2, 3);
    connection.expire();
    time.advance(20_000);
    assertThat(notes()).isEmpty();
    connection.newSession();
    time.advance(5_000);
    assertThat(notes()).hasSize(1);
  }
}
