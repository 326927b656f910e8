package io.classickafka.log;

import io.classickafka.seam.ByteSlice;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Appends to one log that are made together, and what became of each. Of one loop, and used again
 * and again.
 */
public final class AppendGroup {

  private final List<@Nullable ByteSlice> records = new ArrayList<>();
  private final List<@Nullable AppendResult> results = new ArrayList<>();

  /** Adds what a client produced, borrowed until the group is cleared. */
  public void add(ByteSlice produced) {
    records.add(produced);
    results.add(null);
  }

  /** Adds an append that is refused before the log is asked. */
  public void addRefused(AppendResult.Rejected refused) {
    records.add(null);
    results.add(refused);
  }

  public int size() {
    return records.size();
  }

  /** Null for what is refused already. */
  @Nullable ByteSlice records(int index) {
    return records.get(index);
  }

  void settle(int index, AppendResult result) {
    results.set(index, result);
  }

  /** Whether it is known what became of one: not, where an error ended the group. */
  public boolean isSettled(int index) {
    return results.get(index) != null;
  }

  /** What became of one append, once the group was given to a log. */
  public AppendResult result(int index) {
    return Objects.requireNonNull(results.get(index), "not appended yet");
  }

  /** Bytes of the records that went into the log, as they came. */
  public long appendedBytes() {
    long bytes = 0;
    for (int i = 0; i < records.size(); i++) {
      ByteSlice produced = records.get(i);
      if (produced != null
          && results.get(i) instanceof AppendResult.Appended done
          && !done.duplicate()) {
        bytes += produced.sizeBytes();
      }
    }
    return bytes;
  }

  /** Lets go of the records. */
  public void clear() {
    records.clear();
    results.clear();
  }
}
