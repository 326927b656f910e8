package io.classickafka.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a bug or a lack of memory in the middle of a cleaning leaves. */
class CleaningFaultTest {

  private static final String FIRST = "t-0/00000000000000000000.log";

  @TempDir Path root;

  private CleaningFixture dirtyLog() {
    CleaningFixture c = new CleaningFixture(root, CleaningFixture.compacted().build());
    fill(c);
    return c;
  }

  private static void fill(CleaningFixture c) {
    for (int i = 0; i < 10; i++) {
      c.put("k" + i % 2, "value-" + i);
    }
    c.roll();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create " + FIRST + ".cleaned",
        "rename " + FIRST + ".cleaned",
        "force " + FIRST + ".cleaned"
      })
  void errorBeforeTheSwapEndsTheRunAndAnotherLogIsCleaned(String operation) throws IOException {
    CleaningFixture c = dirtyLog();
    List<String> before = c.texts();
    c.f.disk.thrown = new OutOfMemoryError("planted");
    c.f.disk.failing = operation;
    c.clean();
    assertThat(c.f.disk.trace).anyMatch(line -> line.startsWith(operation));
    c.f.disk.failing = null;
    assertThat(c.f.log.compaction().isRunning()).isFalse();
    assertThat(c.f.offline).isEmpty();
    assertThat(c.texts()).isEqualTo(before);
    assertThat(c.files(".cleaned", ".swap")).isEmpty();

    TopicPartition other = new TopicPartition("t", 1);
    c.f.log = Objects.requireNonNull(c.f.dirs.getOrCreate(other, null, c.f.config, true).log());
    c.f.log.ownedBy(c.f.loop);
    fill(c);
    c.clean();
    assertThat(c.f.log.compaction().firstDirty()).isPositive();
  }

  @Test
  void errorInTheMiddleOfASwapFailsTheDirectoryAndAStartFinishesIt() throws IOException {
    CleaningFixture c = dirtyLog();
    c.f.disk.thrown = new OutOfMemoryError("planted");
    c.f.disk.failing = "rename " + FIRST + ".swap";
    c.clean();
    c.f.disk.failing = null;
    assertThat(c.f.offline).hasSize(1);
    assertThat(c.files(".swap")).isNotEmpty();
    c.f.crash();
    c.f.offline.clear();
    c.f.reopen();
    List<String> left = Stream.of("8:k0=value-8", "9:k1=value-9").toList();
    assertThat(c.texts()).containsAll(left);
    assertThat(c.files(".cleaned", ".swap")).isEmpty();
  }
}
