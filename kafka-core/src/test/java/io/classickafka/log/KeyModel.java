package io.classickafka.log;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A compacted log in its plainest form: the key of each record, and which records a cleaning may
 * have taken.
 */
final class KeyModel {

  /** What superseded a record was cut off since: it may be gone all the same. */
  private static final long CUT = -1;

  private final TreeMap<Long, String> keys = new TreeMap<>();

  /** Of the records that a cleaning may have met: the first later one of the same key. */
  private final TreeMap<Long, Long> supersededBy = new TreeMap<>();

  void put(long offset, String key) {
    keys.put(offset, key);
  }

  /** The record counts no more, as one of an aborted transaction. */
  void remove(long offset) {
    keys.remove(offset);
  }

  @Nullable String key(long offset) {
    return keys.get(offset);
  }

  /** The last record of each key below an offset. */
  Map<String, Long> lastOfKeys(long below) {
    Map<String, Long> last = new LinkedHashMap<>();
    keys.headMap(below).forEach((offset, key) -> last.put(key, offset));
    return last;
  }

  /** From now on a cleaning may look at everything below an offset. */
  void cleanable(long below) {
    Map<String, Long> later = new LinkedHashMap<>();
    keys.headMap(below, false)
        .descendingMap()
        .forEach(
            (offset, key) -> {
              Long by = later.put(key, offset);
              if (by != null) {
                supersededBy.putIfAbsent(offset, by);
              }
            });
  }

  /** Whether a later record allows that this one is gone. */
  boolean isSuperseded(long offset) {
    return supersededBy.containsKey(offset);
  }

  /** Everything from an offset on was cut off on purpose: what it superseded may be gone. */
  void cut(long from) {
    keys.tailMap(from, true).clear();
    supersededBy.tailMap(from, true).clear();
    supersededBy.replaceAll((offset, by) -> by >= from ? CUT : by);
  }

  /** Everything from an offset on was lost: nothing below may be gone because of it. */
  void lose(long from) {
    keys.tailMap(from, true).clear();
    supersededBy.tailMap(from, true).clear();
    supersededBy.values().removeIf(by -> by >= from);
  }

  void clear() {
    keys.clear();
    supersededBy.clear();
  }
}
