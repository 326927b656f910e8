package io.classickafka.simulation.check;

import static io.classickafka.simulation.check.History.batches;
import static io.classickafka.simulation.check.History.batchesOf;
import static io.classickafka.simulation.check.History.replica;
import static io.classickafka.simulation.check.History.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.classickafka.coordination.Op;
import io.classickafka.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Each check sees what it is there for, in histories that break its promise, and lets good pass.
 */
class CheckHonestyTest {

  private static final int BAD_LEAST = 3;
  private static final String STATE = "/brokers/topics/orders/partitions/0/state";
  private static final Op.Check FENCED = new Op.Check("/controller_epoch", 3);

  private record Case(Supplier<Check> check, boolean bad, Consumer<History> history) {}

  private final Map<String, Case> cases = new LinkedHashMap<>();
  private final Map<String, Integer> badOnes = new LinkedHashMap<>();

  private void good(Supplier<Check> check, String what, Consumer<History> history) {
    add(check, false, what, history);
  }

  private void bad(Supplier<Check> check, String what, Consumer<History> history) {
    badOnes.merge(name(check), 1, Integer::sum);
    add(check, true, what, history);
  }

  private void add(Supplier<Check> check, boolean bad, String what, Consumer<History> history) {
    String name = name(check) + (bad ? " sees: " : " passes: ") + what;
    assertThat(cases.put(name, new Case(check, bad, history))).as(name).isNull();
  }

  private static String name(Supplier<Check> check) {
    return check.get().getClass().getSimpleName();
  }

  private void offsets() {
    Supplier<Check> check = OffsetsOrdered::new;
    good(check, "all in order", h -> h.see(replica(1).from(2).stable(3).to(4, 5)));
    bad(check, "high watermark above the end", h -> h.see(replica(1).to(6, 5)));
    bad(check, "stable above the high watermark", h -> h.see(replica(1).stable(5).to(4, 6)));
    bad(check, "start above the high watermark", h -> h.see(replica(1).from(5).to(4, 6)));

    Supplier<Check> monotone = HighWatermarkMonotone::new;
    good(
        monotone,
        "a new life starts lower",
        h -> h.see(replica(1).leads(1).to(5, 5)).see(replica(1).life(1).leads(1).to(0, 5)));
    bad(
        monotone,
        "high watermark falls while leading",
        h -> h.see(replica(1).leads(1).to(5, 9)).see(replica(1).leads(1).to(4, 9)));
    bad(
        monotone,
        "log start falls",
        h -> h.see(replica(1).leads(1).from(3).to(5, 9)).see(replica(1).leads(1).to(5, 9)));
    bad(
        monotone,
        "leader epoch falls",
        h -> h.see(replica(1).leads(4).to(5, 9)).see(replica(1).follows(3).to(5, 9)));

    Supplier<Check> latest = LatestMonotone::new;
    good(latest, "grows and stands", h -> h.latest(3).latest(3).latest(7));
    bad(latest, "falls by one", h -> h.latest(3).latest(2));
    bad(latest, "falls to nothing", h -> h.latest(3).latest(0));
    bad(latest, "falls late", h -> h.latest(1).latest(5).latest(9).latest(8));
  }

