package io.classickafka.log;

import static io.classickafka.log.LogFixture.batch;
import static io.classickafka.log.LogFixture.idempotent;
import static io.classickafka.log.LogFixture.small;
import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.disk.DiskFile;
import io.classickafka.log.AppendResult.Appended;
import io.classickafka.record.ControlMarker;
import io.classickafka.record.RecordBatchBuilder;
import io.classickafka.record.RecordFault;
import io.classickafka.seam.ByteSlice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a log is after a stop and damage to its files, case by case. The log has 40 offsets in five
 * segments, two leader epochs, an idempotent producer and an aborted transaction.
 */
class RecoveryTableTest {

  private static final Uuid ID = new Uuid(3, 4);
  private static final int ABORTED_AT = 16;
  private static final int SECOND_EPOCH_AT = 20;
  private static final int END = 40;

  private final Path root;
  private int number;

  RecoveryTableTest(@TempDir Path root) {
    this.root = root;
  }

  @Test
  void everyDamageHasItsOutcome() {
    RuleTables.check("recovery.txt", this::play);
  }

  /** {@code clean|killed} with what is checkpointed, then a damage: verb, file, operand. */
  private String play(String[] words) {
    LogFixture f = filled();
    try {
      stop(f, words[0], words[1]);
      for (int i = 2; i < words.length; i += 3) {
        damage(f, words[i], words[i + 1], words[i + 2]);
      }
      try {
        f.openOnly();
      } catch (CompletionException e) {
        return e.getCause() instanceof LogDirException ? "refused to start" : e.toString();
      }
      String outcome = outcome(f);
      f.crash();
      return outcome;
    } catch (AssertionError e) {
      return "FAILS " + String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private LogFixture filled() {
    LogFixture f =
        new LogFixture(root.resolve("case" + number++), small().segmentBytes(700).build());
    f.log.assignTopicId(ID);
    f.epoch = 4;
    f.fill(12);
    for (int i = 0; i < 3; i++) {
      f.appended(idempotent(9, 0, i, 1));
    }
    f.appended(transactional());
    f.log.appendAsLeader(
        new ControlMarker(false, 1).toBatch(1000, 11, (short) 0, 0),
        f.epoch,
        Origin.COORDINATOR,
        f.loop.nowMs,
        f.workspace);
    f.fill(SECOND_EPOCH_AT - (int) f.log.logEndOffset());
    f.epoch = 5;
    f.fill(END - SECOND_EPOCH_AT);
    return f;
  }

  private static ByteSlice transactional() {
    try (RecordBatchBuilder builder = new RecordBatchBuilder()) {
      builder.producer(11, (short) 0, 0).transactional(true);
      builder.append(1000, LogFixture.bytes("k"), LogFixture.bytes("v"));
      return builder.build();
    }
  }

  /** Checkpoints: {@code rp=N,hw=N}; a clean stop forces everything whatever they say. */
  private static void stop(LogFixture f, String how, String checkpoints) throws IOException {
    long highWatermark = number(checkpoints, "hw=");
    f.log.updateHighWatermark(highWatermark);
    if (how.equals("clean")) {
      f.close();
      return;
    }
    f.crash();
    long recoveryPoint = number(checkpoints, "rp=");
    write(f.root.resolve("recovery-point-offset-checkpoint"), "0\n1\nt 0 " + recoveryPoint + "\n");
    write(f.root.resolve("replication-offset-checkpoint"), "0\n1\nt 0 " + highWatermark + "\n");
  }

  private static long number(String words, String name) {
    for (String word : words.split(",")) {
      if (word.startsWith(name)) {
        return Long.parseLong(word.substring(name.length()));
      }
    }
    return 0;
  }

  private static Path file(LogFixture f, String name) throws IOException {
    if (name.startsWith("/")) {
      return f.root.resolve(name.substring(1));
    }
    int colon = name.indexOf(':');
    return colon < 0
        ? f.directory().resolve(name)
        : segmentFile(f, name.substring(colon + 1), name.substring(0, colon));
  }

  /** {@code 2:index} is the index of the third segment; {@code last:log} that of the active one. */
  private static Path segmentFile(LogFixture f, String suffix, String which) throws IOException {
    List<String> logs = names(f.directory(), ".log");
    int at = which.equals("last") ? logs.size() - 1 : Integer.parseInt(which);
    return f.directory().resolve(logs.get(at).replace(".log", "." + suffix));
  }

  private static List<String> names(Path directory, String suffix) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(path -> path.getFileName().toString())
          .filter(name -> name.endsWith(suffix))
          .sorted()
          .toList();
    }
  }

  private static void write(Path path, String text) throws IOException {
    Files.writeString(path, text, StandardCharsets.UTF_8);
  }

  private static void damage(LogFixture f, String verb, String name, String operand)
      throws IOException {
    Path path = file(f, name);
    switch (verb) {
      case "delete" -> delete(path);
      case "text" -> write(path, operand.replace('|', '\n').replace('_', ' '));
      case "directory" -> Files.createDirectory(path);
      case "copy" -> Files.copy(path, file(f, operand));
      case "replace" -> Files.write(path, Files.readAllBytes(file(f, operand)));
      default -> {
        byte[] bytes = Files.exists(path) ? Files.readAllBytes(path) : new byte[0];
        Files.write(path, edit(bytes, verb, Integer.parseInt(operand)));
      }
    }
  }

