package io.classickafka.log;

import io.classickafka.disk.Disk;
import io.classickafka.log.clean.ActiveProducer;
import io.classickafka.seam.EventLoop;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The owner's side of cleaning a log: what there is to clean, which cleaning is under way, and how
 * its output takes the place of segments. Owned by the log, but for the methods marked so.
 *
 * <p>Names on disk, and what a start makes of them at every step:
 *
 * <ol>
 *   <li>{@code .cleaned}: written and forced by the pool; a start deletes it.
 *   <li>{@code .swap}: forced under that name. While any file is still {@code .cleaned} a start
 *       deletes both; after that it finishes what is below.
 *   <li>The originals become {@code .deleted}, forced, and only then the output gets its final
 *       name: never are a record's old and new place both in the log.
 *   <li>The final names are forced before the next group is written, and before the originals go.
 * </ol>
 *
 * <p>A cleaning that is aborted at the second step has its {@code .log} named {@code .cleaned}
 * again before the other files go, and it goes last.
 *
 * <p>Invariant: while a cleaning is under way nobody else changes sealed segments, nor shortens the
 * active one's index of transactions; who has to (truncation, deletion of the partition) aborts it
 * first.
 */
final class LogCompaction {

  private static final Logger LOG = LogManager.getLogger(LogCompaction.class);

  /** The log was never cleaned. */
  static final long NEVER = -1;

  /**
   * What the owner says of its log to who chooses the next to clean; sizes as of now.
   *
   * @param generation rises when sealed segments are cut: then none of this holds any more
   */
  record View(
      int generation,
      Path directory,
      LogConfig config,
      long logStartOffset,
      long logEndOffset,
      long lastStableOffset,
      long checkpoint,
      List<CleaningTask.Source> segments) {}

  private final Log log;
  private final LogStore store;

  private volatile long firstDirty = NEVER;
  private volatile @Nullable EventLoop owner;
  private volatile @Nullable LogCleaner cleaner;

  /** Whether the cleaner was told to look, and has not done so yet. */
  private final AtomicBoolean lookDue = new AtomicBoolean();

  /** Rises when sealed segments are cut. */
  private int generation;

  private @Nullable CleaningTask task;

  /** Forced, renamed to {@code .swap}, but not in its place yet. */
  private @Nullable CleanedSegment waiting;

  LogCompaction(Log log, LogStore store) {
    this.log = log;
    this.store = store;
  }

  // For any thread.

  /** First offset not cleaned yet, {@link #NEVER} when there is no such word. Any thread. */
  long firstDirty() {
    return firstDirty;
  }

  /** What the checkpoint says, before the log has an owner. */
  void restore(long checkpoint) {
    firstDirty = checkpoint;
  }

  /** The loop that owns the log from now on. Any thread. */
  void ownedBy(EventLoop loop) {
    owner = loop;
    touched();
  }

  /** Who cleans. Any thread. */
  void cleanedBy(LogCleaner by) {
    cleaner = by;
    touched();
  }

  @Nullable EventLoop owner() {
    return owner;
  }

  /** There may be more to clean than there was. Any thread. */
  void touched() {
    LogCleaner by = cleaner;
    if (by != null
        && owner != null
        && store.config.compacts()
        && lookDue.compareAndSet(false, true)) {
      by.touched(log);
    }
  }

  /** The cleaner looks: what happens from now on is news again. Any thread. */
  void looked() {
    lookDue.set(false);
  }

  // On the owner's loop.

  boolean isRunning() {
    return task != null;
  }

  /** What is to be looked at; null when the log is not to be cleaned. */
  @Nullable View view() {
    if (!store.config.compacts() || log.isOffline() || task != null) {
      return null;
    }
    return new View(
        generation,
        store.directory(),
        store.config,
        log.logStartOffset(),
        log.logEndOffset(),
        log.lastStableOffset(),
        firstDirty,
        sources(Long.MAX_VALUE));
  }

  /** Whether the sealed segments are still the files that a view names. */
  boolean isCurrent(View view) {
    List<CleaningTask.Source> seen = view.segments();
    return view.generation() == generation
        && view.directory().equals(store.directory())
        && sources(Long.MAX_VALUE).containsAll(seen.subList(0, seen.size() - 1));
  }

