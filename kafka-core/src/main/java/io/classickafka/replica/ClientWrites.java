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
import java.util.concurrent.RejectedExecutionException;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What clients produced for one partition and is not in its log yet. All that came before the loop
 * gets to it is appended together: a write of 16 KiB costs the kernel twice as much by the byte as
 * one of ten times that. Nothing waits for more to come. Owned by the partition's loop.
 */
final class ClientWrites {

  private static final Logger LOG = LogManager.getLogger(ClientWrites.class);

  private final Partition partition;
  private final EventLoop loop;
  private final AppendWorkspace workspace;
  private final AppendGroup group;
  private final RecordBatch entry = new RecordBatch();

  /** Null while there never was one: most partitions are idle. */
  private @Nullable List<ClientWrite> waiting;

  private @Nullable List<ClientWrite> spare;

  /** The first error on the way through what waits. */
  private @Nullable Error fatal;

  /** Whether the loop was given the task that takes what waits. */
  private boolean scheduled;

  ClientWrites(Partition partition, AppendWorkspace workspace) {
    this.partition = partition;
    this.loop = partition.loop();
    this.workspace = workspace;
    this.group = workspace.group();
  }

  /**
   * Takes a write, which is told of its outcome later on this loop, maybe before this returns; also
   * when this throws an error.
   */
  void add(ClientWrite write) {
    try {
      List<ClientWrite> writes = waiting;
      if (writes == null) {
        writes = new ArrayList<>();
        waiting = writes;
      }
      writes.add(write);
    } catch (Error e) {
      tell(write, null, e); // there is no room for it
      return;
    }
    if (scheduled) {
      return;
    }
    if (!loop.hasQueued()) {
      appendAll();
      return;
    }
    try {
      loop.execute(this::appendAll);
      scheduled = true;
    } catch (RejectedExecutionException | Error e) {
      // The loop is being shut down; what is queued still runs, and so does this. Or there is no
      // memory for the task, and nobody else would come to what waits.
      appendAll();
    }
  }

  private void appendAll() {
    scheduled = false;
    List<ClientWrite> writes = waiting;
    if (writes == null) {
      return;
    }
    waiting = spare;
    spare = null;
    for (int from = 0; from < writes.size(); ) {
      if (isOld(writes.get(from))) {
        convert(writes.get(from));
        from++;
      } else {
        int to = from + 1;
        while (to < writes.size() && !isOld(writes.get(to))) {
          to++;
        }
        append(writes, from, to);
        from = to;
      }
    }
    writes.clear();
    spare = writes;
    Error error = fatal;
    fatal = null;
    if (error != null) {
      throw error;
    }
  }

  /** Whether it is of a format that has to be converted first. */
  private boolean isOld(ClientWrite write) {
    entry.wrap(write.records());
    return entry.hasWholeHeader() && entry.magic() < RecordBatch.MAGIC_2;
  }

  private void convert(ClientWrite write) {
    AppendResult result = null;
    Throwable fault = null;
    try {
      result =
          partition.leads()
              ? UpConversion.append(partition, write.records(), write.needsAll())
              : partition.append(write.records(), Origin.CLIENT, write.needsAll());
    } catch (RuntimeException | Error e) {
      fault = noted(e);
    }
    tell(write, result, fault);
  }

  private void append(List<ClientWrite> writes, int from, int to) {
    Throwable fault = null;
    group.clear();
    try {
      for (int i = from; i < to; i++) {
        Rejected refused = partition.refusal(writes.get(i).needsAll());
        if (refused == null) {
          group.add(writes.get(i).records());
        } else {
          group.addRefused(refused);
        }
      }
      appendGroup();
    } catch (RuntimeException | Error e) {
      fault = noted(e);
    }
    for (int i = from; i < to; i++) {
      tell(writes.get(i), fault == null ? group.result(i - from) : null, fault);
    }
    group.clear();
  }

  private void appendGroup() {
    Log log = partition.log();
    long endBefore = log.logEndOffset();
    try {
      log.appendAsLeader(group, partition.leaderEpoch(), loop.wallClockMs(), workspace);
    } finally {
      announce(endBefore);
    }
  }

  /** What is in the log is there, whatever happens here. */
  private void announce(long endBefore) {
    try {
      for (int i = 0; i < group.size(); i++) {
        if (group.isSettled(i)) {
          partition.onAppended(group.result(i));
        }
      }
      partition.onAppended(endBefore, Origin.CLIENT, group.appendedBytes());
    } catch (RuntimeException e) {
      LOG.error("append not announced partition={}", partition.name(), e);
    }
  }

  /** One that fails keeps none of the others from being told. */
  private void tell(ClientWrite write, @Nullable AppendResult result, @Nullable Throwable fault) {
    try {
      if (result != null) {
        write.onAppended(result);
      } else {
        write.onFailure(new IllegalStateException("append failed", fault));
      }
    } catch (RuntimeException | Error e) {
      LOG.error("outcome of a write not told partition={}", partition.name(), noted(e));
    }
  }

  /** An error is the loop's to deal with, once everybody was told. */
  private Throwable noted(Throwable fault) {
    if (fault instanceof Error error && fatal == null) {
      fatal = error;
    }
    return fault;
  }
}
