package io.classickafka.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.classickafka.protocol.ErrorCode;
import io.classickafka.seam.FileSlice;
import io.classickafka.simulation.DiskFaults.Effect;
import io.classickafka.simulation.DiskFaults.Operation;
import io.classickafka.simulation.MemoryDisk;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of a log directory whose disk fails while records that were found are sent. */
class LogSliceTest {

  private static final Path DIR = Path.of("/data");
  private static final LogConfig CONFIG = LogFixture.small().build();

  private final MemoryDisk disk = new MemoryDisk();
  private final ManualLoop loop = new ManualLoop();
  private final ArrayDeque<Runnable> pool = new ArrayDeque<>();
  private final List<LogDir> offline = new ArrayList<>();
  private final Log log;
  private final FileSlice slice;

  LogSliceTest() {
    LogDirsConfig config = new LogDirsConfig(List.of(DIR), 0, 1, 1000, 86_400_000, 7);
    var opening =
        LogDirs.open(disk.mount(), config, topic -> CONFIG, loop, pool::add, offline::add);
    runPool();
    log =
        Objects.requireNonNull(
            opening.join().getOrCreate(new TopicPartition("t", 0), null, CONFIG, true).log());
    for (int i = 0; i < 3; i++) {
      log.appendAsLeader(
          LogFixture.batch(loop.nowMs, "value-" + i),
          0,
          Origin.CLIENT,
          loop.nowMs,
          new AppendWorkspace(() -> 0));
    }
    ReadResult read = log.read(0, 10_000, 3, true, false);
    slice = (FileSlice) ((ReadResult.Records) read).records();
    runPool();
  }

  @AfterEach
  void everySliceIsGivenBack() {
    slice.release();
    assertThat(disk.heldSlices()).isZero();
  }

  private void runPool() {
    while (!pool.isEmpty()) {
      pool.remove().run();
    }
  }

  private void breakReads() {
    disk.faults().always(Operation.READ, path -> path.startsWith(DIR), 0, Effect.EIO);
  }

  private static IOException sendFailure() {
    return new IOException("sendfile: Input/output error");
  }

  @Test
  void whatCannotBeReadAgainAfterSendingItFailedTakesTheDirectoryOffline() {
    breakReads();
    slice.slice(10, 100).onSendFailed(7, sendFailure());
    assertThat(offline).as("read on the sender's thread").isEmpty();
    runPool();
    assertThat(offline).containsExactly(log.dir());
    assertThat(log.isOffline()).isTrue();
    assertThat(log.read(0, 10_000, 3, true, false))
        .isInstanceOfSatisfying(
            ReadResult.Failed.class,
            failed -> assertThat(failed.error()).isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR));
  }

  @Test
  void whatCanBeReadAgainWasTheSocketsFailure() {
    slice.onSendFailed(0, sendFailure());
    slice.onSendFailed(slice.sizeBytes(), sendFailure());
    runPool();
    assertThat(log.isOffline()).isFalse();
  }

  @Test
  void whatWasCutOffMeanwhileIsNoFailureOfTheDisk() {
    log.truncateTo(1, loop.nowMs);
    slice.onSendFailed(0, sendFailure());
    runPool();
    ByteBuffer all = ByteBuffer.allocate(slice.sizeBytes());
    assertThatThrownBy(() -> slice.read(0, all)).isInstanceOf(EOFException.class);
    assertThat(log.isOffline()).isFalse();
  }

  @Test
  void aReaderThatMeetsTheFailureItselfTakesTheDirectoryOfflineToo() {
    breakReads();
    assertThatThrownBy(() -> slice.read(0, ByteBuffer.allocate(10)))
        .isInstanceOf(IOException.class);
    assertThat(offline).containsExactly(log.dir());
  }
}
