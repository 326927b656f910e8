package io.classickafka.controller;

import io.classickafka.metadata.MetadataCache;
import io.classickafka.metadata.MetadataImage;
import io.classickafka.metadata.PartitionImage;
import io.classickafka.metadata.TopicImage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.seam.EventLoop;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Requests over topics, from their arrival to their answer: first for the controller's outcome,
 * then for this broker's metadata to show it, both within the time the client gave.
 *
 * <p>Owned by the controller's loop.
 */
final class TopicWaits {

  /** When a topic is done, besides the controller's outcome. */
  enum Until {
    /** Nothing more to wait for. */
    DECIDED,
    /** All its partitions have leaders in this broker's metadata. */
    LED,
    /** It is gone: from this broker's metadata and from the controller's state. */
    GONE
  }

  private final EventLoop loop;
  private final MetadataCache metadata;
  private final Map<Long, Wait> waits = new LinkedHashMap<>();

  TopicWaits(EventLoop loop, MetadataCache metadata) {
    this.loop = loop;
    this.metadata = metadata;
  }

  private static final class Wait {
    final List<String> names;
    final List<Integer> partitions;
    final Until until;
    final int timeoutMs;
    final Consumer<List<TopicOutcome>> reply;
    @Nullable List<TopicOutcome> outcomes;
    EventLoop.@Nullable Scheduled timer;

    Wait(
        List<String> names,
        List<Integer> partitions,
        Until until,
        int timeoutMs,
        Consumer<List<TopicOutcome>> reply) {
      this.names = names;
      this.partitions = partitions;
      this.until = until;
      this.timeoutMs = timeoutMs;
      this.reply = reply;
    }
  }

  /**
   * A request begins.
   *
   * @param partitions how many each topic must show, or 0 to take it from the outcome
   */
  void open(
      long request,
      List<String> names,
      List<Integer> partitions,
      Until until,
      int timeoutMs,
      Consumer<List<TopicOutcome>> reply) {
    Wait wait = new Wait(names, partitions, until, timeoutMs, reply);
    waits.put(request, wait);
    if (timeoutMs > 0) {
      wait.timer = loop.schedule(timeoutMs, () -> timedOut(request));
    }
  }

  /** The controller has decided about all topics of a request. */
  void decided(long request, List<TopicOutcome> outcomes, ControllerState state) {
    Wait wait = waits.get(request);
    if (wait == null) {
      return; // its time was up
    }
    wait.outcomes = outcomes;
    boolean waits = wait.until != Until.DECIDED;
    if (waits && wait.timeoutMs <= 0 && someDone(outcomes)) {
      timedOut(request);
    } else {
      answerIfDone(request, wait, state);
    }
  }

  /** Metadata or state has changed: answers what is done now. */
  void look(ControllerState state) {
    if (!waits.isEmpty()) {
      for (Map.Entry<Long, Wait> entry : new ArrayList<>(waits.entrySet())) {
        answerIfDone(entry.getKey(), entry.getValue(), state);
      }
    }
  }

  boolean isEmpty() {
    return waits.isEmpty();
  }

  /** Requests that wait. */
  int size() {
    return waits.size();
  }

  /** This broker is not controller any more. */
  void close() {
    List<Wait> open = new ArrayList<>(waits.values());
    waits.clear();
    for (Wait wait : open) {
      cancelTimer(wait);
      wait.reply.accept(failed(wait, ErrorCode.NOT_CONTROLLER));
    }
  }

  private void answerIfDone(long request, Wait wait, ControllerState state) {
    List<TopicOutcome> outcomes = wait.outcomes;
    if (outcomes == null) {
      return;
    }
    for (int i = 0; i < outcomes.size(); i++) {
      boolean open = outcomes.get(i).error() == ErrorCode.NONE && !isDone(wait, i, state);
      if (open) {
        return;
      }
    }
    waits.remove(request);
    cancelTimer(wait);
    wait.reply.accept(outcomes);
  }

  private boolean isDone(Wait wait, int index, ControllerState state) {
    String name = wait.names.get(index);
    List<TopicOutcome> outcomes = wait.outcomes;
    MetadataImage image = metadata.image();
    return switch (wait.until) {
      case DECIDED -> true;
      case GONE -> image.topic(name) == null && !state.topics().containsKey(name);
      case LED -> {
        int given = wait.partitions.get(index);
        int count = given > 0 || outcomes == null ? given : outcomes.get(index).partitions();
        yield isLed(image.topic(name), count);
      }
    };
  }

  private static boolean isLed(@Nullable TopicImage topic, int partitions) {
    if (topic == null || topic.partitions().size() < partitions) {
      return false;
    }
    for (PartitionImage partition : topic.partitions()) {
      if (!partition.hasLeader()) {
        return false;
      }
    }
    return true;
  }

  private void timedOut(long request) {
    Wait wait = waits.remove(request);
    if (wait != null) {
      cancelTimer(wait);
      wait.reply.accept(failed(wait, ErrorCode.REQUEST_TIMED_OUT));
    }
  }

  /** The outcomes known, those without an error replaced by one. */
  private static List<TopicOutcome> failed(Wait wait, ErrorCode error) {
    List<TopicOutcome> failed = new ArrayList<>();
    List<TopicOutcome> outcomes = wait.outcomes;
    for (int i = 0; i < wait.names.size(); i++) {
      String name = wait.names.get(i);
      TopicOutcome known = outcomes == null ? TopicOutcome.done(name) : outcomes.get(i);
      failed.add(
          known.error() == ErrorCode.NONE
              ? new TopicOutcome(
                  name, error, null, known.id(), known.partitions(), known.replicationFactor())
              : known);
    }
    return failed;
  }

  private static boolean someDone(List<TopicOutcome> outcomes) {
    return outcomes.stream().anyMatch(outcome -> outcome.error() == ErrorCode.NONE);
  }

  private static void cancelTimer(Wait wait) {
    if (wait.timer != null) {
      wait.timer.cancel();
    }
  }
}
