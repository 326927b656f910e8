package io.classickafka.controller;

import io.classickafka.metadata.MetadataCache;
import io.classickafka.metadata.PartitionImage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.seam.EventLoop;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Elections that were asked for, from their arrival to their answer: first for the controller's
 * outcome, then for this broker's metadata to show the leader, both within the time the client
 * gave.
 *
 * <p>Owned by the controller's loop.
 */
final class ElectionWaits {

  private final EventLoop loop;
  private final MetadataCache metadata;
  private final Map<Long, Wait> waits = new LinkedHashMap<>();
  private volatile int count;

  ElectionWaits(EventLoop loop, MetadataCache metadata) {
    this.loop = loop;
    this.metadata = metadata;
  }

  private static final class Wait {
    final Consumer<ElectionOutcomes> reply;
    @Nullable List<ElectionOutcome> outcomes;
    EventLoop.@Nullable Scheduled timer;

    Wait(Consumer<ElectionOutcomes> reply) {
      this.reply = reply;
    }
  }

  /** How many wait. Any thread. */
  int count() {
    return count;
  }

  void open(long request, int timeoutMs, Consumer<ElectionOutcomes> reply) {
    Wait wait = new Wait(reply);
    waits.put(request, wait);
    count = waits.size();
    wait.timer = loop.schedule(Math.max(0, timeoutMs), () -> timedOut(request));
  }

  /** The controller has decided about all partitions of a request. */
  void decided(long request, List<ElectionOutcome> outcomes) {
    Wait wait = waits.get(request);
    if (wait != null) {
      wait.outcomes = outcomes;
      answerIfShown(request, wait);
    }
  }

  /** Metadata has changed: answers what it shows now. */
  void look() {
    if (!waits.isEmpty()) {
      new ArrayList<>(waits.entrySet())
          .forEach(entry -> answerIfShown(entry.getKey(), entry.getValue()));
    }
  }

  /** This broker is not controller any more. */
  void close() {
    List<Long> open = new ArrayList<>(waits.keySet());
    open.forEach(
        request -> answer(request, new ElectionOutcomes(ErrorCode.NOT_CONTROLLER, List.of())));
  }

  private void answerIfShown(long request, Wait wait) {
    List<ElectionOutcome> outcomes = wait.outcomes;
    if (outcomes != null && outcomes.stream().allMatch(this::isShown)) {
      answer(request, new ElectionOutcomes(ErrorCode.NONE, outcomes));
    }
  }

  private boolean isShown(ElectionOutcome outcome) {
    if (outcome.error() != ErrorCode.NONE) {
      return true;
    }
    PartitionImage shown =
        metadata.image().partition(outcome.partition().topic(), outcome.partition().partition());
    return shown != null && shown.leader() == outcome.leader();
  }

  private void timedOut(long request) {
    Wait wait = waits.get(request);
    List<ElectionOutcome> outcomes = wait == null ? null : wait.outcomes;
    if (outcomes == null) {
      answer(request, new ElectionOutcomes(ErrorCode.REQUEST_TIMED_OUT, List.of()));
      return;
    }
    List<ElectionOutcome> late = new ArrayList<>();
    for (ElectionOutcome outcome : outcomes) {
      late.add(
          isShown(outcome)
              ? outcome
              : ElectionOutcome.refused(
                  outcome.partition(),
                  ErrorCode.REQUEST_TIMED_OUT,
                  "The leader is elected but not known everywhere yet."));
    }
    answer(request, new ElectionOutcomes(ErrorCode.NONE, late));
  }

  private void answer(long request, ElectionOutcomes outcomes) {
    Wait wait = waits.remove(request);
    if (wait != null) {
      count = waits.size();
      if (wait.timer != null) {
        wait.timer.cancel();
      }
      wait.reply.accept(outcomes);
    }
  }
}
