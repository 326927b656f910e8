package io.classickafka.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.classickafka.protocol.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a set of log directories is opened as, and where new logs go. */
class LogDirsTest {

  private final Path root;
  private final Path first;
  private final Path second;
  private final TracingDisk disk;
  private final List<LogDir> offline = new ArrayList<>();

  LogDirsTest(@TempDir Path root) {
    this.root = root;
    this.first = root.resolve("a");
    this.second = root.resolve("b");
    this.disk = new TracingDisk(root);
  }

  private LogDirs open(int brokerId, Path... paths) {
    LogDirsConfig config = new LogDirsConfig(List.of(paths), brokerId, 2, 0, 1, 1);
    return LogDirs.open(
            disk,
            config,
            topic -> LogConfig.DEFAULTS,
            new ManualLoop(),
            Runnable::run,
            offline::add)
        .join();
  }

  private static Log create(LogDirs dirs, String topic) {
    return Objects.requireNonNull(
        dirs.getOrCreate(new TopicPartition(topic, 0), new Uuid(7, 7), LogConfig.DEFAULTS, true)
            .log());
  }

  @Test
  void newLogsGoWhereThereAreFewest() {
    LogDirs dirs = open(0, first, second);
    assertThat(create(dirs, "t").dir().path()).isEqualTo(first);
    assertThat(create(dirs, "u").dir().path()).isEqualTo(second);
    assertThat(create(dirs, "t").dir().path()).isEqualTo(first);
    assertThat(dirs.logs()).hasSize(2);
    dirs.close(1).join();
    LogDirs again = open(0, first, second);
    assertThat(Objects.requireNonNull(again.log(new TopicPartition("u", 0))).topicId())
        .isEqualTo(new Uuid(7, 7));
    assertThat(
            again
                .getOrCreate(new TopicPartition("u", 0), new Uuid(8, 8), LogConfig.DEFAULTS, false)
                .error())
        .isEqualTo(ErrorCode.INCONSISTENT_TOPIC_ID);
    again.abandon();
  }

  @Test
  void lockedDirectoryKeepsTheBrokerFromStarting() {
    LogDirs dirs = open(0, first);
    assertThatThrownBy(() -> open(0, first))
        .hasCauseInstanceOf(LogDirException.class)
        .hasMessageContaining("in use by another process");
    dirs.close(1).join();
    open(0, first).abandon();
  }

  @Test
  void oneUnusableDirectoryIsOfflineAndTheOtherServes() throws IOException {
    Files.createDirectories(second);
    Files.writeString(second.resolve("meta.properties"), "version=9\n");
    LogDirs dirs = open(0, first, second);
    assertThat(offline).extracting(LogDir::path).containsExactly(second);
    assertThat(create(dirs, "t").dir().path()).isEqualTo(first);
    assertThat(
            dirs.getOrCreate(new TopicPartition("old", 0), null, LogConfig.DEFAULTS, false).error())
        .isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
    dirs.close(1).join();
    assertThat(second.resolve(".kafka_cleanshutdown")).doesNotExist();
    assertThat(first.resolve(".kafka_cleanshutdown")).exists();
  }

  @Test
  void noUsableDirectoryKeepsTheBrokerFromStarting() throws IOException {
    Files.writeString(root.resolve("a"), "a file");
    assertThatThrownBy(() -> open(0, first)).hasMessageContaining("no log directory can be used");
  }

  @Test
  void lastDirectoryThatFailsWhileItsLogsAreOpenedKeepsTheBrokerFromStarting() throws IOException {
    LogDirs dirs = open(0, first, second);
    create(dirs, "t");
    create(dirs, "u");
    dirs.close(1).join();
    // What a start has to delete.
    Files.writeString(first.resolve("t-0/00000000000000000007.log.deleted"), "x");
    Files.writeString(second.resolve("u-0/00000000000000000007.log.deleted"), "x");
    disk.failing = "delete a/t-0";
    LogDirs one = open(0, first, second);
    assertThat(offline).extracting(LogDir::path).containsExactly(first);
    one.abandon();
    Files.writeString(second.resolve("u-0/00000000000000000007.log.deleted"), "x");
    disk.failing = "delete ";
    assertThatThrownBy(() -> open(0, first, second))
        .hasCauseInstanceOf(LogDirException.class)
        .hasMessageContaining("no log directory can be used")
        .hasMessageContaining(first + "," + second);
    disk.failing = null;
    open(0, first, second).abandon();
  }

  @Test
  void directoriesOfAnotherBrokerOrClusterAreRefused() {
    LogDirs dirs = open(3, first);
    assertThat(dirs.meta()).isNull();
    dirs.assignIdentity("cluster", 3);
    dirs.close(1).join();
    assertThat(first.resolve("meta.properties"))
        .hasContent("#\nversion=0\nbroker.id=3\ncluster.id=cluster\n");
    assertThatThrownBy(() -> open(4, first)).hasMessageContaining("belongs to broker.id=3");
    LogDirs again = open(3, first);
    assertThat(again.meta()).isEqualTo(new MetaProperties("cluster", 3));
    assertThatThrownBy(() -> again.assignIdentity("other", 3))
        .isInstanceOf(LogDirException.class)
        .hasMessageContaining("belongs to cluster cluster");
    again.abandon();
  }

  @Test
  void checkpointsAreWrittenOneAtATimeAndNotAfterTheEnd() throws Exception {
    LogDirs dirs = open(0, first);
    Log log = create(dirs, "t");
    CountDownLatch start = new CountDownLatch(1);
    List<CompletableFuture<Void>> writers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      writers.add(
          CompletableFuture.runAsync(
              () -> {
                start.countDown();
                for (int round = 0; round < 50; round++) {
                  dirs.writeHighWatermarks();
                }
              },
              task -> new Thread(task).start()));
    }
    start.await();
    CompletableFuture.allOf(writers.toArray(new CompletableFuture<?>[0])).join();
    assertThat(offline).isEmpty();
    dirs.close(1).join();
    assertThat(log.isOffline()).isFalse();
    Path checkpoint = first.resolve("replication-offset-checkpoint");
    Files.delete(checkpoint);
    dirs.writeHighWatermarks();
    assertThat(checkpoint).doesNotExist();
  }

  @Test
  void sameDirectoryTwiceIsRefused() throws IOException {
    Files.createDirectories(first);
    Files.createSymbolicLink(second, first);
    assertThatThrownBy(() -> open(0, first, second)).hasCauseInstanceOf(LogDirException.class);
  }

  @Test
  void directoryNamesAreUnderstood() {
    assertThat(LogFiles.parseDir("a-b-12"))
        .isEqualTo(new LogFiles.PartitionDir(new TopicPartition("a-b", 12), LogFiles.Kind.LIVE));
    assertThat(LogFiles.parseDir("t-0.0123456789abcdef0123456789abcdef-delete"))
        .isEqualTo(new LogFiles.PartitionDir(new TopicPartition("t", 0), LogFiles.Kind.DELETE));
    for (String odd : new String[] {"", "-0", "t-", "t-x", "lost+found", ".hidden", "t-delete"}) {
      assertThat(LogFiles.parseDir(odd)).as(odd).isNull();
    }
    String longest = "x".repeat(249);
    assertThat(LogFiles.deleteDir(new TopicPartition(longest, 7), new UUID(1, 2)))
        .hasSize(255)
        .endsWith("-7.00000000000000010000000000000002-delete");
  }
}
