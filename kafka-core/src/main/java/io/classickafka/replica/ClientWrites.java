package io.classickafka.replica;

import io.classickafka.log.AppendGroup;
import io.classickafka.log.AppendResult;
import io.classickafka.log.AppendResult.Rejected;
import io.classickafka.log.AppendWorkspace;
import io.classickafka.log.Log;
import io.classickafka.log.Origin;
import io.classickafka.record.RecordBatch;
import io.classickafka.seam.EventLoop;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What clients produced for one partition and is not in its log yet. All that came before the loop
 * gets to it is appended together: a write of 16 KiB costs the kernel twice as much by the byte as
 * one of ten times that. Nothing waits for more to come. Owned by the partition's loop.
 */
final class ClientWrites {

  private final Partition partition;
  private final EventLoop loop;
  private final AppendWorkspace workspace;
  private final AppendGroup group;
  private final RecordBatch entry = new RecordBatch();

  /** Null while there never was one: most partitions are idle. */
  private @Nullable List<ClientWrite> waiting;

  private @Nullable List<ClientWrite> spare;

  ClientWrites(Partition partition, AppendWorkspace workspace) {
    this.partition = partition;
    this.loop = partition.loop();
    this.workspace = workspace;
    this.group = workspace.group();
  }

  /** Takes a write, which is told of its outcome later on this loop, maybe before this returns. */
  void add(ClientWrite write) {
    List<ClientWrite> writes = waiting;
    if (writes == null) {
      writes = new ArrayList<>();
      waiting = writes;
    }
    writes.add(write);
    if (writes.size() > 1) {
      return;
    }
    if (loop.hasQueued()) {
      loop.execute(this::appendAll);
    } else {
      appendAll();
    }
  }

  private void appendAll() {
    List<ClientWrite> writes = waiting;
    if (writes == null) {
      return;
    }
    waiting = spare;
    spare = null;
    for (int from = 0; from < writes.size(); ) {
      from = isOld(writes.get(from)) ? convert(writes, from) : append(writes, from);
    }
    writes.clear();
    spare = writes;
  }

  /** Whether it is of a format that has to be converted first. */
  private boolean isOld(ClientWrite write) {
    entry.wrap(write.records());
    return entry.hasWholeHeader() && entry.magic() < RecordBatch.MAGIC_2;
  }

  private int convert(List<ClientWrite> writes, int at) {
    ClientWrite write = writes.get(at);
    AppendResult result;
    try {
      result =
          partition.leads()
              ? UpConversion.append(partition, write.records(), write.needsAll())
              : partition.append(write.records(), Origin.CLIENT, write.needsAll());
    } catch (RuntimeException e) {
      write.onFailure(e);
      return at + 1;
    }
    write.onAppended(result);
    return at + 1;
  }

  /** Appends what comes up to the next of an old format. Returns that one's place. */
  private int append(List<ClientWrite> writes, int from) {
    int to = from;
    RuntimeException fault = null;
    try {
      for (; to < writes.size() && !isOld(writes.get(to)); to++) {
        ClientWrite write = writes.get(to);
        Rejected refused = partition.refusal(write.needsAll());
        if (refused == null) {
          group.add(write.records());
        } else {
          group.addRefused(refused);
        }
      }
      appendGroup();
    } catch (RuntimeException e) {
      fault = e;
    }
    for (int i = from; i < to; i++) {
      if (fault == null) {
        writes.get(i).onAppended(group.result(i - from));
      } else {
        writes.get(i).onFailure(fault);
      }
    }
    group.clear();
    return to;
  }

  private void appendGroup() {
    Log log = partition.log();
    long endBefore = log.logEndOffset();
    log.appendAsLeader(group, partition.leaderEpoch(), loop.wallClockMs(), workspace);
    for (int i = 0; i < group.size(); i++) {
      partition.onAppended(group.result(i));
    }
    partition.onAppended(endBefore, Origin.CLIENT, group.appendedBytes());
  }
}
