package io.classickafka.log;

import static io.classickafka.log.LogFixture.batch;
import static io.classickafka.log.LogFixture.idempotent;
import static io.classickafka.log.LogFixture.small;
import static io.classickafka.log.LogFixture.values;
import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.protocol.ErrorCode;
import io.classickafka.record.RecordBatch;
import io.classickafka.seam.ByteSlice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What a log is after its files were damaged, by file and kind of damage. */
class LogRecoveryTest {

  private static final int RECORDS = 30;

  private final Path root;

  LogRecoveryTest(@TempDir Path root) {
    this.root = root;
  }

  private static LogFixture filled(Path root) {
    LogFixture f = new LogFixture(root, small().segmentBytes(600).build());
    f.epoch = 4;
    f.fill(RECORDS);
    return f;
  }

  /** A damage, done between a stop and a start. */
  private interface Damage {
    void to(LogFixture f) throws IOException;
  }

  private static Map<String, Damage> damages() {
    Map<String, Damage> damages = new LinkedHashMap<>();
    for (String suffix : new String[] {".index", ".timeindex"}) {
      damages.put("missing " + suffix, f -> Files.delete(first(f, suffix)));
      damages.put("empty " + suffix, f -> Files.write(first(f, suffix), new byte[0]));
      damages.put("odd size " + suffix, f -> edit(first(f, suffix), b -> Arrays.copyOf(b, 13)));
      damages.put(
          "zeros behind " + suffix, f -> edit(first(f, suffix), b -> Arrays.copyOf(b, 120)));
      damages.put(
          "unsorted " + suffix,
          f ->
              edit(
                  first(f, suffix),
                  b -> {
                    byte[] doubled = Arrays.copyOf(b, 2 * b.length);
                    System.arraycopy(b, 0, doubled, b.length, b.length);
                    return doubled;
                  }));
      damages.put(
          "garbled " + suffix,
          f ->
              edit(
                  first(f, suffix),
                  b -> {
                    Arrays.fill(b, (byte) 0x7f);
                    return b;
                  }));
      damages.put(
          "index without segment " + suffix,
          f -> Files.write(file(f, "00000000000000000999" + suffix), new byte[24]));
    }
    damages.put("missing epochs", f -> Files.delete(file(f, "leader-epoch-checkpoint")));
    damages.put("garbled epochs", f -> Files.writeString(file(f, "leader-epoch-checkpoint"), "x"));
    damages.put(
        "epoch beyond the end",
        f -> Files.writeString(file(f, "leader-epoch-checkpoint"), "0\n2\n4 0\n9 900\n"));
    damages.put("snapshot of no offset", f -> Files.writeString(file(f, "zz.snapshot"), "x"));
    damages.put("log of no offset", f -> Files.writeString(file(f, "abc.log"), "x"));
    damages.put(
        "garbled snapshot",
        f -> Files.write(file(f, "00000000000000000030.snapshot"), new byte[9]));
    damages.put("left-over cleaned", f -> Files.writeString(file(f, name(7, ".log.cleaned")), "x"));
    damages.put("left-over deleted", f -> Files.writeString(file(f, name(7, ".log.deleted")), "x"));
    damages.put("no recovery points", f -> Files.deleteIfExists(f.root.resolve(RECOVERY)));
    damages.put("garbled recovery points", f -> Files.writeString(f.root.resolve(RECOVERY), "x"));
    damages.put(
        "recovery point above the end",
        f -> Files.writeString(f.root.resolve(RECOVERY), "0\n1\nt 0 777\n"));
    damages.put(
        "log start above the end",
        f -> Files.writeString(f.root.resolve("log-start-offset-checkpoint"), "0\n1\nt 0 777\n"));
    damages.put(
        "garbled high watermarks",
        f -> Files.writeString(f.root.resolve("replication-offset-checkpoint"), "0\n7\n"));
    damages.put("odd directory", f -> Files.createDirectory(f.root.resolve("lost+found")));
    damages.put("odd partition", f -> Files.createDirectory(f.root.resolve("t-x")));
    damages.put("stray file", f -> Files.writeString(f.root.resolve("notes-1"), "x"));
    return damages;
  }

  private static final String RECOVERY = "recovery-point-offset-checkpoint";

  private static String name(long offset, String suffix) {
    return LogFiles.name(offset, suffix);
  }

  private static Path first(LogFixture f, String suffix) {
    return file(f, name(0, suffix));
  }

  private static Path file(LogFixture f, String name) {
    return f.directory().resolve(name);
  }

  private static void edit(Path path, UnaryOperator<byte[]> change) throws IOException {
    Files.write(path, change.apply(Files.readAllBytes(path)));
  }

