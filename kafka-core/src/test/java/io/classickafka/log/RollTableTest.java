package io.classickafka.log;

import static io.classickafka.log.LogFixture.small;

import io.classickafka.log.AppendResult.Appended;
import io.classickafka.record.RecordBatch;
import io.classickafka.seam.ByteSlice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a new segment begins, and which ones retention takes. */
class RollTableTest {

  private final Path root;
  private LogFixture f;
  private int number;

  RollTableTest(@TempDir Path root) {
    this.root = root;
    this.f = new LogFixture(root.resolve("first"), small().build());
  }

  @Test
  void segmentsBeginAndEndByTheRules() {
    RuleTables.check("roll.txt", this::step);
  }

  private String step(String[] words) {
    switch (words[0]) {
      case "topic" -> {
        f.close();
        f = new LogFixture(root.resolve("log" + number++), config(small(), words).build());
        return "";
      }
      case "set" -> {
        f.log.updateConfig(config(f.log.config().toBuilder(), words).build());
        return "";
      }
      case "append" -> {
        for (int i = 0; i < value(words, "times", 1); i++) {
          append(words);
        }
      }
      case "replicate" -> f.log.appendAsFollower(replicated(words), f.loop.nowMs);
      case "wait" -> f.loop.nowMs += Long.parseLong(words[1]);
      case "hw" -> f.log.updateHighWatermark(Long.parseLong(words[1]));
      case "start" -> f.log.advanceLogStartOffset(Long.parseLong(words[1]));
      case "retention" -> f.log.deleteOldSegments(f.loop.nowMs);
      case "restart" -> f.closeAndReopen();
      default -> throw new IllegalArgumentException(words[0]);
    }
    return segments();
  }

  private void append(String[] words) {
    long timestamp = f.loop.nowMs + value(words, "off", 0);
    ByteSlice batch = LogFixture.batch(timestamp, "x".repeat((int) value(words, "size", 1)));
    Appended appended = f.appended(batch);
    f.log.updateHighWatermark(appended.lastOffset() + 1);
  }

  private ByteSlice replicated(String[] words) {
    byte[] bytes = LogFixture.batch(f.loop.nowMs, "x").toByteArray();
    ByteSlice batch = ByteSlice.wrap(bytes);
    RecordBatch.setBaseOffset(batch.view(), 0, value(words, "at", 0));
    return batch;
  }

  private static LogConfig.Builder config(LogConfig.Builder config, String[] words) {
    config.segmentBytes((int) value(words, "segmentBytes", config.build().segmentBytes()));
    config.segmentMs(value(words, "segmentMs", config.build().segmentMs()));
    config.segmentJitterMs(value(words, "jitter", 0));
    config.segmentIndexBytes((int) value(words, "indexBytes", 800));
    config.retentionBytes(value(words, "retentionBytes", -1));
    config.retentionMs(value(words, "retentionMs", -1));
    for (String word : words) {
      if (word.startsWith("policy=")) {
        config.compacts(word.contains("compact")).deletes(word.contains("delete"));
      }
      if (word.startsWith("maxLag=")) {
        config.maxCompactionLagMs(Long.parseLong(word.substring(7)));
      }
    }
    return config;
  }

  private static long value(String[] words, String name, long otherwise) {
    for (String word : words) {
      if (word.startsWith(name + "=")) {
        return Long.parseLong(word.substring(name.length() + 1));
      }
    }
    return otherwise;
  }

  /** Bases of the segments on disk, and the log's bounds. */
  private String segments() {
    try (Stream<Path> files = Files.list(f.directory())) {
      String bases =
          files
              .map(path -> LogFiles.offsetOf(path.getFileName().toString(), LogFiles.LOG))
              .filter(base -> base >= 0)
              .sorted()
              .map(String::valueOf)
              .collect(Collectors.joining(","));
      return bases + " log=" + f.log.logStartOffset() + ".." + f.log.logEndOffset();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
