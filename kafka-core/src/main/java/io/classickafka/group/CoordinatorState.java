package io.classickafka.group;

import io.classickafka.group.GroupRecord.GroupRemoved;
import io.classickafka.group.GroupRecord.GroupStored;
import io.classickafka.group.GroupRecord.OffsetRemoved;
import io.classickafka.group.GroupRecord.OffsetStored;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The groups of one partition of the offsets topic. Filled from the log by one thread, then owned
 * by a coordinator loop.
 */
final class CoordinatorState {

  private final Map<String, Group> groups = new LinkedHashMap<>();

  /** Offsets of transactions that have not ended, by producer id, newest last. */
  private final Map<Long, Map<Slot, Pending>> transactions = new LinkedHashMap<>();

  /** Where the offsets come from, while there may be transactions that began before them. */
  private final Map<Slot, Long> committedAt = new LinkedHashMap<>();

  private record Slot(String group, TopicPartition partition) {}

  private record Pending(OffsetStored record, long batchOffset) {}

  @Nullable Group group(String id) {
    return groups.get(id);
  }

  Group groupOrNew(String id) {
    return groups.computeIfAbsent(id, Group::new);
  }

  void remove(Group group) {
    groups.remove(group.id, group);
  }

  Collection<Group> groups() {
    return groups.values();
  }

  List<Group> snapshot() {
    return new ArrayList<>(groups.values());
  }

  /** Whether a transaction that has not ended holds another offset for a partition. */
  boolean inTransaction(String group, TopicPartition partition) {
    Slot slot = new Slot(group, partition);
    return transactions.values().stream().anyMatch(held -> held.containsKey(slot));
  }

  /**
   * Makes true what a committed record says. A group's own record is replayed while loading only: a
   * group that lives has moved on by itself.
   *
   * @param batchOffset of the first record of its batch
   */
  void replay(GroupRecord record, long batchOffset) {
    if (record instanceof OffsetStored stored) {
      groupOrNew(stored.group()).offsets.put(stored.partition(), stored.offset());
      if (!transactions.isEmpty()) {
        committedAt.put(new Slot(stored.group(), stored.partition()), batchOffset);
      }
    } else if (record instanceof OffsetRemoved removed) {
      Group group = groups.get(removed.group());
      if (group != null) {
        group.offsets.remove(removed.partition());
      }
    } else if (record instanceof GroupStored stored) {
      replayGroup(stored);
    } else if (record instanceof GroupRemoved removed) {
      replayRemoval(removed);
    } else {
      throw new AssertionError(record);
    }
  }

  private void replayGroup(GroupStored stored) {
    groupOrNew(stored.group()).restore(stored);
  }

  private void replayRemoval(GroupRemoved removed) {
    Group group = groups.get(removed.group());
    if (group == null) {
      return;
    }
    if (group.offsets.isEmpty()) {
      groups.remove(group.id);
    } else {
      // Offsets that outlive their group's record, or were committed after it went.
      Group bare = new Group(group.id);
      bare.offsets.putAll(group.offsets);
      groups.put(group.id, bare);
    }
  }

  /** Holds an offset until its transaction ends. */
  void replayInTransaction(long producerId, GroupRecord record, long batchOffset) {
    if (record instanceof OffsetStored stored) {
      transactions
          .computeIfAbsent(producerId, id -> new LinkedHashMap<>())
          .put(new Slot(stored.group(), stored.partition()), new Pending(stored, batchOffset));
    }
  }

  /** Ends a transaction: its offsets become true unless newer ones have, or are dropped. */
  void replayMarker(long producerId, boolean commit) {
    Map<Slot, Pending> held = transactions.remove(producerId);
    if (held != null && commit) {
      held.forEach(
          (slot, pending) -> {
            if (committedAt.getOrDefault(slot, -1L) < pending.batchOffset()) {
              replay(pending.record(), pending.batchOffset());
            }
          });
    }
    if (transactions.isEmpty()) {
      committedAt.clear();
    }
  }
}
