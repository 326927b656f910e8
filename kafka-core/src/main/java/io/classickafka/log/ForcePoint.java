package io.classickafka.log;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/**
 * How far a log was forced: below this offset everything is on the device, records and what was
 * derived from them, except the indexes of the last segment, which is walked as a whole after an
 * unclean stop. Rises when a force ends, on the owner's thread or the pool's, and falls only with a
 * truncation, after which a force that was asked for before it no longer counts. Thread-safe.
 */
final class ForcePoint {

  private record Point(int truncations, long offset) {}

  private final AtomicReference<Point> point;

  ForcePoint(long offset) {
    point = new AtomicReference<>(new Point(0, offset));
  }

  private Point get() {
    return Objects.requireNonNull(point.get());
  }

  /** Any thread. */
  long offset() {
    return get().offset;
  }

  /** Names the present log to {@link #forced}: one that is cut gets another number. */
  int truncations() {
    return get().truncations;
  }

  /** The owner forced everything below. */
  void advance(long offset) {
    forced(truncations(), offset);
  }

  /** Everything below was forced, unless the log was cut since that was asked for. */
  void forced(int truncations, long offset) {
    point.updateAndGet(
        p ->
            p.truncations == truncations && p.offset < offset ? new Point(truncations, offset) : p);
  }

  /** The log now ends here. */
  void truncate(long offset) {
    point.updateAndGet(p -> new Point(p.truncations + 1, Math.min(p.offset, offset)));
  }
}
