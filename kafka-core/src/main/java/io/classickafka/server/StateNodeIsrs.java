package io.classickafka.server;

import io.classickafka.coordination.CoordinationClient;
import io.classickafka.coordination.NodeStat;
import io.classickafka.coordination.Op;
import io.classickafka.coordination.Op.Lifetime;
import io.classickafka.coordination.Status;
import io.classickafka.coordination.WriteResult;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.replica.IsrChanges;
import io.classickafka.seam.EventLoop;
import io.classickafka.zk.IsrChangeNotification;
import io.classickafka.zk.PartitionState;
import io.classickafka.zk.ZkPaths;
import io.classickafka.zk.ZkTopicPartition;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * In-sync sets in the dialect before 2.7-IV2, whose controllers do not know AlterPartition: a
 * leader writes the partition's state node itself, on condition of its version, and tells the
 * controller some time later by a node in {@code /isr_change_notification}. An election also writes
 * the node, so that a leader which was replaced cannot write any more.
 *
 * <p>Notes wait until the sets have stood still for a while: each one makes the controller tell all
 * brokers. State of one loop, that of its client.
 */
final class StateNodeIsrs implements IsrChanges {

  private static final Logger LOG = LogManager.getLogger(StateNodeIsrs.class);

  static final long LOOK_MS = 2_500;
  static final long QUIET_MS = 5_000;
  static final long LONGEST_MS = 60_000;

  /** Keeps a note far below the megabyte that a server accepts, with the longest topic names. */
  private static final int PARTITIONS_PER_NOTE = 1_000;

  private final CoordinationClient client;
  private final EventLoop loop;
  private final int brokerId;
  private final PartitionStates states;

  /** Changed, and the controller was not told. */
  private final TreeSet<ZkTopicPartition> untold = new TreeSet<>();

  /** Why the last write failed; each new reason is worth a line. */
  private Status lastFailure = Status.OK;

  private boolean looking;
  private long lastChangeMs;
  private long lastNoteMs;

  StateNodeIsrs(CoordinationClient client, EventLoop loop, int brokerId, PartitionStates states) {
    this.client = client;
    this.loop = loop;
    this.brokerId = brokerId;
    this.states = states;
    this.lastNoteMs = loop.monotonicMs();
  }

  @Override
  public void read(TopicPartition partition, Consumer<@Nullable Stored> onStored) {
    states.read(partition, onStored);
  }

  /** Nobody but the leader looks at what it writes. */
  @Override
  public boolean refusesTheDead() {
    return false;
  }

  @Override
  public void propose(Proposal proposal, Consumer<Answer> onAnswer) {
    PartitionState state =
        new PartitionState(
            brokerId, proposal.leaderEpoch(), proposal.isr(), false, proposal.controllerEpoch());
    Op set =
        new Op.SetData(
            PartitionStates.path(proposal.partition()), state.encode(), proposal.partitionEpoch());
    client.write(
        List.of(set), result -> loop.executeOrRun(() -> written(proposal, result, onAnswer)));
  }

  private void written(Proposal proposal, WriteResult result, Consumer<Answer> onAnswer) {
    switch (result.status()) {
      case OK -> {
        NodeStat stat = result.outcomes().get(0).stat();
        if (stat == null) {
          throw new IllegalStateException("no version of a node that was set");
        }
        changed(proposal, stat.version(), onAnswer);
      }
      // Maybe it is this very write, repeated after its answer was lost.
      case BAD_VERSION, CONNECTION_LOSS ->
          states.read(
              proposal.partition(),
              stored -> loop.executeOrRun(() -> readBack(proposal, stored, onAnswer)));
      case NO_NODE -> onAnswer.accept(Answer.refused(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION));
      default -> {
        failing(result.status());
        onAnswer.accept(Answer.refused(ErrorCode.NETWORK_EXCEPTION));
      }
    }
  }

  private void failing(Status status) {
    if (lastFailure != status) {
      LOG.warn("isr not written to its state node, trying again and again status={}", status);
      lastFailure = status;
    }
  }

  private void readBack(Proposal proposal, @Nullable Stored stored, Consumer<Answer> onAnswer) {
    if (stored == null) {
      onAnswer.accept(Answer.refused(ErrorCode.NETWORK_EXCEPTION));
    } else if (stored.leader() == brokerId
        && stored.leaderEpoch() == proposal.leaderEpoch()
        && stored.partitionEpoch() > proposal.partitionEpoch()
        && stored.isr().equals(proposal.isr())) {
      changed(proposal, stored.partitionEpoch(), onAnswer);
    } else {
      onAnswer.accept(Answer.refused(ErrorCode.INVALID_UPDATE_VERSION));
    }
  }

  private void changed(Proposal proposal, int version, Consumer<Answer> onAnswer) {
    untold.add(
        new ZkTopicPartition(proposal.partition().topic(), proposal.partition().partition()));
    lastChangeMs = loop.monotonicMs();
    lastFailure = Status.OK;
    lookLater();
    onAnswer.accept(new Answer(ErrorCode.NONE, proposal.leaderEpoch(), version, proposal.isr()));
  }

  private void lookLater() {
    if (!looking && !untold.isEmpty()) {
      looking = true;
      loop.schedule(
          LOOK_MS,
          () -> {
            looking = false;
            look();
          });
    }
  }

  private void look() {
    long nowMs = loop.monotonicMs();
    if (nowMs - lastChangeMs >= QUIET_MS || nowMs - lastNoteMs >= LONGEST_MS) {
      lastNoteMs = nowMs;
      tell();
    }
    lookLater();
  }

  private void tell() {
    List<ZkTopicPartition> all = new ArrayList<>(untold);
    untold.clear();
    for (int from = 0; from < all.size(); from += PARTITIONS_PER_NOTE) {
      List<ZkTopicPartition> some =
          List.copyOf(all.subList(from, Math.min(all.size(), from + PARTITIONS_PER_NOTE)));
      Op create =
          new Op.Create(
              ZkPaths.sequencePrefix(ZkPaths.ISR_CHANGES),
              IsrChangeNotification.of(some).encode(),
              Lifetime.PERSISTENT_SEQUENTIAL);
      client.write(List.of(create), result -> loop.executeOrRun(() -> told(some, result.status())));
    }
  }

  private void told(List<ZkTopicPartition> some, Status status) {
    if (status == Status.OK) {
      LOG.debug("isr changes announced count={}", some.size());
      return;
    }
    // A second note of the same only makes the controller read twice.
    LOG.warn("cannot announce isr changes, trying again count={} status={}", some.size(), status);
    untold.addAll(some);
    lookLater();
  }
}