  private void leaders() {
    Supplier<Check> check = OneLeaderPerEpoch::new;
    good(
        check,
        "one after another",
        h -> h.node(1, 0, 1, 2).see(replica(1).leads(0)).node(2, 1, 2).see(replica(2).leads(1)));
    bad(
        check,
        "two brokers lead in one epoch",
        h -> h.see(replica(1).leads(3)).see(replica(2).leads(3)));
    bad(check, "who leads is not who was elected", h -> h.node(1, 4, 1).see(replica(2).leads(4)));
    bad(check, "leader moves without an epoch", h -> h.node(1, 4, 1, 2).node(2, 4, 1, 2));
    bad(check, "epoch falls", h -> h.node(1, 4, 1, 2).node(1, 3, 1, 2));
    bad(
        check,
        "epochs fall in a log",
        h -> {
          List<BatchState> log = new ArrayList<>(batchesOf(2, 0, "a"));
          log.addAll(batchesOf(1, 1, "b"));
          h.committed(replica(1).leads(2).to(2, 2), log);
        });

    Supplier<Check> change = OneIsrChange::new;
    good(
        change,
        "settled in between",
        h ->
            h.see(replica(1).leads(1, 1, 2, 3).proposes(1, 2))
                .see(replica(1).leads(1, 1, 2))
                .see(replica(1).leads(1, 1, 2).proposes(1)));
    bad(
        change,
        "another before the first is settled",
        h ->
            h.see(replica(1).leads(1, 1, 2, 3).proposes(1, 2))
                .see(replica(1).leads(1, 1, 2, 3).proposes(1, 3)));
    bad(
        change,
        "more of the same kind",
        h ->
            h.see(replica(1).leads(1, 1, 2, 3).proposes(1, 2))
                .see(replica(1).leads(1, 1, 2, 3).proposes(1)));
    bad(
        change,
        "the opposite",
        h ->
            h.see(replica(1).leads(1, 1, 2).proposes(1))
                .see(replica(1).leads(1, 1, 2).proposes(1, 2, 3)));
  }

  private void inSync() {
    Supplier<Check> check = () -> new IsrRules(partition -> List.of(1, 2, 3));
    good(
        check,
        "shrinks, elects from what is left, grows by who has all",
        h ->
            h.node(1, 0, 1, 2, 3)
                .node(1, 0, 1, 2)
                .node(2, 1, 2)
                .see(replica(2).leads(1, 2).startsEpochAt(4).to(7, 9))
                .see(replica(1).follows(1).to(5, 8))
                .node(2, 1, 2, 1));
    bad(check, "nobody in sync", h -> h.node(1, 0, 1, 2).node(-1, 1));
    bad(check, "leader not in sync", h -> h.node(1, 0, 2, 3));
    bad(check, "in sync but no replica", h -> h.node(1, 0, 1, 4));
    bad(check, "leader from outside", h -> h.node(1, 0, 1, 2).node(3, 1, 3));
    bad(
        check,
        "joins below the high watermark",
        h ->
            h.node(1, 0, 1)
                .see(replica(1).leads(0, 1).to(7, 9))
                .see(replica(2).follows(0).to(0, 6))
                .node(1, 0, 1, 2));
    bad(
        check,
        "joins below the start of the epoch",
        h ->
            h.node(1, 0, 1)
                .see(replica(1).leads(0, 1).startsEpochAt(9).to(5, 9))
                .see(replica(2).follows(0).to(0, 6))
                .node(1, 0, 1, 2));
  }

  private void committed() {
    Supplier<Check> check = CommittedPrefix::new;
    History.Replica leader = replica(1).leads(0, 1, 2).to(2, 2);
    good(
        check,
        "a follower has the same",
        h ->
            h.see(replica(2).to(0, 2))
                .see(leader)
                .committed(leader, batches(0, "a", "b"))
                .committed(replica(2).to(2, 2), batches(0, "a", "b"))
                .end(leader, batches(0, "a", "b")));
    bad(
        check,
        "in sync without what is committed",
        h -> h.see(replica(2).to(0, 1)).see(replica(1).leads(0, 1, 2).to(2, 2)));
    bad(
        check,
        "leads without what is committed",
        h -> h.committed(leader, batches(0, "a", "b")).see(replica(2).leads(1, 2).to(1, 1)));
    bad(
        check,
        "another batch at the same offset",
        h ->
            h.committed(leader, batches(0, "a", "b"))
                .committed(replica(2).to(2, 2), batches(0, "a", "x")));
    bad(check, "a hole", h -> h.committed(leader, batches(1, "b")));
    bad(check, "only a follower says so", h -> h.committed(replica(2).to(1, 1), batches(0, "a")));
    bad(
        check,
        "gone at the end",
        h -> h.committed(leader, batches(0, "a", "b")).end(leader, batches(0, "a")));

    Supplier<Check> acked = AckedSurvives::new;
    good(
        acked,
        "acknowledged, read and there",
        h ->
            h.committed(leader, batches(0, "a"))
                .acked(0, "a")
                .read(0, "a")
                .end(leader, batches(0, "a")));
    bad(acked, "acknowledged before it was committed", h -> h.acked(0, "a"));
    bad(
        acked,
        "acknowledged under another's offset",
        h -> h.committed(leader, batches(0, "a", "b")).acked(0, "b"));
    bad(acked, "read before it was committed", h -> h.read(0, "a"));
    bad(
        acked,
        "acknowledged and gone",
        h -> h.committed(leader, batches(0, "a")).acked(0, "a").end(leader, batches(0, "z")));
  }

