package io.classickafka.replica;

import java.util.ArrayList;
import java.util.List;

/**
 * The in-sync set of a partition as its leader knows it: what the cluster has agreed on, and the
 * one change that may be in flight. Immutable.
 *
 * <pre>
 * Committed --propose expansion--> PendingExpand --agreed or refused--> Committed
 * Committed --propose shrinking--> PendingShrink --agreed or refused--> Committed
 * any --LeaderAndIsr--> Committed
 * </pre>
 */
sealed interface IsrState {

  /** What the cluster has agreed on; ids as the controller listed them. */
  List<Integer> committed();

  /**
   * Every replica that may be in the set whatever becomes of the change in flight. The high
   * watermark must not pass any of them.
   */
  List<Integer> maximal();

  /** Whether a change is in flight; while it is, no other may be proposed. */
  default boolean pending() {
    return true;
  }

  /** No change in flight. */
  record Committed(List<Integer> committed) implements IsrState {
    public Committed {
      committed = List.copyOf(committed);
    }

    @Override
    public List<Integer> maximal() {
      return committed;
    }

    @Override
    public boolean pending() {
      return false;
    }
  }

  /**
   * A replica has been proposed as a new member.
   *
   * @param maximal the committed members and the new one
   */
  record PendingExpand(List<Integer> committed, int joining, List<Integer> maximal)
      implements IsrState {

    static PendingExpand of(List<Integer> committed, int joining) {
      List<Integer> maximal = new ArrayList<>(committed);
      maximal.add(joining);
      return new PendingExpand(committed, joining, List.copyOf(maximal));
    }
  }

  /** Members have been proposed for removal; until agreed they are still members. */
  record PendingShrink(List<Integer> committed, List<Integer> leaving) implements IsrState {
    @Override
    public List<Integer> maximal() {
      return committed;
    }
  }

  /** The set that was proposed, or the agreed one when no change is in flight. */
  default List<Integer> proposed() {
    if (this instanceof PendingExpand expand) {
      return expand.maximal();
    }
    if (this instanceof PendingShrink shrink) {
      List<Integer> left = new ArrayList<>(shrink.committed());
      left.removeAll(shrink.leaving());
      return left;
    }
    return committed();
  }
}
