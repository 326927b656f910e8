package io.classickafka.replica;

import io.classickafka.log.FutureLogs;
import io.classickafka.log.Log;
import io.classickafka.log.LogConfig;
import io.classickafka.log.LogDir;
import io.classickafka.log.LogDirs;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.replica.AlterLogDirRule.Hosted;
import io.classickafka.replica.AlterLogDirRule.Place;
import io.classickafka.replica.AlterLogDirRule.Verdict;
import io.classickafka.replica.Replicas.DirWish;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/** One AlterReplicaLogDirs being carried out. Owned by the control loop. */
final class AlterLogDirsRun {

  private static final Logger LOG = LogManager.getLogger(AlterLogDirsRun.class);

  private final Replicas replicas;
  private final List<DirWish> wishes;
  private final Predicate<TopicPartition> known;
  private final Consumer<List<ErrorCode>> onDone;
  private final ErrorCode[] errors;

  /**
   * A run.
   *
   * @param known whether a partition is in the cluster's metadata
   */
  AlterLogDirsRun(
      Replicas replicas,
      List<DirWish> wishes,
      Predicate<TopicPartition> known,
      Consumer<List<ErrorCode>> onDone) {
    this.replicas = replicas;
    this.wishes = wishes;
    this.known = known;
    this.onDone = onDone;
    this.errors = new ErrorCode[wishes.size()];
  }

  void start() {
    AtomicInteger open = new AtomicInteger(wishes.size() + 1);
    Runnable settled =
        () -> {
          if (open.decrementAndGet() == 0) {
            replicas.controlLoop().executeOrRun(() -> onDone.accept(List.of(errors)));
          }
        };
    for (int i = 0; i < wishes.size(); i++) {
      int wish = i;
      Runnable end = new Once(settled);
      guarded(i, end, () -> take(wish, wishes.get(wish), end));
    }
    settled.run();
  }

  /** Nobody else would end a wish of which a step fails, and no later command would come. */
  private void guarded(int i, Runnable end, Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | Error e) {
      errors[i] = ErrorCode.UNKNOWN_SERVER_ERROR;
      end.run();
      LOG.error("replica not moved partition={}", wishes.get(i).partition(), e);
    }
  }

  private void take(int i, DirWish wish, Runnable settled) {
    Partition partition = replicas.online(wish.partition());
    if (partition == null) {
      HostedPartition hosted = replicas.registry().find(wish.partition());
      boolean offline = hosted == HostedPartition.Offline.OFFLINE;
      Verdict verdict =
          verdict(wish, offline ? Hosted.OFFLINE : Hosted.NONE, Place.NOWHERE, Place.NOWHERE);
      LogDir dir = replicas.logDirs().dir(wish.dir());
      if (verdict.remembers() && dir != null) {
        replicas.logDirs().futures().prefer(wish.partition(), dir);
      }
      errors[i] = verdict.error();
      settled.run();
    } else {
      partition.loop().execute(() -> guarded(i, settled, () -> take(i, wish, partition, settled)));
    }
  }

  private Verdict verdict(DirWish wish, Hosted hosted, Place log, Place copy) {
    LogDirs logDirs = replicas.logDirs();
    LogDir dir = logDirs.dir(wish.dir());
    return AlterLogDirRule.decide(
        FutureLogs.mayMove(wish.partition()),
        dir != null,
        dir != null && !dir.isOffline(),
        hosted,
        known.test(wish.partition()),
        log,
        copy,
        logDirs.dirs().stream().anyMatch(LogDir::isOffline));
  }

  /** On the partition's loop. */
  private void take(int i, DirWish wish, Partition partition, Runnable settled) {
    LogDir dir = replicas.logDirs().dir(wish.dir());
    boolean gone = partition.stopped() || partition.log().isOffline();
    LogMove under = partition.moving().underWay();
    Verdict verdict =
        verdict(
            wish,
            gone ? Hosted.OFFLINE : Hosted.ONLINE,
            place(partition.log(), dir),
            place(under == null ? null : under.copy(), dir));
    errors[i] = verdict.error();
    if (verdict.discards() && under != null) {
      partition.moving().discard();
    }
    if (!verdict.begins() || dir == null) {
      settled.run();
    } else if (verdict.discards() && under != null) {
      under.whenIdle(() -> guarded(i, settled, () -> create(i, partition, dir, settled)));
    } else {
      create(i, partition, dir, settled);
    }
  }

  private static Place place(@Nullable Log log, @Nullable LogDir dir) {
    if (log == null) {
      return Place.NOWHERE;
    }
    return log.dir() == dir ? Place.THERE : Place.ELSEWHERE;
  }

  private void create(int i, Partition partition, LogDir dir, Runnable settled) {
    Log current = partition.log();
    LogConfig settings = partition.settings().ofCopy();
    Runnable step =
        () -> {
          Log copy = replicas.logDirs().futures().create(current, settings, dir);
          partition
              .loop()
              .execute(() -> guarded(i, settled, () -> created(i, partition, copy, settled)));
        };
    replicas.background().execute(() -> guarded(i, settled, step));
  }

  private void created(int i, Partition partition, @Nullable Log copy, Runnable settled) {
    if (copy == null) {
      errors[i] = ErrorCode.KAFKA_STORAGE_ERROR;
    } else if (partition.stopped()) {
      // It was taken away meanwhile.
      replicas.logDirs().futures().delete(copy);
      errors[i] = ErrorCode.REPLICA_NOT_AVAILABLE;
    } else {
      replicas.begin(partition, copy);
    }
    settled.run();
  }
}