  private void producers() {
    Supplier<Check> check = ProducersInOrder::new;
    good(check, "two producers", h -> h.end(replica(1), batches(0, "p:0", "q:0", "p:1", "p:3")));
    bad(check, "twice in a row", h -> h.end(replica(1), batches(0, "p:0", "p:0")));
    bad(check, "twice, one between", h -> h.end(replica(1), batches(0, "p:0", "p:1", "p:0")));
    bad(check, "out of order", h -> h.end(replica(1), batches(0, "p:1", "q:5", "p:0")));
  }

  private void controllers() {
    Supplier<Check> check = () -> new OneController(false);
    good(
        check,
        "each its epoch, each write checked",
        h ->
            h.writes(7, set("/controller_epoch", "1", 0))
                .writes(7, FENCED, set(STATE, "x", 4))
                .writes(8, set("/controller_epoch", "2", 1))
                .zombie(ErrorCode.STALE_CONTROLLER_EPOCH));
    bad(
        check,
        "two sessions with one epoch",
        h ->
            h.writes(7, set("/controller_epoch", "1", 0))
                .writes(8, set("/controller_epoch", "1", 0)));
    bad(check, "a write without a check", h -> h.writes(7, set(STATE, "x", 4)));
    bad(
        check,
        "a check of nothing",
        h -> h.writes(7, new Op.Check("/controller_epoch", -1), set(STATE, "x", 4)));
    bad(check, "a former controller is obeyed", h -> h.zombie(ErrorCode.NONE));

    Supplier<Check> fence = FencedRefused::new;
    good(
        fence,
        "old, right and unheard of",
        h ->
            h.fence(3, 4, 4, ErrorCode.FENCED_LEADER_EPOCH)
                .fence(4, 4, 4, ErrorCode.NONE)
                .fence(5, 4, 4, ErrorCode.UNKNOWN_LEADER_EPOCH)
                .fence(5, 4, 5, ErrorCode.NONE)
                .fence(3, 4, 4, ErrorCode.NOT_LEADER_OR_FOLLOWER));
    bad(fence, "an old one served", h -> h.fence(3, 4, 4, ErrorCode.NONE));
    bad(fence, "an unheard one served", h -> h.fence(5, 4, 4, ErrorCode.NONE));
    bad(fence, "told the wrong thing", h -> h.fence(3, 4, 4, ErrorCode.UNKNOWN_LEADER_EPOCH));
    bad(fence, "asked past the fence", h -> h.fence(3, 4, 4, ErrorCode.OFFSET_OUT_OF_RANGE));
  }

  private void fill() {
    offsets();
    leaders();
    inSync();
    committed();
    producers();
    controllers();
  }

  @TestFactory
  Stream<DynamicTest> histories() {
    fill();
    return cases.entrySet().stream()
        .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> judge(entry.getValue())));
  }

  private static void judge(Case each) {
    History history = new History(each.check.get());
    if (each.bad) {
      assertThatThrownBy(() -> each.history.accept(history)).isInstanceOf(Violation.class);
    } else {
      assertThatCode(() -> each.history.accept(history)).doesNotThrowAnyException();
    }
  }

  @Test
  void everyCheckHasBadHistories() {
    fill();
    assertThat(badOnes).hasSize(11);
    assertThat(badOnes.values())
        .allSatisfy(count -> assertThat(count).isGreaterThanOrEqualTo(BAD_LEAST));
  }
}
