package io.classickafka.quota;

import java.util.ArrayList;
import java.util.List;

/**
 * What was counted in the last windows of time, and how fast that was: as Apache's brokers measure,
 * so that a rate means the same on both. Immutable.
 *
 * <p>A window begins with what is first counted after the end of the one before. The rate is over
 * the time since the oldest window began, and over no less than one window: what was not used is
 * not saved up.
 *
 * @param windows how many are kept, at least 1
 * @param windowMs the length of one
 * @param counted the windows, the oldest first
 */
record WindowedRate(int windows, long windowMs, List<Window> counted) {

  private static final double MS_PER_SECOND = 1000;

  /** One window: when it began, and what was counted in it. */
  record Window(long startMs, long amount) {}

  WindowedRate {
    counted = List.copyOf(counted);
  }

  /** Nothing counted yet. */
  static WindowedRate empty(int windows, long windowMs) {
    return new WindowedRate(windows, windowMs, List.of());
  }

  /** The same after some more was counted. */
  WindowedRate plus(long amount, long nowMs) {
    List<Window> next = new ArrayList<>(at(nowMs).counted);
    int last = next.size() - 1;
    if (last < 0 || nowMs - next.get(last).startMs() >= windowMs) {
      next.add(new Window(nowMs, amount));
    } else {
      Window open = next.get(last);
      next.set(last, new Window(open.startMs(), open.amount() + amount));
    }
    while (next.size() > windows) {
      next.remove(0);
    }
    return new WindowedRate(windows, windowMs, next);
  }

  /** What of it counts at a later time. */
  private WindowedRate at(long nowMs) {
    int over = 0;
    while (over < counted.size() && nowMs >= endOf(counted.get(over))) {
      over++;
    }
    return over == 0
        ? this
        : new WindowedRate(windows, windowMs, counted.subList(over, counted.size()));
  }

  private long endOf(Window window) {
    return window.startMs() + windows * windowMs;
  }

  private long amount() {
    long amount = 0;
    for (Window window : counted) {
      amount += window.amount();
    }
    return amount;
  }

  /** The time that the rate is over. */
  private long spanMs(long nowMs) {
    return Math.max(windowMs, nowMs - counted.get(0).startMs());
  }

  /** What was counted a second. */
  double perSecond(long nowMs) {
    WindowedRate now = at(nowMs);
    return now.counted.isEmpty() ? 0 : MS_PER_SECOND * now.amount() / now.spanMs(nowMs);
  }

  /** Whether it is more than that. */
  boolean exceeds(long perSecond, long nowMs) {
    return perSecond(nowMs) > perSecond;
  }

  /**
   * The first time from now on at which it is not more than that, if nothing is counted meanwhile.
   */
  long withinFromMs(long perSecond, long nowMs) {
    long timeMs = nowMs;
    // As long as no window is over the rate does not rise.
    while (exceeds(perSecond, timeMs)) {
      WindowedRate then = at(timeMs);
      Window oldest = then.counted.get(0);
      long neededSpanMs =
          perSecond == 0
              ? Long.MAX_VALUE
              : (long) Math.ceil(MS_PER_SECOND * then.amount() / perSecond);
      long waitMs = Math.max(1, neededSpanMs - (timeMs - oldest.startMs()));
      timeMs += Math.min(waitMs, endOf(oldest) - timeMs);
    }
    return timeMs;
  }
}