  private List<CleaningTask.Source> sources(long below) {
    List<CleaningTask.Source> sources = new ArrayList<>();
    Segment before = null;
    for (Segment segment : store.segments.all()) {
      if (before != null && before.baseOffset < below) {
        sources.add(source(before, segment.baseOffset));
      }
      before = segment;
    }
    if (before != null && before.baseOffset < below) {
      sources.add(source(before, log.logEndOffset()));
    }
    return sources;
  }

  private static CleaningTask.Source source(Segment segment, long endOffset) {
    return new CleaningTask.Source(segment.baseOffset, endOffset, segment.sizeBytes());
  }

  /** The checkpoint said something impossible, in this generation. */
  void reset(long offset, int of) {
    if (of != generation) {
      return;
    }
    LOG.info(
        "cleaner checkpoint reset partition={} from={} to={} logStartOffset={} logEndOffset={}",
        store.partition,
        firstDirty,
        offset,
        log.logStartOffset(),
        log.logEndOffset());
    firstDirty = offset;
  }

  /**
   * Begins a cleaning of what was chosen.
   *
   * @param of the generation that it was chosen for
   * @return null when the log changed so that it must not be
   */
  @Nullable CleaningTask begin(long from, long firstUncleanable, int of, long nowMs) {
    long active = store.segments.active().baseOffset;
    if (!store.config.compacts()
        || log.isOffline()
        || task != null
        || of != generation
        || firstUncleanable > Math.min(log.lastStableOffset(), active)
        || from < log.logStartOffset()
        || from >= firstUncleanable) {
      return null;
    }
    Map<Long, ActiveProducer> producers = new TreeMap<>();
    for (ProducerEntry entry : store.producers.producers()) {
      producers.put(
          entry.producerId,
          new ActiveProducer(
              entry.producerId,
              entry.epoch,
              entry.lastOffset(),
              entry.lastOffsetBelow(firstUncleanable)));
    }
    List<Long> bases = store.segments.all().stream().map(segment -> segment.baseOffset).toList();
    CleaningTask begun =
        new CleaningTask(store, sources(firstUncleanable), bases, from, producers, nowMs);
    task = begun;
    return begun;
  }

  /**
   * Gives the forced output the name that a start goes on from.
   *
   * @return false when the cleaning was aborted
   */
  boolean prepare(CleaningTask of, CleanedSegment output) throws IOException {
    if (log.isOffline()) {
      abort();
    }
    if (task != of || of.isAborted()) {
      return false;
    }
    waiting = output;
    rename(output, LogFiles.CLEANED, LogFiles.SWAP);
    return true;
  }

  /**
   * Puts the output in the place of its sources.
   *
   * @param bases of the sources
   * @return false when the cleaning was aborted
   */
  boolean replace(CleaningTask of, List<Long> bases, long nowMs) throws IOException {
    if (log.isOffline()) {
      abort();
    }
    CleanedSegment output = waiting;
    if (task != of || of.isAborted() || output == null) {
      return false;
    }
    List<Segment> sources = new ArrayList<>();
    for (long base : bases) {
      Segment source = store.segments.floor(base);
      if (source == null || source.baseOffset != base) {
        throw new IllegalStateException("no segment " + base + " in " + store.partition);
      }
      sources.add(source);
    }
    // From here on the output may be the only place of a record: no abort deletes it any more.
    waiting = null;
    try {
      swap(sources, output, nowMs);
    } catch (IOException | RuntimeException | Error e) {
      // Halfway. A start finishes it by the names, nobody else may touch them.
      IOException cause = e instanceof IOException io ? io : new IOException(e);
      store.dir.fail("replacing cleaned segments partition=" + store.partition, cause);
      throw e;
    }
    return true;
  }

