package io.classickafka.log;

import io.classickafka.disk.Disk;
import io.classickafka.disk.DiskFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files of one segment by their names. */
record SegmentFiles(Disk disk, Path directory, long baseOffset) {

  private static final List<String> INDEXES =
      List.of(LogFiles.OFFSET_INDEX, LogFiles.TIME_INDEX, LogFiles.TXN_INDEX);
  private static final List<String> ALL =
      List.of(LogFiles.LOG, LogFiles.OFFSET_INDEX, LogFiles.TIME_INDEX, LogFiles.TXN_INDEX);

  Path path(String suffix) {
    return directory.resolve(LogFiles.name(baseOffset, suffix));
  }

  /** Adds a handle on each index there is. */
  void openIndexes(List<DiskFile> files) throws IOException {
    for (String suffix : INDEXES) {
      if (disk.exists(path(suffix))) {
        files.add(disk.open(path(suffix)));
      }
    }
  }

  /**
   * Renames the files so that a restart no longer takes them for the log's.
   *
   * @param mark {@link LogFiles#DELETED} or {@link LogFiles#CUT_OFF}
   */
  List<Path> markDeleted(String mark) throws IOException {
    List<Path> marked = new ArrayList<>();
    for (String suffix : ALL) {
      if (disk.exists(path(suffix))) {
        Path to = path(suffix + mark);
        disk.rename(path(suffix), to);
        marked.add(to);
      }
    }
    return marked;
  }
}
