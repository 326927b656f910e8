package io.classickafka.group;

import io.classickafka.group.GroupCommand.Commit;
import io.classickafka.group.GroupCommand.Fetch;
import io.classickafka.group.GroupCommand.OffsetToCommit;
import io.classickafka.group.GroupRecord.OffsetStored;
import io.classickafka.group.GroupReply.Committed;
import io.classickafka.group.GroupReply.Fetched;
import io.classickafka.group.GroupReply.FetchedOffset;
import io.classickafka.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Commits and what was committed. Pure, but for the state it is given. */
final class Offsets {

  private Offsets() {}

  static void commit(Turn turn, Commit commit) {
    Group group = turn.state().group(commit.group());
    if (group == null && commit.generation() >= 0) {
      turn.reply(commit.to(), commit.refused(ErrorCode.ILLEGAL_GENERATION));
      return;
    }
    if (group == null) {
      group = turn.state().groupOrNew(commit.group());
    }
    ErrorCode refused = refusal(group, commit);
    if (refused != ErrorCode.NONE) {
      turn.reply(commit.to(), commit.refused(refused));
      return;
    }
    Member member = group.member(commit.memberId());
    if (member != null) {
      turn.touch(group, member);
    }
    store(turn, group, commit);
  }

  private static ErrorCode refusal(Group group, Commit commit) {
    boolean outside = commit.generation() < 0;
    if (outside && group.phase == GroupPhase.EMPTY) {
      return ErrorCode.NONE;
    }
    if (outside && commit.memberId().isEmpty() && commit.instanceId() == null) {
      return ErrorCode.UNKNOWN_MEMBER_ID;
    }
    ErrorCode unknown = group.check(commit.memberId(), commit.instanceId());
    if (unknown != ErrorCode.NONE) {
      return unknown;
    }
    if (commit.generation() != group.generation) {
      return ErrorCode.ILLEGAL_GENERATION;
    }
    // Until it has its assignment nobody can have consumed anything in this generation.
    return group.phase == GroupPhase.COMPLETING_REBALANCE
        ? ErrorCode.REBALANCE_IN_PROGRESS
        : ErrorCode.NONE;
  }

  private static void store(Turn turn, Group group, Commit commit) {
    List<ErrorCode> errors = new ArrayList<>(commit.offsets().size());
    List<GroupRecord> records = new ArrayList<>(commit.offsets().size());
    for (OffsetToCommit each : commit.offsets()) {
      if (each.offset().metadata().length() > turn.settings().offsetMetadataMax()) {
        errors.add(ErrorCode.OFFSET_METADATA_TOO_LARGE);
      } else {
        errors.add(ErrorCode.NONE);
        records.add(new OffsetStored(group.id, each.partition(), each.offset()));
        group.offsetPending(each.partition());
      }
    }
    if (records.isEmpty()) {
      turn.reply(commit.to(), new Committed(errors));
    } else {
      turn.append(new Write.Offsets(commit.to(), group.id, records, errors));
    }
  }

  /** The offsets are stored, or could not be. */
  static void onStored(Turn turn, Write.Offsets write, ErrorCode error, long batchOffset) {
    for (GroupRecord record : write.records()) {
      if (error == ErrorCode.NONE) {
        turn.state().replay(record, batchOffset);
      }
      Group group = turn.state().group(write.group());
      if (group != null && record instanceof OffsetStored stored) {
        group.offsetSettled(stored.partition());
      }
    }
    ErrorCode answer = WriteErrors.ofOffsets(error);
    List<ErrorCode> errors = new ArrayList<>(write.errors());
    errors.replaceAll(each -> each == ErrorCode.NONE ? answer : each);
    turn.reply(write.to(), new Committed(errors));
  }

