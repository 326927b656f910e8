package io.classickafka.group;

import io.classickafka.seam.EventLoop;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The timers of a shard, on its loop. A session that goes on only moves its due time: the loop's
 * own timer stays, and starts again for the rest when it fires too early, so that a heartbeat costs
 * no work on the loop's queue of timers.
 */
final class ShardTimers {

  private static final class Timer {
    long dueMs;
    long firesMs;
    EventLoop.@Nullable Scheduled scheduled;
  }

  private final EventLoop loop;
  private final Consumer<TimerKey> onTimeOver;
  private final Map<TimerKey, Timer> timers = new LinkedHashMap<>();

  ShardTimers(EventLoop loop, Consumer<TimerKey> onTimeOver) {
    this.loop = loop;
    this.onTimeOver = onTimeOver;
  }

  void set(TimerKey key, long delayMs) {
    long dueMs = loop.monotonicMs() + delayMs;
    Timer timer = timers.computeIfAbsent(key, none -> new Timer());
    timer.dueMs = dueMs;
    if (timer.scheduled != null && timer.firesMs <= dueMs) {
      return;
    }
    stop(timer);
    schedule(key, timer, delayMs);
  }

  private void schedule(TimerKey key, Timer timer, long delayMs) {
    timer.firesMs = timer.dueMs;
    timer.scheduled = loop.schedule(delayMs, () -> onFired(key, timer));
  }

  private void onFired(TimerKey key, Timer timer) {
    timer.scheduled = null;
    if (timers.get(key) != timer) {
      return;
    }
    long remainingMs = timer.dueMs - loop.monotonicMs();
    if (remainingMs > 0) {
      schedule(key, timer, remainingMs);
    } else {
      timers.remove(key);
      onTimeOver.accept(key);
    }
  }

  void cancel(TimerKey key) {
    Timer timer = timers.remove(key);
    if (timer != null) {
      stop(timer);
    }
  }

  void cancelAll() {
    timers.values().forEach(ShardTimers::stop);
    timers.clear();
  }

  private static void stop(Timer timer) {
    EventLoop.Scheduled scheduled = timer.scheduled;
    if (scheduled != null) {
      scheduled.cancel();
      timer.scheduled = null;
    }
  }
}