  private void swap(List<Segment> sources, CleanedSegment output, long nowMs) throws IOException {
    List<Path> marked = new ArrayList<>();
    // Before the first name changes: whoever reads by these names reads again when it fails.
    sources.forEach(Segment::markGone);
    for (Segment source : sources) {
      marked.addAll(source.markDeleted(LogFiles.DELETED));
      if (source.baseOffset != output.baseOffset) {
        markSnapshot(source.baseOffset, marked);
      }
    }
    disk().forceDirectory(store.directory());
    rename(output, LogFiles.SWAP, "");
    store.segments.replace(
        sources, store.segment(output.baseOffset, (int) output.sizeBytes(), nowMs));
    store.deleteLater(marked);
    store.dir.coldReads().forgetGone();
  }

  private void markSnapshot(long baseOffset, List<Path> marked) throws IOException {
    Path snapshot = ProducerReplay.snapshotPath(store.directory(), baseOffset);
    if (disk().exists(snapshot)) {
      Path renamed = path(baseOffset, LogFiles.SNAPSHOT + LogFiles.DELETED);
      disk().rename(snapshot, renamed);
      marked.add(renamed);
    }
  }

  private void rename(CleanedSegment output, String from, String to) throws IOException {
    for (String suffix : CleanedSegment.SUFFIXES) {
      Path path = path(output.baseOffset, suffix + from);
      if (disk().exists(path)) {
        disk().rename(path, path(output.baseOffset, suffix + to));
      }
    }
  }

  private Path path(long baseOffset, String suffix) {
    return store.directory().resolve(LogFiles.name(baseOffset, suffix));
  }

  private Disk disk() {
    return store.disk();
  }

  /** The cleaning ended; nothing of it is left to do. */
  void finished(CleaningTask of, long endOffset) {
    if (task == of) {
      task = null;
      if (!of.isAborted()) {
        firstDirty = endOffset;
      }
    }
  }

  /** The cleaning ended without a result, on its own account. */
  void gaveUp(CleaningTask of) throws IOException {
    if (task == of) {
      abort();
    }
  }

  /** Ends the cleaning that is under way, if any: its output will not take any place. */
  void abort() throws IOException {
    CleaningTask running = task;
    task = null;
    if (running == null) {
      return;
    }
    running.abort();
    CleanedSegment output = waiting;
    waiting = null;
    if (output != null && !store.dir.isOffline()) {
      forget(output);
    }
  }

  /** Never is a part of it left alone under the name of a whole. */
  private void forget(CleanedSegment output) throws IOException {
    Path whole = path(output.baseOffset, LogFiles.LOG + LogFiles.SWAP);
    Path partial = path(output.baseOffset, LogFiles.LOG + LogFiles.CLEANED);
    if (disk().exists(whole)) {
      disk().rename(whole, partial);
      disk().forceDirectory(store.directory());
    }
    for (String suffix : CleanedSegment.SUFFIXES) {
      disk().delete(path(output.baseOffset, suffix + LogFiles.SWAP));
    }
    disk().forceDirectory(store.directory());
    disk().delete(partial);
  }

  /** The log is about to lose everything from an offset on. */
  void beforeTruncation(long offset) throws IOException {
    long active = store.segments.active().baseOffset;
    if (offset <= active) {
      generation++;
      abort();
    } else if (task != null && disk().exists(path(active, LogFiles.TXN_INDEX))) {
      // The cleaning looks ahead in it, and must not find it shorter than it was.
      abort();
    }
    Segment holder = store.segments.floor(offset);
    lowerTo(holder == null ? offset : holder.baseOffset);
  }

  /** The log is about to lose everything, and to begin anew at an offset. */
  void beforeRestart(long offset) throws IOException {
    generation++;
    abort();
    lowerTo(offset);
  }

  /** What is cut off is not clean: before the checkpoints are looked at, and before it is cut. */
  private void lowerTo(long offset) {
    if (firstDirty > offset) {
      firstDirty = offset;
    }
  }

  /** The log lost something: what is sealed no longer may be clean no further than this. */
  void afterTruncation() {
    long active = store.segments.active().baseOffset;
    if (firstDirty > active) {
      firstDirty = active;
      LogCleaner by = cleaner;
      if (by != null) {
        by.checkpointChanged(store.dir);
      }
    }
    touched();
  }

  /** The settings changed. */
  void configured(boolean compactedBefore) throws IOException {
    if (!store.config.compacts() && compactedBefore) {
      abort();
    }
    touched();
  }
}
