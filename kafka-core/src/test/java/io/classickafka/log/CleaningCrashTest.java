package io.classickafka.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.record.Compression;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a start makes of a cleaning that ended at any of its file operations. */
class CleaningCrashTest {

  @TempDir Path root;

  /** A log with dirty and clean segments, transactions and an idempotent producer. */
  private static CleaningFixture dirtyLog(Path root) {
    CleaningFixture c =
        new CleaningFixture(root, CleaningFixture.compacted().segmentBytes(450).build());
    for (int i = 0; i < 6; i++) {
      c.put("k" + i % 4, "first-" + i);
    }
    c.roll();
    c.clean();
    c.put(5, 0, false, "k0", "idempotent", "k1", "idempotent");
    c.put(7, 0, true, "k0", "aborted-0");
    c.put(8, 0, true, "k1", "committed");
    c.put(7, 1, true, "k2", "aborted-1");
    c.end(7, false);
    c.end(8, true);
    for (int i = 0; i < 5; i++) {
      c.put(Compression.GZIP, "k" + i % 3, "second-" + i, "l" + i % 5, "other-" + i);
    }
    c.roll();
    return c;
  }

  @Test
  void crashAfterAnyOperationLeavesTheOldRecordsOrTheNewOnes() throws IOException {
    List<CleaningFixture.Stored> old;
    List<CleaningFixture.Stored> cleaned;
    int operations;
    {
      CleaningFixture c = dirtyLog(Files.createDirectory(root.resolve("whole")));
      old = c.stored();
      int before = c.f.disk.trace.size();
      c.clean();
      operations = c.f.disk.trace.size() - before;
      cleaned = c.stored();
      assertThat(cleaned).hasSizeLessThan(old.size());
    }
    assertThat(operations).isGreaterThan(30);
    for (int allowed = 0; allowed < operations; allowed++) {
      CleaningFixture c = dirtyLog(Files.createDirectory(root.resolve("after-" + allowed)));
      List<CleaningFixture.Stored> committed = c.committed();
      c.f.disk.allowed = allowed;
      c.clean();
      c.f.disk.allowed = Integer.MAX_VALUE;
      c.f.crash();
      c.f.reopen();
      c.f.log.updateHighWatermark(c.f.log.logEndOffset());
      check(c, old, cleaned, committed, "crash after " + allowed + " operations");

      // And what the next cleaning makes of it is what it would have been.
      c.start();
      c.clean();
      assertThat(c.stored()).as("cleaned after " + allowed).isEqualTo(cleaned);
    }
  }

  private static void check(
      CleaningFixture c,
      List<CleaningFixture.Stored> old,
      List<CleaningFixture.Stored> cleaned,
      List<CleaningFixture.Stored> committed,
      String when)
      throws IOException {
    List<CleaningFixture.Stored> found = c.stored();
    assertThat(found).as(when).doesNotHaveDuplicates().containsAll(cleaned).isSubsetOf(old);
    List<Long> offsets = new ArrayList<>();
    found.forEach(record -> offsets.add(record.offset()));
    assertThat(offsets).as(when).isSorted();
    assertThat(c.committed()).as(when).isSubsetOf(committed);
    assertThat(lastOfEach(c.committed())).as(when).containsAll(lastOfEach(committed));
    assertThat(c.files(".cleaned", ".swap", ".deleted")).as(when).isEmpty();
    // The producer is known as before: its last batch is recognised.
    AppendResult again = c.f.append(LogFixture.idempotent(5, 0, 0, 2));
    assertThat(((AppendResult.Appended) again).duplicate()).as(when).isTrue();
  }

  private static List<String> lastOfEach(List<CleaningFixture.Stored> records) {
    TreeMap<String, String> last = new TreeMap<>();
    records.forEach(record -> last.put(record.key(), record.toString()));
    return List.copyOf(last.values());
  }

