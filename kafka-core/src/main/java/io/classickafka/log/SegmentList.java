package io.classickafka.log;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The segments of a log by base offset; the last one is the active one. Owned by the log. */
final class SegmentList {

  /** Sealed segments of a log that may be open at a time: those read last. */
  private static final int MAX_OPEN_SEALED = 2;

  private final TreeMap<Long, Segment> segments = new TreeMap<>();
  private final ArrayDeque<Segment> openSealed = new ArrayDeque<>();

  /** The same segments, for those who only count them. */
  private volatile List<Segment> snapshot = List.of();

  void add(Segment segment) {
    segments.put(segment.baseOffset, segment);
    snapshot = List.copyOf(segments.values());
  }

  void remove(Segment segment) {
    segments.remove(segment.baseOffset, segment);
    segment.markGone();
    snapshot = List.copyOf(segments.values());
    openSealed.remove(segment);
    if (!segments.isEmpty()) {
      // After a truncation the active segment is one that was sealed: it must not be released.
      openSealed.remove(active());
    }
  }

  /** Puts one segment in the place of several sealed ones. */
  void replace(List<Segment> replaced, Segment replacement) {
    for (Segment segment : replaced) {
      segment.markGone();
      segments.remove(segment.baseOffset, segment);
      openSealed.remove(segment);
    }
    add(replacement);
  }

  boolean isEmpty() {
    return segments.isEmpty();
  }

  /** Any thread. */
  int size() {
    return snapshot.size();
  }

  /** As they are now, by base offset. Any thread. */
  List<Segment> view() {
    return snapshot;
  }

  Segment active() {
    return segments.lastEntry().getValue();
  }

  Segment first() {
    return segments.firstEntry().getValue();
  }

  Collection<Segment> all() {
    return segments.values();
  }

  /** The segment in whose range an offset lies; null below the first one. */
  @Nullable Segment floor(long offset) {
    var entry = segments.floorEntry(offset);
    return entry == null ? null : entry.getValue();
  }

  /** The segment after one; null for the active one. */
  @Nullable Segment after(Segment segment) {
    var entry = segments.higherEntry(segment.baseOffset);
    return entry == null ? null : entry.getValue();
  }

  /** The segment before one; null for the first. */
  @Nullable Segment before(Segment segment) {
    var entry = segments.lowerEntry(segment.baseOffset);
    return entry == null ? null : entry.getValue();
  }

  /** Segments whose base offset is at or above an offset. */
  List<Segment> from(long offset) {
    return new ArrayList<>(segments.tailMap(offset, true).values());
  }

  /** A sealed segment was used: others that are open may have to make room. */
  void touch(Segment segment) throws IOException {
    if (segment == active()) {
      return;
    }
    if (segment != openSealed.peekLast()) {
      openSealed.remove(segment);
      openSealed.addLast(segment);
      if (openSealed.size() > MAX_OPEN_SEALED) {
        openSealed.removeFirst().release();
      }
    }
  }

  /** Any thread, which may see the size of a moment ago. */
  long sizeBytes() {
    long total = 0;
    for (Segment segment : snapshot) {
      total += segment.sizeBytes();
    }
    return total;
  }
}