  private Stream<DynamicTest> everyDamage(String how, Consumer<LogFixture> stop) {
    int[] number = {0};
    return damages().entrySet().stream()
        .map(
            damage ->
                DynamicTest.dynamicTest(
                    damage.getKey() + " " + how,
                    () -> {
                      LogFixture f = filled(root.resolve(how + number[0]++));
                      stop.accept(f);
                      damage.getValue().to(f);
                      f.reopen();
                      assertThat(f.offline).isEmpty();
                      assertThat(f.log.isOffline()).isFalse();
                      assertThat(f.log.logStartOffset()).isZero();
                      assertThat(f.readFrom(0)).isEqualTo(values(0, RECORDS));
                      assertThat(f.readFrom(7)).isEqualTo(values(7, RECORDS));
                      f.fill(5);
                      assertThat(f.readFrom(20)).isEqualTo(values(20, RECORDS + 5));
                    }));
  }

  @TestFactory
  Stream<DynamicTest> nothingIsLostAfterACleanStop() {
    return everyDamage("clean", LogFixture::close);
  }

  @TestFactory
  Stream<DynamicTest> nothingIsLostAfterAKill() {
    return everyDamage("killed", LogFixture::crash);
  }

  @Test
  void gapsThatCompactionLeftAreNoDamageOnceTheTopicIsNoLongerCompacted() throws IOException {
    for (boolean committed : new boolean[] {false, true}) {
      Path logs = Files.createDirectory(root.resolve("committed-" + committed));
      CleaningFixture c = new CleaningFixture(logs, CleaningFixture.compacted().build());
      for (int i = 0; i < 12; i++) {
        c.put("k" + i % 2, "value-" + i);
      }
      c.roll();
      c.clean();
      List<String> before = c.texts();
      assertThat(before.get(0)).as("a gap").doesNotStartWith("0:");
      if (committed) {
        c.f.dirs.writeHighWatermarks();
      }
      c.f.crash();
      c.f.config = CleaningFixture.compacted().compacts(false).deletes(true).build();
      c.f.reopen();
      assertThat(c.f.log.isOffline()).isFalse();
      assertThat(c.texts()).isEqualTo(before);
    }
  }

  /** A follower that was killed while it copied what its leader's cleaner had left. */
  @Test
  void gapsThatTheLeadersCleanerLeftAreNoDamageInACopyOfItsLog() {
    LogFixture f = new LogFixture(root, small().segmentBytes(160).compacts(true).build());
    List<String> values = new ArrayList<>();
    for (long offset : new long[] {0, 1, 7, 8, 20, 21, 22, 40}) {
      ByteSlice batch = ByteSlice.wrap(batch(f.loop.nowMs, "value-" + offset).toByteArray());
      RecordBatch.setBaseOffset(batch.view(), 0, offset);
      assertThat(f.log.appendAsFollower(batch, f.loop.nowMs))
          .isInstanceOf(AppendResult.Appended.class);
      f.log.updateHighWatermark(offset + 1);
      values.add(offset + "=value-" + offset);
    }
    assertThat(f.log.segmentCount()).isEqualTo(4);
    f.dirs.writeHighWatermarks();
    f.crashAndReopen(false);
    assertThat(f.log.logEndOffset()).isEqualTo(41);
    assertThat(f.log.segmentCount()).isEqualTo(4);
    assertThat(f.readFrom(0)).isEqualTo(values);
  }

  /** Wherever a crash comes, what is checkpointed of the old log is not missed in the new one. */
  @Test
  void logUnderTheNameOfADeletedOneIsWholeAfterACrashAtAnyChange() {
    boolean made = false;
    for (int changes = 0; !made; changes++) {
      LogFixture f = new LogFixture(root.resolve("after-" + changes), small().build());
      f.fill(3);
      f.log.updateHighWatermark(3);
      f.log.flush();
      f.dirs.writeRecoveryPoints();
      f.dirs.writeHighWatermarks();
      f.dirs.delete(LogFixture.PARTITION);
      f.disk.allowed = changes;
      made = f.dirs.getOrCreate(LogFixture.PARTITION, null, f.config, true).log() != null;
      f.crash();
      f.disk.allowed = Integer.MAX_VALUE;
      f.openOnly();
      Log found = f.dirs.log(LogFixture.PARTITION);
      assertThat(found == null || !found.isOffline()).as("after %d changes", changes).isTrue();
      f.crash();
    }
  }

  @Test
  void tailTornAtEveryByteIsCutToTheLastWholeBatch() throws IOException {
    LogFixture f = new LogFixture(root, small().build());
    f.fill(3);
    int whole = (int) f.log.sizeBytes();
    f.fill(1);
    int size = (int) f.log.sizeBytes();
    f.crash();
    byte[] bytes = Files.readAllBytes(first(f, ".log"));
    for (int torn = whole; torn < size; torn++) {
      Files.write(first(f, ".log"), Arrays.copyOf(bytes, torn));
      f.reopen();
      assertThat(f.log.logEndOffset()).as("torn at " + torn).isEqualTo(3);
      assertThat(f.readFrom(0)).isEqualTo(values(0, 3));
      f.crash();
      byte[] zeroed = Arrays.copyOf(Arrays.copyOf(bytes, torn), size);
      Files.write(first(f, ".log"), zeroed);
      f.reopen();
      assertThat(f.log.logEndOffset()).as("zeroed from " + torn).isBetween(3L, 4L);
      assertThat(f.readFrom(0)).isEqualTo(values(0, f.log.logEndOffset()));
      f.crash();
    }
  }