  @Test
  void stepsAreForcedInTheOrderThatNeverLosesARecord() {
    CleaningFixture c =
        new CleaningFixture(root, CleaningFixture.compacted().segmentBytes(170).build());
    c.put("a", "1");
    c.put("a", "2");
    c.put("b", "1");
    c.roll();
    c.f.disk.trace.clear();
    c.f.loop.runDelayed();
    List<String> trace = new ArrayList<>();
    c.f.disk.trace.forEach(
        line -> trace.add(line.replace("t-0/000000000000000000", "").replace("t-0", "dir")));
    assertThat(trace)
        .startsWith(
            "create 00.log.cleaned",
            "append 00.log.cleaned",
            "write 00.index.cleaned",
            "write 00.timeindex.cleaned",
            "force 00.log.cleaned",
            "force 00.index.cleaned",
            "force 00.timeindex.cleaned",
            "forcedir dir",
            "append recovery-point-offset-checkpoint.tmp",
            "force recovery-point-offset-checkpoint.tmp",
            "rename recovery-point-offset-checkpoint.tmp recovery-point-offset-checkpoint",
            "forcedir ",
            "rename 00.log.cleaned 00.log.swap",
            "rename 00.index.cleaned 00.index.swap",
            "rename 00.timeindex.cleaned 00.timeindex.swap",
            "forcedir dir",
            "rename 00.log 00.log.deleted",
            "rename 00.index 00.index.deleted",
            "rename 00.timeindex 00.timeindex.deleted",
            "forcedir dir",
            "rename 00.log.swap 00.log",
            "rename 00.index.swap 00.index",
            "rename 00.timeindex.swap 00.timeindex",
            "forcedir dir");
  }

  @Test
  void outputThatIsNotWholeIsForgottenWithItsSwaps() throws IOException {
    CleaningFixture c = dirtyLog(Files.createDirectory(root.resolve("cleaned")));
    List<CleaningFixture.Stored> old = c.stored();
    Path directory = c.f.directory();
    c.f.close();
    Files.write(directory.resolve("00000000000000000000.log.swap"), new byte[10]);
    Files.write(directory.resolve("00000000000000000000.index.cleaned"), new byte[10]);
    c.f.reopen();
    assertThat(c.stored()).isEqualTo(old);
    assertThat(c.files(".cleaned", ".swap")).isEmpty();
  }

  @Test
  void indexesThatWereRenamedBeforeTheirSegmentAreKept() throws IOException {
    CleaningFixture c = dirtyLog(Files.createDirectory(root.resolve("renamed")));
    c.clean();
    List<CleaningFixture.Stored> cleaned = c.stored();
    List<CleaningFixture.Stored> committed = c.committed();
    Path directory = c.f.directory();
    c.f.close();
    // The order in which a power cut keeps renames is the file system's.
    for (String name : c.f.disk.list(directory)) {
      if (name.endsWith(".log")) {
        Files.move(directory.resolve(name), directory.resolve(name + ".swap"));
        break;
      }
    }
    List<String> indexes = c.files(".index", ".timeindex", ".txnindex");
    c.f.reopen();
    assertThat(c.files(".index", ".timeindex", ".txnindex")).isEqualTo(indexes);
    assertThat(c.stored()).isEqualTo(cleaned);
    c.f.log.updateHighWatermark(c.f.log.logEndOffset());
    assertThat(c.committed()).isEqualTo(committed);
  }

  @Test
  void originalsThatAreStillThereGoWhenTheirReplacementIsWhole() throws IOException {
    CleaningFixture c = dirtyLog(Files.createDirectory(root.resolve("originals")));
    Path directory = c.f.directory();
    Path kept = Files.createDirectory(root.resolve("kept"));
    for (String name : c.f.disk.list(directory)) {
      Files.copy(directory.resolve(name), kept.resolve(name));
    }
    c.clean();
    List<CleaningFixture.Stored> cleaned = c.stored();
    c.f.close();
    String first = c.files(".log").get(0);
    for (String suffix : List.of("log", "index", "timeindex", "txnindex")) {
      Path file = directory.resolve(first.replace(".log", "." + suffix));
      if (Files.exists(file)) {
        Files.move(file, directory.resolve(file.getFileName() + ".swap"));
      }
    }
    for (String name : c.f.disk.list(kept)) {
      if (!Files.exists(directory.resolve(name)) && !name.endsWith("checkpoint")) {
        Files.copy(kept.resolve(name), directory.resolve(name));
      }
    }
    c.f.reopen();
    assertThat(c.stored()).containsAll(cleaned).doesNotHaveDuplicates();
    assertThat(c.files(".swap")).isEmpty();
  }

