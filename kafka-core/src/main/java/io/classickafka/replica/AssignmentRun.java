package io.classickafka.replica;

import io.classickafka.log.Log;
import io.classickafka.log.LogDirs;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.replica.ControlRule.TopicIds;
import io.classickafka.replica.ControlRule.Verdict;
import io.classickafka.replica.Replicas.Assignment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One LeaderAndIsr being carried out: verdicts on the control loop, missing logs on the background
 * pool, then leaders before followers on their loops. Owned by the control loop.
 */
final class AssignmentRun {

  private static final Logger LOG = LogManager.getLogger(AssignmentRun.class);

  private static final String MENDED_BY_LEADER =
      "it is copied from the leader once it is out of the in-sync set";
  private static final String MENDED_BY_HAND =
      "restore it, or elect another replica that has the records, or set"
          + " unclean.leader.election.enable=true for the topic to go on without them";

  private final Replicas replicas;
  private final List<Assignment> assignments;
  private final Consumer<List<ErrorCode>> onDone;
  private final ErrorCode[] errors;
  private final Verdict[] verdicts;
  private final @Nullable Log[] opened;

  AssignmentRun(Replicas replicas, List<Assignment> assignments, Consumer<List<ErrorCode>> onDone) {
    this.replicas = replicas;
    this.assignments = assignments;
    this.onDone = onDone;
    this.errors = new ErrorCode[assignments.size()];
    this.verdicts = new Verdict[assignments.size()];
    this.opened = new Log[assignments.size()];
  }

  void start() {
    List<Integer> missing = new ArrayList<>();
    for (int i = 0; i < assignments.size(); i++) {
      guarded(i, "role not judged", n -> judge(n, missing));
    }
    openLogs(missing);
  }

  private void judge(int i, List<Integer> missing) {
    Assignment assignment = assignments.get(i);
    verdicts[i] = verdict(assignment);
    errors[i] = verdicts[i].error();
    if (acts(i) && replicas.online(assignment.partition()) == null) {
      if (isLost(i, assignment)) {
        verdicts[i] = Verdict.LOST;
        errors[i] = refusal(assignment.state());
      } else {
        missing.add(i);
      }
    }
  }

  private boolean acts(int i) {
    return verdicts[i] == Verdict.LEAD || verdicts[i] == Verdict.FOLLOW;
  }

  private boolean isLost(int i, Assignment assignment) {
    LeaderState state = assignment.state();
    boolean lost =
        replicas.logDirs().log(assignment.partition()) == null
            && ControlRule.isLost(
                verdicts[i],
                state,
                replicas.brokerId(),
                replicas.lateStops().hasDeleted(assignment.partition(), state.topicId()),
                replicas.lateStops().mayHaveDeleted(assignment.partition(), state.topicId()),
                () -> replicas.acceptsLoss(assignment.partition().topic()));
    if (lost) {
      LOG.error(
          "log is gone, replica refused topic={} partition={} leaderEpoch={} leader={} isr={}: {}",
          assignment.partition().topic(),
          assignment.partition().partition(),
          state.leaderEpoch(),
          state.leader(),
          state.isr(),
          mayBeMended(state) ? MENDED_BY_LEADER : MENDED_BY_HAND);
    }
    return lost;
  }

  /**
   * A partition without a leader is not refused as a failed disk is: there is no leadership to move
   * away, and an Apache controller deletes no topic that has a replica on a failed disk. It tells
   * brokers of the partitions of a topic that they have deleted already, as of all others.
   */
  private static ErrorCode refusal(LeaderState state) {
    return state.leader() == Partition.NO_LEADER
        ? ErrorCode.NOT_LEADER_OR_FOLLOWER
        : Verdict.LOST.error();
  }

  private boolean mayBeMended(LeaderState state) {
    return state.leader() != Partition.NO_LEADER && state.leader() != replicas.brokerId();
  }

  private Verdict verdict(Assignment assignment) {
    TopicPartition name = assignment.partition();
    LeaderState state = assignment.state();
    HostedPartition hosted = replicas.registry().find(name);
    PartitionView view = PartitionView.UNKNOWN;
    Uuid onDisk = null;
    if (hosted instanceof HostedPartition.Online online) {
      view = online.partition().view();
      onDisk = online.partition().log().topicId();
    } else {
      Log log = replicas.logDirs().log(name);
      onDisk = log == null ? null : log.topicId();
    }
    return ControlRule.leaderAndIsr(
        hosted == HostedPartition.Offline.OFFLINE,
        compare(state.topicId(), onDisk),
        state.leaderEpoch(),
        view.leaderEpoch(),
        state.leader(),
        state.replicas(),
        replicas.brokerId(),
        view.leads());
  }

