package io.classickafka.log;

import io.classickafka.disk.DiskFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of one log is to be forced together. Immutable; holds a handle on each of its files until it
 * is closed.
 *
 * @param files written since they were last forced, opened for this
 * @param directory to be forced as well, null when its names have not changed
 * @param directoryChanges the changes of the directory that its force covers
 * @param truncations names the log as it was when this was asked for
 * @param lastBase base offset of the last segment it has
 * @param target everything below is durable once this is done
 * @param reasons bits of {@link ForceReason}
 */
record ForceTicket(
    List<DiskFile> files,
    @Nullable Path directory,
    long directoryChanges,
    int truncations,
    long lastBase,
    long target,
    int reasons) {

  /** The same with a higher target, in the same last segment. */
  ForceTicket upTo(long end, ForceReason reason) {
    return new ForceTicket(
        files, directory, directoryChanges, truncations, lastBase, end, reasons | reason.bit());
  }

  /** This and what came after it. */
  ForceTicket and(ForceTicket later) {
    List<DiskFile> all = new ArrayList<>(files.size() + later.files.size());
    all.addAll(files);
    all.addAll(later.files);
    return new ForceTicket(
        all,
        later.directory == null ? directory : later.directory,
        Math.max(directoryChanges, later.directoryChanges),
        later.truncations,
        later.lastBase,
        later.target,
        reasons | later.reasons);
  }

  /** Gives up the handles. */
  void close() throws IOException {
    IOException first = null;
    for (DiskFile file : files) {
      try {
        file.close();
      } catch (IOException e) {
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