  /** Cleaned, and killed before the checkpoints said anything, as Apache's broker may be. */
  private CleaningFixture killedAfterCleaning(String name) throws IOException {
    CleaningFixture c = dirtyLog(Files.createDirectory(root.resolve(name)));
    c.f.log.compaction().touched();
    c.f.loop.runDelayed();
    assertThat(c.files(".deleted")).isNotEmpty();
    c.f.crash();
    Files.delete(c.f.root.resolve("recovery-point-offset-checkpoint"));
    Files.delete(c.f.root.resolve("cleaner-offset-checkpoint"));
    return c;
  }

  @Test
  void gapsAboveTheRecoveryPointAreToldFromALossByWhatWasReplaced() throws IOException {
    CleaningFixture c = killedAfterCleaning("apache");
    c.f.reopen();
    List<CleaningFixture.Stored> cleaned = c.stored();
    long end = c.f.log.logEndOffset();
    c.f.crash();
    c.f.reopen();
    assertThat(c.f.log.logEndOffset()).isEqualTo(end);
    assertThat(c.stored()).isEqualTo(cleaned);

    CleaningFixture lost = killedAfterCleaning("lost");
    for (String name : lost.files(".deleted")) {
      Files.delete(lost.f.directory().resolve(name));
    }
    lost.f.reopen();
    assertThat(lost.f.log.logEndOffset()).as("cut at the gap").isLessThan(end);
  }

  @Test
  void indexesOfTheOriginalGoWithItWhenItsReplacementHasNone() throws IOException {
    CleaningFixture c = dirtyLog(Files.createDirectory(root.resolve("without")));
    c.f.close();
    Path directory = c.f.directory();
    String name = c.files(".txnindex").get(0).replace(".txnindex", "");
    byte[] original = Files.readAllBytes(directory.resolve(name + ".log"));
    // As if everything of it were still there: what counts is which index stands beside it.
    Files.write(directory.resolve(name + ".log.swap"), original);
    for (String suffix : List.of(".index", ".timeindex")) {
      Files.copy(
          directory.resolve(name + suffix), directory.resolve(name + suffix + LogFiles.SWAP));
    }
    c.f.openOnly();
    assertThat(c.files(".swap")).isEmpty();
    assertThat(c.files(".txnindex")).doesNotContain(name + ".txnindex");
    assertThat(c.files(".index", ".timeindex")).contains(name + ".index", name + ".timeindex");
  }

  @Test
  void cleaningAbortedAtAnyOperationLeavesTheOriginalsWithTheirIndexes() throws IOException {
    // Before the first one the output is whole, and a start may put it in its place.
    for (int allowed = 1; allowed < 12; allowed++) {
      CleaningFixture c = dirtyLog(Files.createDirectory(root.resolve("aborted-" + allowed)));
      List<CleaningFixture.Stored> old = c.stored();
      List<CleaningFixture.Stored> committed = c.committed();
      List<String> indexes = indexes(c);
      int operations = allowed;
      c.f.disk.onForceDirectory =
          () -> {
            if (!quietly(c, ".log.swap").isEmpty()) {
              c.f.disk.onForceDirectory = () -> {};
              c.f.disk.allowed = operations;
              c.f.log.updateConfig(c.f.config.toBuilder().compacts(false).deletes(true).build());
            }
          };
      c.clean();
      c.f.disk.allowed = Integer.MAX_VALUE;
      c.f.crash();
      c.f.openOnly();
      assertThat(c.files(".cleaned", ".swap")).as("after " + allowed).isEmpty();
      assertThat(indexes(c)).as("after " + allowed).isEqualTo(indexes);
      c.f.crash();
      c.f.reopen();
      c.f.log.updateHighWatermark(c.f.log.logEndOffset());
      assertThat(c.stored()).as("after " + allowed).isEqualTo(old);
      assertThat(c.committed()).as("after " + allowed).isEqualTo(committed);
    }
  }

  private static List<String> quietly(CleaningFixture c, String suffix) {
    try {
      return c.files(suffix);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> indexes(CleaningFixture c) throws IOException {
    List<String> found = new ArrayList<>();
    List<String> logs = c.files(".log");
    String active = logs.get(logs.size() - 1).replace(".log", "");
    for (String name : c.files(".index", ".timeindex", ".txnindex")) {
      if (name.startsWith(active)) {
        continue;
      }
      byte[] bytes = Files.readAllBytes(c.f.directory().resolve(name));
      found.add(name + " " + Arrays.hashCode(bytes));
    }
    return found;
  }
}