  static void fetch(Turn turn, Fetch fetch) {
    Group group = turn.state().group(fetch.group());
    List<FetchedOffset> found = new ArrayList<>();
    List<TopicPartition> asked = fetch.partitions();
    if (asked != null) {
      asked.forEach(partition -> found.add(find(turn, group, fetch, partition)));
    } else if (group != null) {
      group.offsets.keySet().forEach(known -> found.add(find(turn, group, fetch, known)));
    }
    turn.reply(fetch.to(), new Fetched(ErrorCode.NONE, found));
  }

  private static FetchedOffset find(
      Turn turn, @Nullable Group group, Fetch fetch, TopicPartition partition) {
    if (group == null) {
      return new FetchedOffset(partition, ErrorCode.NONE, null);
    }
    boolean changing =
        group.pendingOffsets.containsKey(partition)
            || turn.state().inTransaction(group.id, partition);
    if (fetch.requireStable() && changing) {
      return new FetchedOffset(partition, ErrorCode.UNSTABLE_OFFSET_COMMIT, null);
    }
    return new FetchedOffset(partition, ErrorCode.NONE, group.offsets.get(partition));
  }

  // What nobody needs any more.

  /** Removes what has expired, and groups of which nothing is left. */
  static void expire(Turn turn) {
    for (Group group : turn.state().snapshot()) {
      List<TopicPartition> expired = new ArrayList<>();
      group.offsets.forEach(
          (partition, offset) -> {
            if (!isChanging(turn, group, partition)
                && Expiry.isOver(turn, group, partition, offset)) {
              expired.add(partition);
            }
          });
      remove(turn, group, expired);
    }
  }

  static void removeTopics(Turn turn, List<TopicPartition> partitions) {
    Set<TopicPartition> gone = new LinkedHashSet<>(partitions);
    for (Group group : turn.state().snapshot()) {
      List<TopicPartition> removed = new ArrayList<>();
      for (TopicPartition partition : group.offsets.keySet()) {
        if (gone.contains(partition)) {
          removed.add(partition);
        }
      }
      if (!removed.isEmpty()) {
        remove(turn, group, removed);
      }
    }
  }

  private static boolean isChanging(Turn turn, Group group, TopicPartition partition) {
    return group.pendingOffsets.containsKey(partition)
        || turn.state().inTransaction(group.id, partition);
  }

  private static void remove(Turn turn, Group group, List<TopicPartition> partitions) {
    List<GroupRecord> records = new ArrayList<>();
    for (TopicPartition partition : partitions) {
      records.add(new GroupRecord.OffsetRemoved(group.id, partition));
    }
    boolean nothingLeft =
        group.phase == GroupPhase.EMPTY
            && group.pendingMembers.isEmpty()
            && group.pendingOffsets.isEmpty()
            && group.offsets.size() == partitions.size();
    if (nothingLeft && group.generation > 0) {
      records.add(new GroupRecord.GroupRemoved(group.id));
    }
    if (!records.isEmpty()) {
      partitions.forEach(group::offsetPending);
      turn.append(new Write.Removal(group.id, records));
    } else if (nothingLeft) {
      turn.state().remove(group);
    }
  }

  /** The removal is written, or could not be: then the next look for what expired repeats it. */
  static void onRemoved(Turn turn, Write.Removal write, ErrorCode error, long batchOffset) {
    for (GroupRecord record : write.records()) {
      Group group = turn.state().group(write.group());
      if (group == null) {
        return;
      }
      if (record instanceof GroupRecord.OffsetRemoved removed) {
        group.offsetSettled(removed.partition());
      }
      // A group that has members again will write a record of its own.
      boolean livesAgain =
          record instanceof GroupRecord.GroupRemoved
              && (group.phase != GroupPhase.EMPTY
                  || !group.offsets.isEmpty()
                  || !group.pendingOffsets.isEmpty()
                  || !group.pendingMembers.isEmpty());
      if (error == ErrorCode.NONE && !livesAgain) {
        turn.state().replay(record, batchOffset);
      }
    }
  }
}
