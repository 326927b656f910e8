package io.classickafka.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.classickafka.disk.Disk;
import io.classickafka.disk.DiskFile;
import io.classickafka.simulation.DiskFaults.Effect;
import io.classickafka.simulation.DiskFaults.Operation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The disk in memory keeps what was forced, and of the rest what a real one might keep. */
class MemoryDiskTest {

  private static final Path DIR = Path.of("/d");
  private static final Path FILE = DIR.resolve("f");
  private static final int SEEDS = 200;

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static MemoryDisk disk() throws IOException {
    MemoryDisk disk = new MemoryDisk();
    disk.makeDirectories(DIR);
    disk.forceDirectory(Path.of("/"));
    return disk;
  }

  private static String text(MemoryDisk disk) throws IOException {
    return disk.exists(FILE)
        ? new String(disk.readAll(FILE, 1 << 20), StandardCharsets.US_ASCII)
        : "none";
  }

  @Test
  void whatWasForcedSurvivesEveryCrashAndTheRestSurvivesSome() throws IOException {
    TreeSet<String> outcomes = new TreeSet<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      MemoryDisk disk = disk();
      DiskFile file = disk.create(FILE);
      file.append(bytes("forced"));
      file.force();
      disk.forceDirectory(DIR);
      file.append(bytes("-not"));
      disk.crash(new SplittableRandom(seed));
      String text = text(disk);
      assertThat(text).startsWith("forced");
      outcomes.add(text);
    }
    assertThat(outcomes).contains("forced", "forced-not", "forced\0\0\0\0");
  }

  @Test
  void aNewFileIsThereForSureOnlyWhenItsDirectoryWasForced() throws IOException {
    TreeSet<String> outcomes = new TreeSet<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      MemoryDisk disk = disk();
      DiskFile file = disk.create(FILE);
      file.append(bytes("forced"));
      file.force();
      disk.crash(new SplittableRandom(seed));
      outcomes.add(text(disk));
    }
    assertThat(outcomes).containsExactly("forced", "none");
  }

  @Test
  void namesChangeInTheirOrder() throws IOException {
    TreeSet<String> outcomes = new TreeSet<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      MemoryDisk disk = disk();
      disk.create(DIR.resolve("a"));
      disk.create(DIR.resolve("b"));
      disk.rename(DIR.resolve("a"), DIR.resolve("c"));
      disk.delete(DIR.resolve("b"));
      disk.crash(new SplittableRandom(seed));
      outcomes.add(disk.list(DIR).toString());
    }
    assertThat(outcomes).containsExactly("[]", "[a, b]", "[a]", "[b, c]", "[c]");
  }

  @Test
  void aTruncationThatWasNotForcedMayBeUndone() throws IOException {
    TreeSet<String> outcomes = new TreeSet<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      MemoryDisk disk = disk();
      DiskFile file = disk.create(FILE);
      file.append(bytes("old old"));
      file.force();
      disk.forceDirectory(DIR);
      file.truncate(4);
      file.append(bytes("new"));
      disk.crash(new SplittableRandom(seed));
      outcomes.add(text(disk));
    }
    assertThat(outcomes).containsExactly("old new", "old old");
  }

  @Test
  void aForceThatFailedLeavesItsPagesCleanAndTheirBytesLost() throws IOException {
    for (int seed = 0; seed < SEEDS; seed++) {
      MemoryDisk disk = disk();
      DiskFile file = disk.create(FILE);
      disk.forceDirectory(DIR);
      file.append(bytes("lost"));
      disk.faults().once(Operation.FORCE, FILE::equals, 0, Effect.EIO);
      assertThatThrownBy(file::force).hasMessageContaining("Input/output error");
      file.force();
      assertThat(text(disk)).isEqualTo("lost");
      disk.crash(new SplittableRandom(seed));
      assertThat(text(disk)).doesNotContain("lost");
    }
  }

  @Test
  void aFullDiskTakesAPartOfTheLastWrite() throws IOException {
    MemoryDisk disk = disk();
    disk.limit(10);
    DiskFile file = disk.create(FILE);
    file.append(bytes("12345678"));
    assertThatThrownBy(() -> file.append(bytes("abcdef"))).hasMessageContaining("No space left");
    assertThat(text(disk)).isEqualTo("12345678ab");
    assertThat(disk.freeBytes(DIR)).isZero();
    file.write(bytes("ABC"), 0);
    assertThat(text(disk)).startsWith("ABC");
  }

  @Test
  void theProcessThatDiedTouchesNothing() throws IOException {
    MemoryDisk disk = disk();
    Disk dead = disk.mount();
    DiskFile file = dead.create(FILE);
    file.append(bytes("kept"));
    assertThat(dead.tryLock(DIR.resolve("lock"))).isNotNull();
    disk.kill();
    assertThatThrownBy(() -> file.append(bytes("late"))).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> dead.delete(FILE)).isInstanceOf(IOException.class);
    assertThat(text(disk)).isEqualTo("kept");
    assertThat(disk.mount().tryLock(DIR.resolve("lock"))).isNotNull();
  }

  @Test
  void theSameSeedLeavesTheSame() throws IOException {
    for (int seed = 0; seed < SEEDS; seed++) {
      TreeSet<String> outcomes = new TreeSet<>();
      for (int run = 0; run < 2; run++) {
        MemoryDisk disk = disk();
        DiskFile file = disk.create(FILE);
        disk.forceDirectory(DIR);
        file.append(bytes("x".repeat(5_000)));
        disk.crash(new SplittableRandom(seed));
        outcomes.add(text(disk));
      }
      assertThat(outcomes).hasSize(1);
    }
  }
}