  private static TopicIds compare(Uuid requested, @Nullable Uuid onDisk) {
    boolean named = !requested.equals(Uuid.ZERO_UUID);
    if (onDisk == null) {
      return named ? TopicIds.LOG_HAS_NONE : TopicIds.NEITHER;
    }
    if (!named) {
      return TopicIds.REQUEST_HAS_NONE;
    }
    return requested.equals(onDisk) ? TopicIds.SAME : TopicIds.DIFFERENT;
  }

  private void openLogs(List<Integer> missing) {
    if (missing.isEmpty()) {
      takeRoles();
      return;
    }
    AtomicInteger open = new AtomicInteger(missing.size());
    for (int i : missing) {
      replicas
          .background()
          .execute(
              () -> {
                try {
                  openLog(i);
                } finally {
                  if (open.decrementAndGet() == 0) {
                    replicas.controlLoop().execute(this::takeRoles);
                  }
                }
              });
    }
  }

  /** On the background pool. A bug or an error there must not hold up every later command. */
  private void openLog(int i) {
    Assignment assignment = assignments.get(i);
    // Stands if the log is not there at the end.
    errors[i] = ErrorCode.UNKNOWN_SERVER_ERROR;
    try {
      LogDirs.CreateResult result = replicas.openLog(assignment.partition(), assignment.state());
      opened[i] = result.log();
      errors[i] = result.log() == null ? result.error() : ErrorCode.NONE;
    } catch (RuntimeException | Error e) {
      LOG.error(
          "log not opened topic={} partition={}",
          assignment.partition().topic(),
          assignment.partition().partition(),
          e);
    }
  }

  private void takeRoles() {
    LoopGather gather = new LoopGather(replicas.controlLoop(), this::finish);
    for (Verdict verdict : Arrays.asList(Verdict.LEAD, Verdict.FOLLOW, Verdict.ASSIGN_TOPIC_ID)) {
      for (int i = 0; i < assignments.size(); i++) {
        if (verdicts[i] == verdict && errors[i] == ErrorCode.NONE) {
          guarded(i, "role not taken", n -> takeRole(n, gather));
        } else if (verdicts[i] == verdict && errors[i] == ErrorCode.KAFKA_STORAGE_ERROR) {
          guarded(
              i, "not shown as offline", n -> replicas.hostOffline(assignments.get(n).partition()));
        }
      }
    }
    gather.go();
  }

  /** On the control loop: what one partition meets keeps none of the others from their roles. */
  private void guarded(int i, String failure, IntConsumer step) {
    try {
      step.accept(i);
    } catch (RuntimeException | Error e) {
      errors[i] = ErrorCode.UNKNOWN_SERVER_ERROR;
      Faults.log(failure, assignments.get(i).partition(), e);
    }
  }

  private void takeRole(int i, LoopGather gather) {
    Assignment assignment = assignments.get(i);
    LeaderState state = assignment.state();
    Log log = opened[i];
    Partition known = replicas.online(assignment.partition());
    if (known == null && log == null) {
      errors[i] = ErrorCode.KAFKA_STORAGE_ERROR;
      return;
    }
    Partition partition = known == null && log != null ? replicas.host(log) : known;
    if (partition != null) {
      // Stands if the task never gets to its end.
      errors[i] = ErrorCode.UNKNOWN_SERVER_ERROR;
      gather.on(partition.loop(), () -> errors[i] = takeRole(partition, state, verdicts[i]));
    }
  }

  /** On the partition's loop. */
  private static ErrorCode takeRole(Partition partition, LeaderState state, Verdict verdict) {
    if (partition.log().topicId() == null && !state.topicId().equals(Uuid.ZERO_UUID)) {
      ErrorCode assigned = partition.log().assignTopicId(state.topicId());
      if (assigned != ErrorCode.NONE) {
        return assigned;
      }
    }
    return switch (verdict) {
      case LEAD -> partition.lead(state);
      case FOLLOW -> partition.follow(state);
      default -> ErrorCode.NONE;
    };
  }

  private void finish() {
    try {
      tell();
    } finally {
      onDone.accept(List.of(errors));
    }
  }

  private void tell() {
    int leads = 0;
    int follows = 0;
    int refused = 0;
    int stale = 0;
    @Nullable Assignment first = null;
    for (int i = 0; i < assignments.size(); i++) {
      Assignment assignment = assignments.get(i);
      Partition partition = replicas.online(assignment.partition());
      if (verdicts[i] == Verdict.STALE) {
        stale++;
      } else if (errors[i] != ErrorCode.NONE) {
        refused++;
        first = first == null ? assignment : first;
      } else if (acts(i) && partition != null) {
        guarded(i, "role not told", n -> replicas.onRole(partition, assignment.state()));
        first = first == null ? assignment : first;
        if (verdicts[i] == Verdict.LEAD) {
          leads++;
        } else {
          follows++;
        }
      }
    }
    if (first != null) {
      LOG.info(
          "roles taken leads={} follows={} refused={} stale={} first={}",
          leads,
          follows,
          refused,
          stale,
          first.partition());
    }
  }
}
