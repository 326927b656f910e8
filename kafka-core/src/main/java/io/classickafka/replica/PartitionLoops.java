package io.classickafka.replica;

import io.classickafka.log.AppendWorkspace;
import io.classickafka.log.LogDir;
import io.classickafka.seam.EventLoop;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Spreads the partition loops over the log directories, so that a disk that stalls holds up its own
 * loops only, and partitions over the loops of their directory. Owned by the control loop.
 */
final class PartitionLoops {

  private final List<PartitionLoop> all;
  private final Map<Path, List<PartitionLoop>> byDir = new LinkedHashMap<>();
  private final Map<Path, Integer> pinned = new LinkedHashMap<>();

  /** Loops in turn; with fewer loops than directories, some share one. */
  PartitionLoops(List<EventLoop> loops, List<LogDir> dirs) {
    List<PartitionLoop> made = new ArrayList<>();
    for (EventLoop loop : loops) {
      made.add(new PartitionLoop(loop, new AppendWorkspace(loop::monotonicNs)));
    }
    all = List.copyOf(made);
    for (int dir = 0; dir < dirs.size(); dir++) {
      List<PartitionLoop> own = new ArrayList<>();
      for (int loop = dir; loop < all.size(); loop += dirs.size()) {
        own.add(all.get(loop));
      }
      if (own.isEmpty()) {
        own.add(all.get(dir % all.size()));
      }
      byDir.put(dirs.get(dir).path(), own);
    }
  }

  /** The loop for the next partition of a directory. */
  PartitionLoop pin(LogDir dir) {
    List<PartitionLoop> own = byDir.getOrDefault(dir.path(), all);
    int count = pinned.merge(dir.path(), 1, Integer::sum);
    return own.get(count % own.size());
  }

  /** Frees what the loops hold, on each loop. */
  void close() {
    for (PartitionLoop loop : all) {
      loop.loop().execute(loop.workspace()::close);
    }
  }
}