  @Test
  void damageAboveTheRecoveryPointCutsThereAndDropsLaterSegments() throws IOException {
    LogFixture f = filled(root);
    f.crash();
    Files.deleteIfExists(root.resolve(RECOVERY));
    edit(
        first(f, ".log"),
        b -> {
          b[3 * 76 + 70] ^= 1;
          return b;
        });
    f.reopen();
    assertThat(f.log.logEndOffset()).isEqualTo(3);
    assertThat(f.log.segmentCount()).isEqualTo(1);
    assertThat(f.readFrom(0)).isEqualTo(values(0, 3));
  }

  @Test
  void emptyEpochEndsWithTheProcessAndLostEpochsComeBackFromBatches() throws IOException {
    LogFixture f = filled(root);
    f.log.assignEpoch(6);
    assertThat(f.log.endOffsetForEpoch(6)).isEqualTo(new EpochEndOffset(6, RECORDS));
    assertThat(f.log.endOffsetForEpoch(4)).isEqualTo(new EpochEndOffset(4, RECORDS));
    f.crashAndReopen(true);
    assertThat(f.log.latestEpoch()).isEqualTo(4);
    assertThat(f.log.endOffsetForEpoch(4)).isEqualTo(new EpochEndOffset(4, RECORDS));
    f.epoch = 7;
    f.fill(1);
    f.crashAndReopen(true);
    Files.writeString(file(f, "leader-epoch-checkpoint"), "garbage");
    f.crashAndReopen(true);
    assertThat(f.log.latestEpoch()).isEqualTo(7);
    assertThat(f.log.epochForOffset(3)).isEqualTo(4);
    assertThat(f.log.endOffsetForEpoch(4)).isEqualTo(new EpochEndOffset(4, RECORDS));
  }

  @Test
  void producersAreReplayedWithoutAnySnapshot() throws IOException {
    LogFixture f = new LogFixture(root, small().segmentBytes(300).build());
    for (int i = 0; i < 12; i++) {
      f.appended(idempotent(9, 0, i, 1));
    }
    f.crash();
    try (Stream<Path> files = Files.list(f.directory())) {
      for (Path file : files.filter(p -> p.toString().endsWith(".snapshot")).toList()) {
        Files.delete(file);
      }
    }
    Files.deleteIfExists(root.resolve(RECOVERY));
    f.reopen();
    assertThat(f.appended(idempotent(9, 0, 8, 1)).baseOffset()).isEqualTo(8);
    assertThat(f.appended(idempotent(9, 0, 12, 1)).duplicate()).isFalse();
  }

  @Test
  void malformedPartitionMetadataTakesOnlyThatReplicaOffline() throws IOException {
    LogFixture f = filled(root);
    assertThat(f.log.assignTopicId(new Uuid(1, 2))).isEqualTo(ErrorCode.NONE);
    assertThat(f.log.assignTopicId(new Uuid(1, 3))).isEqualTo(ErrorCode.INCONSISTENT_TOPIC_ID);
    f.close();
    Files.writeString(file(f, "partition.metadata"), "");
    f.openOnly();
    assertThat(f.offline).isEmpty();
    Log log = f.dirs.log(LogFixture.PARTITION);
    assertThat(log != null && log.isOffline()).isTrue();
  }

  @Test
  void cleanMarkerGoesBeforeTheFirstAppend() {
    LogFixture f = filled(root);
    f.close();
    assertThat(root.resolve(".kafka_cleanshutdown"))
        .hasContent("{\"version\":0,\"brokerEpoch\":5}");
    f.reopen();
    assertThat(root.resolve(".kafka_cleanshutdown")).doesNotExist();
    f.appended(batch(1, "value-30"));
  }

  @Test
  void aSegmentWithOffsetsThatItsIndexCannotHoldIsSplit() throws IOException {
    // Compaction leaves such gaps, nothing else does.
    LogFixture f = new LogFixture(root, small().compacts(true).build());
    f.fill(3);
    long far = 3L + Integer.MAX_VALUE;
    f.crash();
    byte[] batches = Files.readAllBytes(first(f, ".log"));
    byte[] batch = Arrays.copyOf(batches, batches.length / 3);
    byte[] both = Arrays.copyOf(batches, batches.length + 2 * batch.length);
    for (int i = 0; i < 2; i++) {
      ByteBuffer.wrap(batch).putLong(0, far + i);
      System.arraycopy(batch, 0, both, batches.length + i * batch.length, batch.length);
    }
    Files.write(first(f, ".log"), both);
    for (int round = 0; round < 2; round++) {
      f.reopen();
      assertThat(f.log.logEndOffset()).isEqualTo(far + 2);
      assertThat(f.log.segmentCount()).isEqualTo(2);
      assertThat(file(f, name(far, ".log"))).hasSize(2L * batch.length);
      assertThat(f.readFrom(0))
          .containsExactly(
              "0=value-0", "1=value-1", "2=value-2", far + "=value-0", far + 1 + "=value-0");
      f.crash();
      // As after a crash between the two steps: the end is in both files.
      Files.write(first(f, ".log"), both);
    }
  }
}
