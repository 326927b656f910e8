package io.classickafka.log;

import static io.classickafka.log.LogFixture.small;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The order in which files are written and forced, as one text file for each case under {@code
 * src/test/resources/log/file-order}: after each step the operations it did, and what it made
 * durable. A force that goes missing, or comes too late, shows as a difference. With {@code
 * -Dupdate=true} the files are written again.
 */
class FileOrderTest {

  private static final Path FOLDER = Path.of("src/test/resources/log/file-order");
  private static final String EPOCHS = "leader-epoch-checkpoint";

  private final Path root;

  FileOrderTest(@TempDir Path root) {
    this.root = root;
  }

  private static final Map<String, Consumer<LogFixture>> STEPS = new TreeMap<>();

  static {
    STEPS.put("append", f -> f.fill(1));
    STEPS.put("flush", f -> f.log.flush());
    STEPS.put("epoch", f -> f.log.assignEpoch(++f.epoch));
    STEPS.put("topic-id", f -> f.log.assignTopicId(new Uuid(1, 2)));
    STEPS.put("recovery-points", f -> f.dirs.writeRecoveryPoints());
    STEPS.put("high-watermarks", f -> f.dirs.writeHighWatermarks());
    STEPS.put("close", LogFixture::close);
    STEPS.put("open", LogFixture::reopen);
    STEPS.put("kill", LogFixture::crash);
    STEPS.put("delete", f -> f.dirs.delete(LogFixture.PARTITION));
    STEPS.put("delete-files", f -> f.loop.runDelayed());
    STEPS.put("commit", f -> f.log.updateHighWatermark(f.log.logEndOffset()));
    STEPS.put("retention", f -> f.log.deleteOldSegments(f.loop.nowMs));
  }

  private static void step(LogFixture f, String step) {
    if (step.startsWith("truncate ")) {
      f.log.truncateTo(Long.parseLong(step.substring(9)), f.loop.nowMs);
    } else if (step.startsWith("restart-at ")) {
      f.log.truncateFullyAndStartAt(Long.parseLong(step.substring(11)), f.loop.nowMs);
    } else {
      Consumer<LogFixture> known = STEPS.get(step);
      assertThat(known).as(step).isNotNull();
      known.accept(f);
    }
  }

  private void play(String name, LogConfig config) throws IOException {
    Path path = FOLDER.resolve(name + ".txt");
    List<String> expected = Files.readAllLines(path);
    LogFixture f = new LogFixture(root, config);
    List<String> actual = new ArrayList<>();
    for (String line : expected) {
      if (line.isBlank() || line.startsWith("#")) {
        actual.add(line);
      } else if (!line.startsWith("  ")) {
        actual.add(line);
        if (!line.equals("new")) {
          f.disk.trace.clear();
          step(f, line);
        }
        f.disk.trace.forEach(done -> actual.add("  " + shortened(done)));
        actual.add("  = end " + f.log.logEndOffset() + " forced below " + f.log.recoveryPoint());
      }
    }
    if (Boolean.getBoolean("update")) {
      Files.write(path, actual);
    }
    assertThat(actual).isEqualTo(expected);
  }

  /** Names without the zeros in front, and without the number of a deleted directory. */
  private static String shortened(String line) {
    return line.replaceAll("\\b0{12,}(\\d)", "$1")
        .replaceAll("\\.[0-9a-f]{32}-delete", ".#-delete");
  }

  @Test
  void closingALogThatWasAlwaysEmptyForcesNothingOfIt() throws IOException {
    play("close-empty", small().build());
  }

  @Test
  void aNewPartition() throws IOException {
    play("create", small().build());
  }

  @Test
  void appendRollAndFlushInThePageCache() throws IOException {
    play("page-cache", small().segmentBytes(160).build());
  }

  @Test
  void appendAndRollWithFlush() throws IOException {
    play("flush", small().segmentBytes(160).durability(Durability.FLUSH).build());
  }

  @Test
  void anEpochIsDurableBeforeItsFirstAppendAlsoWithoutOne() throws IOException {
    play("epochs", small().build());
  }

  @Test
  void aTruncationIsDurableBeforeTheNextAppend() throws IOException {
    play("truncate", small().segmentBytes(160).build());
  }

  @Test
  void theRecoveryPointIsNeverAheadOfAForce() throws IOException {
    play("recovery-point", small().segmentBytes(160).build());
  }

  @Test
  void theCleanMarkerComesLastAndGoesFirst() throws IOException {
    play("clean-stop", small().build());
  }

  @Test
  void aPartitionThatIsDeletedIsRenamedDurably() throws IOException {
    play("delete", small().build());
  }

  @Test
  void deletedSegmentsGoAfterTheirNames() throws IOException {
    play("retention", small().segmentBytes(160).retentionBytes(1).build());
  }

  /** The epoch file is what it is called. */
  @Test
  void theFilesNamedInTheTracesExist() {
    assertThat(LeaderEpochs.FILE_NAME).isEqualTo(EPOCHS);
  }
}
