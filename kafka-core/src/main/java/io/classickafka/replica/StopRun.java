package io.classickafka.replica;

import io.classickafka.log.Log;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.replica.Replicas.Stop;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * One StopReplica being carried out. Owned by the control loop.
 *
 * <p>A replica leaves the registry before its log is renamed, on its own loop; whoever asks
 * meanwhile is told that it is not here.
 */
final class StopRun {

  private static final Logger LOG = LogManager.getLogger(StopRun.class);

  private final Replicas replicas;
  private final List<Stop> stops;
  private final StopSender sender;
  private final Consumer<List<ErrorCode>> onDone;
  private final ErrorCode[] errors;

  StopRun(
      Replicas replicas, List<Stop> stops, StopSender sender, Consumer<List<ErrorCode>> onDone) {
    this.replicas = replicas;
    this.stops = stops;
    this.sender = sender;
    this.onDone = onDone;
    this.errors = new ErrorCode[stops.size()];
  }

  void start() {
    AtomicInteger open = new AtomicInteger(stops.size() + 1);
    Runnable settled =
        () -> {
          if (open.decrementAndGet() == 0) {
            replicas.controlLoop().executeOrRun(() -> onDone.accept(List.of(errors)));
          }
        };
    for (int i = 0; i < stops.size(); i++) {
      Runnable end = new Once(settled);
      try {
        stop(i, stops.get(i), end);
      } catch (RuntimeException | Error e) {
        errors[i] = ErrorCode.UNKNOWN_SERVER_ERROR;
        end.run();
        Faults.log("replica not stopped", stops.get(i).partition(), e);
      }
    }
    settled.run();
  }

  private void stop(int i, Stop stop, Runnable settled) {
    TopicPartition name = stop.partition();
    HostedPartition hosted = replicas.registry().find(name);
    Partition partition = replicas.online(name);
    int current = partition == null ? Partition.NO_EPOCH : partition.view().leaderEpoch();
    boolean offline = hosted == HostedPartition.Offline.OFFLINE && replicas.isDirOffline(name);
    boolean ofTopic = stop.leaderEpoch() == ControlRule.EPOCH_DURING_DELETION;
    boolean late = ofTopic && isLate(name);
    errors[i] = ControlRule.stopReplica(offline, stop.leaderEpoch(), current, late);
    if (errors[i] == ErrorCode.NONE && ofTopic && stop.delete()) {
      replicas.lateStops().deleting(name, replicas.logDirs().log(name), sender);
    }
    if (errors[i] != ErrorCode.NONE) {
      settled.run();
    } else if (partition == null) {
      deleteLeftover(i, stop, settled);
    } else if (stop.delete()) {
      // Stands if the task never gets to its end.
      errors[i] = ErrorCode.UNKNOWN_SERVER_ERROR;
      unhost(partition);
      partition
          .loop()
          .execute(
              () -> {
                try {
                  end(partition);
                  errors[i] = replicas.logDirs().delete(name);
                } finally {
                  settled.run();
                }
              });
    } else {
      partition
          .loop()
          .execute(
              () -> {
                try {
                  partition.stopFetching();
                } finally {
                  settled.run();
                }
              });
    }
  }

  /** Whatever that meets, the replica ends: it would go on writing the log that another gets. */
  private void unhost(Partition partition) {
    try {
      replicas.unhost(partition);
    } catch (RuntimeException | Error e) {
      Faults.log("stop not told", partition.name(), e);
    }
  }

  /** On its loop. What giving up a copy of its log meets must not keep it at work either. */
  private static void end(Partition partition) {
    try {
      partition.moving().discard();
    } catch (RuntimeException | Error e) {
      Faults.log("copy of a log not given up", partition.name(), e);
    }
    partition.stop(ErrorCode.NOT_LEADER_OR_FOLLOWER);
  }

  private boolean isLate(TopicPartition name) {
    Log log = replicas.logDirs().log(name);
    Uuid onDisk = log == null ? null : log.topicId();
    boolean late = replicas.lateStops().isLate(name, onDisk, sender);
    if (late) {
      LOG.warn(
          "deletion refused, it is of a former topic of the name topic={} partition={} topicId={}",
          name.topic(),
          name.partition(),
          onDisk);
    }
    return late;
  }

  private void deleteLeftover(int i, Stop stop, Runnable settled) {
    Log copy = replicas.logDirs().futures().get(stop.partition());
    if (!stop.delete() || (copy == null && replicas.logDirs().log(stop.partition()) == null)) {
      settled.run();
      return;
    }
    // Also one whose log could not be used, in a directory that can.
    replicas.registry().remove(stop.partition());
    // Stands if the task never gets to its end.
    errors[i] = ErrorCode.UNKNOWN_SERVER_ERROR;
    Runnable deletion =
        () -> {
          try {
            if (copy != null) {
              replicas.logDirs().futures().delete(copy);
            }
            errors[i] = replicas.logDirs().delete(stop.partition());
          } finally {
            settled.run();
          }
        };
    Runnable soon = () -> replicas.background().execute(deletion);
    if (copy == null) {
      soon.run();
    } else {
      // A replica that went offline by itself may have left its copy in the middle of a write.
      replicas.moves().stop(copy, replicas.controlLoop(), soon);
    }
  }
}
