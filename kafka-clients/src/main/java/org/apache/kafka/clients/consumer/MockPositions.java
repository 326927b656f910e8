package org.apache.kafka.clients.consumer;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** The partitions of a {@link MockConsumer} and where it stands in each, in its monitor. */
final class MockPositions {

  /** Where it stands in a partition that is assigned. */
  private static final class Standing {
    /** The next offset to be polled; null when it is to be found. */
    Long position;

    /** Where to look for it, when not where the group has committed. */
    OffsetResetStrategy sought;

    boolean paused;
  }

  private final OffsetResetStrategy strategy;
  private final Map<TopicPartition, Standing> assigned = new LinkedHashMap<>();
  private final Map<TopicPartition, OffsetAndMetadata> committed = new LinkedHashMap<>();
  private final Map<TopicPartition, Long> beginnings = new LinkedHashMap<>();
  private final Map<TopicPartition, Long> ends = new LinkedHashMap<>();

  MockPositions(OffsetResetStrategy strategy) {
    this.strategy = strategy;
  }

  Set<TopicPartition> assigned() {
    return new LinkedHashSet<>(assigned.keySet());
  }

  /** Has these and no others; positions in those that stay, stay. */
  void assign(Set<TopicPartition> wanted) {
    assigned.keySet().retainAll(wanted);
    wanted.forEach(partition -> assigned.computeIfAbsent(partition, any -> new Standing()));
  }

  void requireAssigned(TopicPartition partition) {
    standing(partition);
  }

  private Standing standing(TopicPartition partition) {
    Standing standing = assigned.get(partition);
    if (standing == null) {
      throw new IllegalStateException(
          partition + " is not assigned: that takes assign, or subscribe and rebalance");
    }
    return standing;
  }

  /** Finds every position that is to be found. */
  void findAll() {
    assigned.forEach(this::find);
  }

  private void find(TopicPartition partition, Standing standing) {
    if (standing.position != null) {
      return;
    }
    OffsetAndMetadata ofGroup = committed.get(partition);
    if (standing.sought == null && ofGroup != null) {
      standing.position = ofGroup.offset();
      return;
    }
    OffsetResetStrategy from = standing.sought == null ? strategy : standing.sought;
    if (from == OffsetResetStrategy.NONE) {
      throw new NoOffsetForPartitionException(partition);
    }
    boolean begins = from == OffsetResetStrategy.EARLIEST;
    standing.position = begins ? beginning(partition) : end(partition);
    standing.sought = null;
  }

  /** The position; found first, if it is to be found. */
  long of(TopicPartition partition) {
    Standing standing = assigned.get(partition);
    if (standing == null) {
      throw new IllegalArgumentException(partition + " is not assigned");
    }
    find(partition, standing);
    return standing.position;
  }

  void set(TopicPartition partition, long offset) {
    Standing standing = standing(partition);
    standing.position = offset;
    standing.sought = null;
  }

  /** Has the position looked for at an end when it is next needed. */
  void seek(TopicPartition partition, OffsetResetStrategy where) {
    Standing standing = standing(partition);
    standing.position = null;
    standing.sought = where;
  }

  /** The partition's beginning must not have gone beyond the position. */
  void requireWithin(TopicPartition partition) {
    long position = of(partition);
    Long beginning = beginnings.get(partition);
    if (beginning != null && beginning > position) {
      throw new OffsetOutOfRangeException(Collections.singletonMap(partition, position));
    }
  }

  /** How far the position is from the end; 0 while the end was not told. */
  long lag(TopicPartition partition) {
    Long end = ends.get(partition);
    return end == null ? 0 : end - of(partition);
  }

  boolean isPaused(TopicPartition partition) {
    return standing(partition).paused;
  }

  void pause(TopicPartition partition, boolean paused) {
    standing(partition).paused = paused;
  }

  Set<TopicPartition> paused() {
    Set<TopicPartition> paused = assigned();
    paused.removeIf(partition -> !isPaused(partition));
    return paused;
  }

  /** Tells where partitions begin. */
  void beginAt(Map<TopicPartition, Long> offsets) {
    beginnings.putAll(offsets);
  }

  /** Tells where partitions end. */
  void endAt(Map<TopicPartition, Long> offsets) {
    ends.putAll(offsets);
  }

  Map<TopicPartition, Long> beginnings(Collection<TopicPartition> partitions) {
    Map<TopicPartition, Long> asked = new LinkedHashMap<>();
    partitions.forEach(partition -> asked.put(partition, beginning(partition)));
    return asked;
  }

  Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
    Map<TopicPartition, Long> asked = new LinkedHashMap<>();
    partitions.forEach(partition -> asked.put(partition, end(partition)));
    return asked;
  }

  private long beginning(TopicPartition partition) {
    Long offset = beginnings.get(partition);
    if (offset == null) {
      throw new IllegalStateException(
          "where " + partition + " begins was not told: updateBeginningOffsets");
    }
    return offset;
  }

  private long end(TopicPartition partition) {
    Long offset = ends.get(partition);
    if (offset == null) {
      throw new IllegalStateException(
          "where " + partition + " ends was not told: updateEndOffsets");
    }
    return offset;
  }

  void commit(Map<TopicPartition, OffsetAndMetadata> offsets) {
    committed.putAll(offsets);
  }

  void forgetCommitted() {
    committed.clear();
  }

  Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions) {
    Map<TopicPartition, OffsetAndMetadata> asked = new LinkedHashMap<>();
    for (TopicPartition partition : partitions) {
      OffsetAndMetadata found = committed.get(partition);
      if (found != null) {
        asked.put(partition, found);
      }
    }
    return asked;
  }

  /** The positions that are known. */
  Map<TopicPartition, OffsetAndMetadata> toCommit() {
    Map<TopicPartition, OffsetAndMetadata> known = new LinkedHashMap<>();
    assigned.forEach(
        (partition, standing) -> {
          if (standing.position != null) {
            known.put(partition, new OffsetAndMetadata(standing.position));
          }
        });
    return known;
  }
}