  private static void delete(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      for (String name : names(path, "")) {
        Files.delete(path.resolve(name));
      }
    }
    Files.deleteIfExists(path);
  }

  private static byte[] edit(byte[] bytes, String verb, int operand) {
    int from = operand < 0 ? bytes.length + operand : operand;
    switch (verb) {
      case "keep" -> {
        return Arrays.copyOf(bytes, from);
      }
      case "zero" -> {
        Arrays.fill(bytes, from, bytes.length, (byte) 0);
        return bytes;
      }
      case "flip" -> {
        bytes[from] ^= 1;
        return bytes;
      }
      case "garble" -> {
        Arrays.fill(bytes, from, bytes.length, (byte) 0x5a);
        return bytes;
      }
      case "grow" -> {
        return Arrays.copyOf(bytes, bytes.length + operand);
      }
      default -> throw new IllegalArgumentException(verb);
    }
  }

  private static String outcome(LogFixture f) {
    if (!f.offline.isEmpty()) {
      return "directory offline";
    }
    Log log = f.dirs.log(LogFixture.PARTITION);
    if (log == null) {
      return "no log";
    }
    if (log.isOffline()) {
      return "replica offline";
    }
    f.log = log;
    StringBuilder text = new StringBuilder();
    List<String> found = f.readFrom(log.logStartOffset());
    boolean whole =
        found.stream()
                .allMatch(
                    record -> record.matches("(\\d+)=(v|value-\\1)|" + ABORTED_AT + "=(?s:.*)"))
            && found.size() == log.logEndOffset() - log.logStartOffset();
    text.append(whole && log.logEndOffset() == END ? "whole" : "end=" + log.logEndOffset());
    text.append(whole ? "" : " read=" + found);
    text.append(log.logStartOffset() == 0 ? "" : " start=" + log.logStartOffset());
    text.append(ID.equals(log.topicId()) ? "" : " id=" + log.topicId());
    text.append(epochs(log)).append(aborted(log)).append(producer(f, log));
    f.fill(1);
    return text.append(
            f.readFrom(log.logStartOffset()).size() == found.size() + 1 ? "" : " not writable")
        .toString();
  }

  private static String epochs(Log log) {
    long first = log.endOffsetForEpoch(4).endOffset();
    long expected = Math.min(SECOND_EPOCH_AT, log.logEndOffset());
    return first == expected ? "" : " epoch4ends=" + first;
  }

  private static String aborted(Log log) {
    if (log.logEndOffset() <= ABORTED_AT) {
      return "";
    }
    ReadResult result = log.read(ABORTED_AT - 1, 300, log.logEndOffset(), true, true);
    if (!(result instanceof ReadResult.Records read)) {
      return " " + result;
    }
    read.records().release();
    List<ReadResult.AbortedTransaction> expected =
        List.of(new ReadResult.AbortedTransaction(11, ABORTED_AT - 1));
    return expected.equals(read.aborted()) ? "" : " aborted=" + read.aborted();
  }

  private static String producer(LogFixture f, Log log) {
    if (log.logEndOffset() < ABORTED_AT) {
      return "";
    }
    AppendResult again = f.append(idempotent(9, 0, 2, 1));
    boolean known = again instanceof Appended appended && appended.duplicate();
    boolean open = log.lastStableOffset() < log.highWatermark();
    return (known ? "" : " producer forgotten") + (open ? " transaction open" : "");
  }

  @Test
  void undamagedLogIsWholeAfterEitherStop() {
    LogFixture f = filled();
    f.close();
    f.openOnly();
    f.log = Objects.requireNonNull(f.dirs.log(LogFixture.PARTITION));
    assertThat(outcome(f)).isEqualTo("whole");
    f.crash();
  }

  @Test
  void whatIsBehindDamageDecidesWhetherAWriteOnlyDidNotEnd() throws IOException {
    LogFixture f = new LogFixture(root.resolve("large"), LogConfig.DEFAULTS);
    f.appended(batch(1, "x".repeat(400_000)));
    f.appended(batch(1, "y".repeat(700_000)));
    int second = (int) f.log.sizeBytes();
    f.appended(batch(1, "z".repeat(3_000)));
    f.crash();
    Path path = f.directory().resolve(LogFiles.name(0, LogFiles.LOG));
    byte[] bytes = Files.readAllBytes(path);
    assertThat(isLost(f, path, 0, RecordFault.CUT_OFF)).as("a batch is found behind").isFalse();
    Files.write(path, Arrays.copyOf(bytes, second + 100));
    assertThat(isLost(f, path, second, RecordFault.CUT_OFF)).as("cut off").isTrue();
    assertThat(isLost(f, path, second, RecordFault.CRC)).as("garbage").isFalse();
    byte[] pages = Arrays.copyOf(Arrays.copyOf(bytes, second + 1_024), bytes.length);
    Files.write(path, pages);
    assertThat(isLost(f, path, second, RecordFault.CRC)).as("pages of zeros").isTrue();
  }

  private static boolean isLost(LogFixture f, Path path, int position, RecordFault fault)
      throws IOException {
    try (DiskFile file = f.disk.open(path)) {
      return new DamagedTail(file, file.sizeBytes()).isLost(position, fault, position == 0 ? 0 : 2);
    }
  }
}
