package io.classickafka.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.classickafka.coordination.ChildrenResult;
import io.classickafka.coordination.CoordinationClient;
import io.classickafka.coordination.Op;
import io.classickafka.coordination.ReadResult;
import io.classickafka.coordination.SessionEvent;
import io.classickafka.coordination.Status;
import io.classickafka.coordination.WatchEvent;
import io.classickafka.coordination.WriteResult;
import io.classickafka.seam.EventLoop;
import io.classickafka.simulation.SimulatedEnsemble;
import io.classickafka.simulation.SimulatedEnsemble.Connection;
import io.classickafka.simulation.SimulatedEnsemble.Loss;
import io.classickafka.simulation.VirtualTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ControllerElectionTest {

  private final VirtualTime time = new VirtualTime(1);
  private final SimulatedEnsemble ensemble = new SimulatedEnsemble(time);

  @Test
  void firstControllerHasEpochOne() {
    Candidate one = new Candidate(1);
    time.advance(100);
    assertThat(one.heard).containsExactly("other -1", "elected 1 v1");
    assertThat(ensemble.tree().text("/controller_epoch")).isEqualTo("1");
    assertThat(ensemble.tree().text("/controller")).contains("\"brokerid\":1");
  }

  @Test
  void oneOfManyWinsAndTheOthersFollow() {
    List<Candidate> all = List.of(new Candidate(1), new Candidate(2), new Candidate(3));
    time.advance(100);
    assertThat(all.stream().filter(candidate -> candidate.leads).count()).isEqualTo(1);
    Candidate winner = all.stream().filter(candidate -> candidate.leads).findFirst().orElseThrow();
    for (Candidate candidate : all) {
      if (candidate != winner) {
        assertThat(candidate.last()).isEqualTo("other " + winner.id);
      }
    }
  }

  @Test
  void whenTheControllerDiesAnotherTakesOverWithTheNextEpoch() {
    Candidate one = new Candidate(1);
    time.advance(100);
    Candidate two = new Candidate(2);
    time.advance(100);
    one.connection.expire();
    time.advance(100);
    assertThat(two.last()).isEqualTo("elected 2 v2");
    assertThat(one.leads).isFalse();
  }

  @Test
  void lostAnswerOfTheDecidingWriteStillMakesItsSenderController() {
    Candidate one = new Candidate(1);
    one.connection.loseAnswer(Loss.AFTER_APPLY, "/controller");
    time.advance(100);
    assertThat(one.last()).isEqualTo("elected 1 v1");
  }

  @Test
  void writeThatNeverHappenedIsTriedAgain() {
    Candidate one = new Candidate(1);
    one.connection.loseAnswer(Loss.BEFORE_APPLY, "/controller");
    time.advance(100);
    assertThat(one.last()).isEqualTo("elected 1 v1");
  }

  @Test
  void nodeOfAnOwnFormerSessionIsRemovedAndTheElectionHeldAgain() {
    Candidate one = new Candidate(1);
    time.advance(100);
    one.connection.expireAtClientOnly();
    time.advance(100);
    one.connection.newSession();
    time.advance(100);
    assertThat(one.last()).isEqualTo("elected 2 v2");
  }

  @Test
  void deletedControllerNodeMeansANewElection() {
    Candidate one = new Candidate(1);
    time.advance(100);
    EventLoop loop = time.loop("tool");
    ensemble
        .connect()
        .on(loop)
        .write(
            List.of(new io.classickafka.coordination.Op.Delete("/controller", -1)), result -> {});
    time.advance(100);
    assertThat(one.heard).containsExactly("other -1", "elected 1 v1", "other -1", "elected 2 v2");
  }

  @Test
  void resigningLetsAnotherBrokerTakeTheOffice() {
    Candidate one = new Candidate(1);
    time.advance(100);
    Candidate two = new Candidate(2);
    time.advance(100);
    one.election.resign(1);
    time.advance(100);
    assertThat(two.leads).isTrue();
    time.advance(2_000);
    assertThat(one.last()).isEqualTo("other 2");
  }

  /** Or there would be no controller for as long as its session lasts. */
  @Test
  void whoMeetsAnErrorAsItResignsHasTheOfficeAgain() {
    Candidate one = new Candidate(1);
    time.advance(100);
    Error planted = new OutOfMemoryError("planted");
    one.writeError = planted;
    assertThatThrownBy(() -> one.election.resign(1)).isSameAs(planted);
    assertThat(one.leads).isFalse();
    one.writeError = null;
    time.advance(2_000);
    assertThat(one.last()).isEqualTo("elected 1 v1");
  }

  @Test
  void whoMeetsAnErrorAsItIsToldOfItsResignationResigns() {
    Candidate one = new Candidate(1);
    time.advance(100);
    Candidate two = new Candidate(2);
    time.advance(100);
    Error planted = new OutOfMemoryError("planted");
    one.toldError = planted;
    assertThatThrownBy(() -> one.election.resign(1)).isSameAs(planted);
    one.toldError = null;
    time.advance(100);
    assertThat(two.leads).isTrue();
  }

  @Test
  void whoMeetsAnErrorAsItLeavesHasLeft() {
    Candidate one = new Candidate(1);
    time.advance(100);
    one.writeError = new OutOfMemoryError("planted");
    List<String> over = new ArrayList<>();
    assertThatThrownBy(() -> one.leave(() -> over.add("over"))).isSameAs(one.writeError);
    assertThat(over).containsExactly("over");
  }

  @Test
  void whoLeavesAtAnyMomentHoldsNoOfficeAfterwards() {
    for (int afterMs = 0; afterMs < 30; afterMs++) {
      Candidate one = new Candidate(1);
      time.advance(afterMs);
      List<String> over = new ArrayList<>();
      one.leave(() -> over.add("over"));
      time.advance(100);
      assertThat(over).as("after %d ms", afterMs).hasSize(1);
      assertThat(ensemble.tree().text("/controller")).as("after %d ms", afterMs).isNull();
    }
  }

  @Test
  void whoLeavesBeforeItKnowsThatItWonHoldsNoOfficeAfterwards() {
    for (Loss loss : List.of(Loss.BEFORE_APPLY, Loss.AFTER_APPLY, Loss.APPLIED_LATE)) {
      for (int afterMs = 0; afterMs < 30; afterMs++) {
        Candidate one = new Candidate(1);
        one.connection.loseAnswer(loss, "/controller");
        time.advance(afterMs);
        assertHoldsNoOfficeOnceItHasLeft(one, loss + " after " + afterMs + " ms");
      }
    }
  }

  private void assertHoldsNoOfficeOnceItHasLeft(Candidate one, String how) {
    List<String> over = new ArrayList<>();
    one.leave(() -> over.add("over"));
    time.advance(100);
    assertThat(over).as(how).hasSize(1);
    // Whatever is still on its way takes effect before the write of another.
    Op any = new Op.Create("/seen", null, Op.Lifetime.EPHEMERAL);
    Connection other = ensemble.connect();
    other.on(time.loop("other")).write(List.of(any), result -> {});
    time.advance(100);
    assertThat(ensemble.tree().text("/controller")).as(how).isNull();
    other.close();
  }

  @Test
  void whoDoesNotHearThatTheOfficeWasGivenBackHoldsNoneAfterwards() {
    for (Loss loss : List.of(Loss.BEFORE_APPLY, Loss.AFTER_APPLY, Loss.APPLIED_LATE)) {
      Candidate one = new Candidate(1);
      time.advance(100);
      assertThat(one.leads).isTrue();
      one.connection.loseAnswer(loss, "/controller");
      assertHoldsNoOfficeOnceItHasLeft(one, loss.name());
    }
  }

  @Test
  void whoResignedAndLeavesHoldsNoOfficeAfterwards() {
    for (Loss loss : Loss.values()) {
      for (int afterMs = 0; afterMs < 5; afterMs++) {
        Candidate one = new Candidate(1);
        time.advance(100);
        assertThat(one.leads).isTrue();
        one.connection.loseAnswer(loss, "/controller");
        one.election.resign(one.epochVersion);
        time.advance(afterMs);
        assertHoldsNoOfficeOnceItHasLeft(one, loss + " after " + afterMs + " ms");
      }
    }
  }

  private final class Candidate implements ControllerElection.Listener {
    final int id;
    final Connection connection = ensemble.connect();
    final ControllerElection election;
    final List<String> heard = new ArrayList<>();
    boolean leads;
    int epochVersion;

    /** Thrown by its next writes, unless it is null. */
    @Nullable Error writeError;

    /** Thrown when it is told who is controller, unless it is null. */
    @Nullable Error toldError;

    private boolean left;

    Candidate(int id) {
      this.id = id;
      EventLoop loop = time.loop("controller-" + id);
      CoordinationClient client = new FailingWrites(connection.on(loop));
      election = new ControllerElection(client, loop, id, this);
      client.onSession(
          event -> {
            if (left) {
              return;
            }
            if (event instanceof SessionEvent.Connected connected) {
              election.start(connected.sessionId());
            } else if (event instanceof SessionEvent.Expired) {
              leads = false;
              election.stop();
            }
          });
    }

    void leave(Runnable over) {
      left = true;
      election.leave(over);
    }

    String last() {
      return heard.get(heard.size() - 1);
    }

    @Override
    public void onElected(int epoch, int version) {
      leads = true;
      epochVersion = version;
      heard.add("elected " + epoch + " v" + version);
    }

    @Override
    public void onOther(int brokerId) {
      leads = false;
      heard.add("other " + brokerId);
      if (toldError != null) {
        throw toldError;
      }
    }

    private final class FailingWrites implements CoordinationClient {
      private final CoordinationClient of;

      FailingWrites(CoordinationClient of) {
        this.of = of;
      }

      @Override
      public void onSession(Consumer<SessionEvent> listener) {
        of.onSession(listener);
      }

      @Override
      public void read(
          String path, @Nullable Consumer<WatchEvent> watch, Consumer<ReadResult> reply) {
        of.read(path, watch, reply);
      }

      @Override
      public void exists(
          String path, @Nullable Consumer<WatchEvent> watch, Consumer<ReadResult> reply) {
        of.exists(path, watch, reply);
      }

      @Override
      public void children(
          String path, @Nullable Consumer<WatchEvent> watch, Consumer<ChildrenResult> reply) {
        of.children(path, watch, reply);
      }

      @Override
      public void sync(Consumer<Status> reply) {
        of.sync(reply);
      }

      @Override
      public void write(List<Op> ops, Consumer<WriteResult> reply) {
        if (writeError != null) {
          throw writeError;
        }
        of.write(ops, reply);
      }
    }
  }
}
