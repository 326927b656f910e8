package io.classickafka.log;

import io.classickafka.disk.Disk;
import io.classickafka.disk.DiskFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Forces one log on the pool. The owner asks with {@link #request}; until the directory's next
 * round takes it, one ticket gathers everything that was asked for, so what waits here is bounded:
 * by one ticket for each log, and {@link #MAX_SEALED} sealed segments in it.
 *
 * <p>A log has at most one ticket under way and one waiting, and they end in order: the point they
 * raise never jumps over something that was not forced.
 */
final class LogForces {

  private static final Logger LOG = LogManager.getLogger(LogForces.class);

  /** Sealed segments whose files may be held open for the pool; beyond, the owner forces itself. */
  private static final int MAX_SEALED = 16;

  private final LogStore store;
  private final AtomicReference<@Nullable ForceTicket> waiting = new AtomicReference<>();

  /** Whether it stands in the queue of the directory, or is being forced. */
  private final AtomicBoolean enqueued = new AtomicBoolean();

  /** Told on any thread when the point has risen. */
  private volatile Runnable onForced = () -> {};

  // Of the owner.

  /** Everything below was asked for. */
  private long askedTo;

  /** The first segment that was not yet asked for as a sealed one. */
  private long firstUnsealed;

  /** The changes of the directory that were asked for. */
  private long directoryAsked;

  LogForces(LogStore store) {
    this.store = store;
  }

  void onForced(Runnable listener) {
    onForced = listener;
  }

  /** The log was opened or cut: what is above the point is to be asked for again. */
  void restart() throws IOException {
    ForceTicket dropped = waiting.getAndSet(null);
    if (dropped != null) {
      dropped.close();
    }
    askedTo = store.forcePoint.offset();
    Segment holder = store.segments.floor(askedTo);
    firstUnsealed = (holder == null ? store.segments.first() : holder).baseOffset;
    directoryAsked = -1;
  }

  /** The owner has forced everything below the end itself. */
  void forcedByOwner(long end) throws IOException {
    restart();
    askedTo = end;
    firstUnsealed = activeBase();
  }

  /** Asks for everything below the log end. Allocates a ticket at most, and opens what is new. */
  void request(long end, ForceReason reason) throws IOException {
    boolean asked = false;
    // Twice at most: the second time nothing waits, and nobody but the owner adds.
    while (!asked && !isAsked(end)) {
      ForceTicket before = waiting.get();
      if (before != null && isOnlyLonger(before)) {
        asked = waiting.compareAndSet(before, before.upTo(end, reason));
        // It stands in the queue, unless there was no memory when it was to be put there.
        store.dir.forceSoon(this);
      } else if (store.segments.from(firstUnsealed).size() > MAX_SEALED) {
        store.force(end, ForceReason.BACKLOG);
        tellForced();
      } else {
        asked = add(before, take(end, reason, before));
      }
    }
    askedTo = end;
    firstUnsealed = activeBase();
    directoryAsked = store.directoryChanges();
  }

  private void tellForced() {
    try {
      onForced.run();
    } catch (RejectedExecutionException e) {
      // The owner has ended, and with it whoever waited.
      LOG.debug("force done after the end partition={}", store.partition);
    }
  }

  private boolean add(@Nullable ForceTicket before, ForceTicket ticket) throws IOException {
    if (waiting.compareAndSet(before, before == null ? ticket : before.and(ticket))) {
      store.dir.forceSoon(this);
      return true;
    }
    ticket.close();
    return false;
  }

  private boolean isAsked(long end) {
    return end <= askedTo
        && firstUnsealed == activeBase()
        && (directoryAsked >= store.directoryChanges() || !store.isDirectoryDirty());
  }

  private boolean isOnlyLonger(ForceTicket ticket) {
    return ticket.lastBase() == activeBase()
        && ticket.directoryChanges() >= store.directoryChanges();
  }

  private long activeBase() {
    return store.segments.active().baseOffset;
  }

  /** Opens what was written and not asked for, but for what a waiting ticket holds already. */
  private ForceTicket take(long end, ForceReason reason, @Nullable ForceTicket before)
      throws IOException {
    List<DiskFile> files = new ArrayList<>();
    boolean whole = false;
    try {
      for (Segment segment : store.segments.from(firstUnsealed)) {
        if (segment.baseOffset != activeBase()) {
          segment.openForForce(files);
          openSnapshot(store.segments.after(segment), files);
          store.segments.touch(segment);
        } else if (before == null || before.lastBase() != segment.baseOffset) {
          files.add(segment.open().share());
        }
      }
      whole = true;
    } finally {
      if (!whole) {
        for (DiskFile file : files) {
          file.close();
        }
      }
    }
    return new ForceTicket(
        files,
        store.isDirectoryDirty() ? store.directory() : null,
        store.directoryChanges(),
        store.forcePoint.truncations(),
        activeBase(),
        end,
        reason.bit());
  }

  /** The producer state as of the end of a sealed segment belongs to it. */
  private void openSnapshot(@Nullable Segment next, List<DiskFile> files) throws IOException {
    if (next != null) {
      Path snapshot = ProducerReplay.snapshotPath(store.directory(), next.baseOffset);
      if (store.disk().exists(snapshot)) {
        files.add(store.disk().open(snapshot));
      }
    }
  }

  /** Whether the caller is to put it in the queue, where it does not stand yet. Any thread. */
  boolean enqueue() {
    return !enqueued.get() && enqueued.compareAndSet(false, true);
  }

  /** The caller was to put it in the queue, and could not. */
  void notEnqueued() {
    enqueued.set(false);
  }

  /**
   * Its turn has ended. What was asked for meanwhile did not find a place in the queue.
   *
   * @return whether the caller is to put it in the queue again
   */
  boolean leave() {
    enqueued.set(false);
    return waiting.get() != null && enqueue();
  }

  /** On the pool: forces what waits, if anything. Nothing is repeated after a failure. */
  void force() {
    ForceTicket ticket = waiting.getAndSet(null);
    if (ticket == null) {
      return;
    }
    try {
      if (forceAndClose(ticket)) {
        store.directoryForced(ticket.directoryChanges());
        store.forcePoint.forced(ticket.truncations(), ticket.target());
        tellForced();
      }
    } catch (IOException e) {
      store.dir.fail("forcing partition=" + store.partition, e);
    } catch (RuntimeException | Error e) {
      // A bug, or no memory, not even for words. Who waits must not wait for good, and nothing may
      // count that was not forced: what comes after would be taken to include it.
      store.dir.fail("forcing", e);
    }
  }

  private boolean forceAndClose(ForceTicket ticket) throws IOException {
    try {
      store.dir.checkOnline();
      return force(store.dir, ticket);
    } finally {
      ticket.close();
    }
  }

  private static boolean force(LogDir dir, ForceTicket ticket) throws IOException {
    dir.force(
        ticket.reasons(),
        () -> {
          for (DiskFile file : ticket.files()) {
            file.force();
          }
        });
    Path directory = ticket.directory();
    if (directory == null) {
      return true;
    }
    Disk disk = dir.disk();
    try {
      disk.forceDirectory(directory);
      return true;
    } catch (NoSuchFileException e) {
      // The partition is deleted, that is renamed: nobody waits for it.
      return false;
    }
  }
}
