package io.classickafka.simulation.check;

import io.classickafka.coordination.Op;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.zk.MalformedZnodeException;
import io.classickafka.zk.PartitionState;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * C10: a controller epoch is one session's; what a controller writes about partitions is written
 * only while its epoch stands, which the write itself checks; and brokers refuse who is controller
 * no more, and what was meant for their former lives.
 */
public final class OneController implements Check {

  private static final String EPOCH = "/controller_epoch";

  private final Map<Integer, Long> sessions = new TreeMap<>();
  private final boolean leadersWriteSets;

  /** The state of each partition, to see what a write changes. */
  private final Map<String, PartitionState> states = new TreeMap<>();

  /**
   * No controller yet.
   *
   * @param leadersWriteSets whether in the brokers' dialect a leader changes the in-sync set, and
   *     nothing else, by itself
   */
  public OneController(boolean leadersWriteSets) {
    this.leadersWriteSets = leadersWriteSets;
  }

  /** How many controllers there were. */
  public int controllers() {
    return sessions.size();
  }

  @Override
  public void onWrite(long session, List<Op> ops) {
    boolean checked = false;
    for (Op op : ops) {
      if (op instanceof Op.Check check && check.path().equals(EPOCH)) {
        checked |= check.version() != Op.ANY_VERSION;
      } else if (op instanceof Op.SetData set && set.path().equals(EPOCH)) {
        claim(session, set.data());
        checked |= set.version() != Op.ANY_VERSION;
      } else if (op instanceof Op.Create create && create.path().equals(EPOCH)) {
        claim(session, create.data());
        checked = true;
      }
    }
    for (Op op : ops) {
      boolean decides =
          op.path().startsWith("/brokers/topics/")
              && op.path().endsWith("/state")
              && !(op instanceof Op.Check);
      if (!decides) {
        continue;
      }
      PartitionState before = states.get(op.path());
      PartitionState after = remember(op);
      boolean leaders =
          leadersWriteSets && op instanceof Op.SetData set && changesSet(set, before, after);
      if (!checked && !leaders && session != 0) {
        throw new Violation("C10", "written without a check of the epoch: " + op.text());
      }
    }
  }

  private @Nullable PartitionState remember(Op op) {
    byte[] data =
        op instanceof Op.SetData set
            ? set.data()
            : op instanceof Op.Create create ? create.data() : null;
    PartitionState state = null;
    try {
      state = PartitionState.decode(op.path(), data);
      states.put(op.path(), state);
    } catch (MalformedZnodeException e) {
      states.remove(op.path());
    }
    return state;
  }

  private static boolean changesSet(
      Op.SetData set, @Nullable PartitionState before, @Nullable PartitionState after) {
    return set.version() != Op.ANY_VERSION
        && before != null
        && after != null
        && after.leader() == before.leader()
        && after.leaderEpoch() == before.leaderEpoch();
  }

  private void claim(long session, byte @Nullable [] data) {
    String text = data == null ? "" : new String(data, StandardCharsets.UTF_8);
    Long other = text.isEmpty() ? null : sessions.putIfAbsent(Integer.parseInt(text), session);
    if (other != null && other != session) {
      throw new Violation(
          "C10", "controller epoch " + text + " of session " + session + " and of " + other);
    }
  }

  @Override
  public void onZombieProbe(ZombieProbe probe) {
    boolean refused =
        probe.answer() == ErrorCode.STALE_CONTROLLER_EPOCH
            || probe.answer() == ErrorCode.STALE_BROKER_EPOCH;
    if (!refused) {
      throw new Violation("C10", "not refused: " + probe);
    }
  }
}
