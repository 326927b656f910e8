package io.classickafka.log;

import io.classickafka.disk.Disk;
import io.classickafka.disk.DiskFile;
import io.classickafka.record.RecordBatch;
import io.classickafka.record.RecordFault;
import io.classickafka.seam.FileSlice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A run of the log in one file, with its indexes. Owned by the log.
 *
 * <p>A segment that nobody has read since the log was opened is a name and a length: the file is
 * opened, and the indexes are read and checked, when they are first needed. {@link #release} goes
 * back to that.
 */
final class Segment {

  private static final Logger LOG = LogManager.getLogger(Segment.class);

  /** The largest timestamp was not looked up yet. */
  static final long UNKNOWN_TIMESTAMP = Long.MIN_VALUE;

  private static final int ORIGINAL = -1;

  final long baseOffset;
  final OffsetIndex offsetIndex;
  final TimeIndex timeIndex;
  final TransactionIndex transactionIndex;

  /** When this broker made or opened it, wall clock. */
  final long createdMs;

  /** Subtracted from the age at which it is rolled. */
  final long jitterMs;

  private final Disk disk;
  private final SegmentFiles files;
  private final int indexIntervalBytes;

  private final int indexBytes;

  /** Of the log when this copy was made; {@link #ORIGINAL} for the owner's segment. */
  private final int generation;

  private volatile boolean gone;
  private volatile long knownMaxTimestampMs = UNKNOWN_TIMESTAMP;
  private @Nullable DiskFile file;
  private boolean loaded;

  /** Length of the file when its indexes were read. */
  private int loadedBytes;

  /** Whether this is a copy that found no index to use; then where its last look-up ended. */
  private boolean unindexed;

  private long foundOffset = Long.MAX_VALUE;
  private int foundPosition;

  private int sizeBytes;
  private int bytesSinceIndexEntry;
  private long maxTimestampMs = RecordBatch.NO_TIMESTAMP;
  private long maxTimestampOffset;

  /** Largest timestamp of the first batch: what the age of the segment is counted from. */
  private long firstTimestampMs = RecordBatch.NO_TIMESTAMP;

  private boolean firstTimestampKnown;

  /** Null for a segment to which nothing was appended since it was opened. */
  private @Nullable TailBatches tail;

  Segment(
      Disk disk,
      Path directory,
      long baseOffset,
      int sizeBytes,
      LogConfig config,
      long createdMs,
      long jitterMs) {
    this(
        disk,
        directory,
        baseOffset,
        sizeBytes,
        config.indexIntervalBytes(),
        config.segmentIndexBytes(),
        createdMs,
        jitterMs,
        ORIGINAL);
  }

  private Segment(
      Disk disk,
      Path directory,
      long baseOffset,
      int sizeBytes,
      int indexIntervalBytes,
      int indexBytes,
      long createdMs,
      long jitterMs,
      int generation) {
    this.disk = disk;
    this.files = new SegmentFiles(disk, directory, baseOffset);
    this.baseOffset = baseOffset;
    this.sizeBytes = sizeBytes;
    this.createdMs = createdMs;
    this.jitterMs = jitterMs;
    this.generation = generation;
    this.indexIntervalBytes = indexIntervalBytes;
    this.indexBytes = indexBytes;
    offsetIndex = new OffsetIndex(disk, directory, baseOffset, indexBytes);
    timeIndex = new TimeIndex(disk, directory, baseOffset, indexBytes);
    transactionIndex = new TransactionIndex(disk, files.path(LogFiles.TXN_INDEX), baseOffset);
    maxTimestampOffset = baseOffset;
  }

  // Copies for reads off the owner's loop.

  /**
   * The same files up to a length, to be read by another thread. Any thread.
   *
   * <p>A copy never changes a file: what it finds there may already be another's. The indexes on
   * disk may lack their end.
   *
   * @param logGeneration of the view that the length is from
   */
  Segment copy(int bytes, int logGeneration) {
    return new Segment(
        disk,
        files.directory(),
        baseOffset,
        bytes,
        indexIntervalBytes,
        indexBytes,
        createdMs,
        jitterMs,
        logGeneration);
  }

  private boolean isCopy() {
    return generation != ORIGINAL;
  }

  /** Of the log, for a copy. */
  int generation() {
    return generation;
  }

  /** A copy sees more of its file; what it knows of the indexes may be old, never wrong. */
  void grow(int bytes) {
    if (loaded && bytes - loadedBytes >= HotTail.BYTES) {
      loaded = false;
      unindexed = false;
    }
    sizeBytes = Math.max(sizeBytes, bytes);
  }

  /** Gives up the handle of a copy. */
  void close() throws IOException {
    if (file != null) {
      file.close();
      file = null;
    }
  }

  /** The segment is no longer part of its log. By the owner. */
  void markGone() {
    gone = true;
  }

  /** Any thread. */
  boolean isGone() {
    return gone;
  }

  /** Largest timestamp of a sealed segment if anybody read it before. Any thread. */
  long knownMaxTimestampMs() {
    return knownMaxTimestampMs;
  }

  /** Any thread that has read it from a sealed segment. */
  void learnMaxTimestamp(long timestampMs) {
    knownMaxTimestampMs = timestampMs;
  }

  /** By the owner; {@link #UNKNOWN_TIMESTAMP} when the indexes were not read yet. */
  long loadedMaxTimestampMs() {
    return loaded ? maxTimestampMs : UNKNOWN_TIMESTAMP;
  }

  /** Makes the files of an empty segment; what was there under these names goes. */
  void create() throws IOException {
    disk.delete(path());
    disk.delete(files.path(LogFiles.TXN_INDEX));
    file = disk.create(path());
    offsetIndex.reset();
    timeIndex.reset();
    tail = null;
    loaded = true;
    firstTimestampKnown = false;
  }

  int sizeBytes() {
    return sizeBytes;
  }

  Path path() {
    return files.path(LogFiles.LOG);
  }

  /** The segment's file, opened if need be. */
  DiskFile open() throws IOException {
    DiskFile open = file;
    if (open == null) {
      open = disk.open(path());
      if (open.sizeBytes() < sizeBytes) {
        long length = open.sizeBytes();
        open.close();
        throw CorruptLogException.at(
            path(), length, baseOffset, "the file is shorter than its " + sizeBytes);
      }
      file = open;
    }
    return open;
  }

  /** Reads and checks the indexes, or builds them anew where they are missing or wrong. */
  void load() throws IOException {
    if (loaded) {
      return;
    }
    if (loadIndexes()) {
      // A loss of power may leave of an index its name, or zeros: no age to delete records by.
      boolean nothing = sizeBytes > 0 && timeIndex.lastTimestampMs() <= 0;
      maxTimestampMs = nothing ? UNKNOWN_TIMESTAMP : timeIndex.lastTimestampMs();
      maxTimestampOffset = timeIndex.lastOffset();
    } else if (isCopy()) {
      // Missing, wrong or caught while they were written: a walk finds everything too.
      offsetIndex.forget();
      timeIndex.forget();
      unindexed = true;
      maxTimestampMs = UNKNOWN_TIMESTAMP;
    } else {
      rebuildIndexes();
    }
    loaded = true;
    loadedBytes = sizeBytes;
  }

  private boolean loadIndexes() throws IOException {
    return offsetIndex.load(sizeBytes) && timeIndex.load(sizeBytes);
  }

  private void walkTimestamps() throws IOException {
    maxTimestampMs = RecordBatch.NO_TIMESTAMP;
    SegmentScan scan = new SegmentScan(open(), 0, sizeBytes, SegmentScan.SCAN_WINDOW);
    while (scan.next()) {
      maxTimestampMs = Math.max(maxTimestampMs, scan.batch().maxTimestamp());
    }
  }

  private void rebuildIndexes() throws IOException {
    resetIndexes();
    SegmentScan scan = new SegmentScan(open(), 0, sizeBytes, SegmentScan.SCAN_WINDOW);
    while (scan.next()) {
      RecordBatch batch = scan.batch();
      index(scan.position(), batch.sizeBytes(), batch.lastOffset(), batch.maxTimestamp());
    }
    if (scan.fault() != RecordFault.NONE) {
      throw CorruptLogException.at(
          path(), scan.position(), baseOffset, "in this segment, " + scan.fault().sentence());
    }
    sealIndexes();
  }

  /** Empties offset and time index. */
  void resetIndexes() throws IOException {
    tail = null;
    offsetIndex.reset();
    timeIndex.reset();
    bytesSinceIndexEntry = 0;
    maxTimestampMs = RecordBatch.NO_TIMESTAMP;
    maxTimestampOffset = baseOffset;
    loaded = true;
  }

  /** Writes so many bytes at the end, in order. Follow it by {@link #index} for each batch. */
  void append(int size, ByteBuffer... bytes) throws IOException {
    load();
    if (knownMaxTimestampMs != UNKNOWN_TIMESTAMP) {
      knownMaxTimestampMs = UNKNOWN_TIMESTAMP;
    }
    open().append(bytes);
    sizeBytes += size;
  }

  /** Takes a batch that is in the file into account; adds index entries if it is time to. */
  void index(int position, int batchBytes, long lastOffset, long batchMaxTimestampMs)
      throws IOException {
    if (position == 0) {
      firstTimestampMs = batchMaxTimestampMs;
      firstTimestampKnown = true;
    }
    if (batchMaxTimestampMs > maxTimestampMs) {
      maxTimestampMs = batchMaxTimestampMs;
      maxTimestampOffset = lastOffset;
    }
    if (bytesSinceIndexEntry > indexIntervalBytes
        && !offsetIndex.isFull()
        && lastOffset - baseOffset <= Integer.MAX_VALUE) {
      offsetIndex.append(lastOffset, position);
      if (!timeIndex.isFull()) {
        timeIndex.maybeAppend(maxTimestampMs, maxTimestampOffset);
      }
      bytesSinceIndexEntry = 0;
    }
    bytesSinceIndexEntry += batchBytes;
    TailBatches known = tail;
    if (known == null) {
      known = new TailBatches();
      tail = known;
    }
    known.add(position, batchBytes, lastOffset);
  }

  boolean isIndexFull() {
    return offsetIndex.isFull() || timeIndex.isFull();
  }

  /** Whether an offset can be written in the index, which has 31 bits for it. */
  boolean canHold(long offset) {
    long relative = offset - baseOffset;
    return relative >= 0 && relative <= Integer.MAX_VALUE;
  }

  /** Adds the last time index entry and writes both indexes. */
  void sealIndexes() throws IOException {
    if (loaded) {
      timeIndex.maybeAppend(maxTimestampMs, maxTimestampOffset);
      knownMaxTimestampMs = maxTimestampMs;
      offsetIndex.flush();
      timeIndex.flush();
    }
  }

  /** Position of the first batch that ends at or above the offset; -1 when there is none. */
  int positionOf(long offset) throws IOException {
    TailBatches.Place place = find(offset);
    return place == null ? -1 : place.position();
  }

  /** The first batch that ends at or above the offset; null when there is none. */
  TailBatches.@Nullable Place find(long offset) throws IOException {
    TailBatches.Place late = tail == null ? null : tail.find(offset);
    if (late != null) {
      return late;
    }
    SegmentScan scan = seek(offset);
    return scan == null ? null : new TailBatches.Place(scan.position(), scan.batch().sizeBytes());
  }

  /**
   * An offset whose batch begins at most so many bytes before the end: the base when the segment is
   * no larger, the next one's base when its index has no entry there.
   */
  long offsetNearEnd(long bytes) throws IOException {
    if (sizeBytes <= bytes) {
      return baseOffset;
    }
    load();
    long offset = offsetIndex.offsetAtOrAfterPosition((int) (sizeBytes - bytes));
    return offset < 0 ? Long.MAX_VALUE : offset;
  }

  /** A walk that stands on the first batch that ends at or above the offset; null for none. */
  @Nullable SegmentScan seek(long offset) throws IOException {
    load();
    int from = startFor(offset);
    SegmentScan scan = scan(from);
    boolean more = scan.next();
    // Invariant: what the index points at does not begin above the offset it was asked for.
    boolean misled = from > 0 && (!more || scan.batch().baseOffset() > offset);
    while (more && !misled) {
      if (scan.batch().lastOffset() >= offset) {
        foundOffset = scan.batch().baseOffset();
        foundPosition = scan.position();
        return scan;
      }
      more = scan.next();
    }
    if (scan.fault() == RecordFault.NONE && !misled) {
      return null;
    }
    if (from == 0) {
      throw CorruptLogException.at(path(), scan.position(), offset, scan.fault().sentence());
    }
    LOG.warn("offset index points at no batch path={} position={}", path(), from);
    if (isCopy()) {
      offsetIndex.forget();
      unindexed = true;
      foundOffset = Long.MAX_VALUE;
    } else {
      rebuildIndexes();
    }
    return seekBuilt(offset);
  }

  /** Where to begin: a copy without index goes on from where it was last. */
  private int startFor(long offset) throws IOException {
    return unindexed && offset >= foundOffset ? foundPosition : offsetIndex.positionFor(offset);
  }

  /** The index is known to say the truth. */
  private @Nullable SegmentScan seekBuilt(long offset) throws IOException {
    SegmentScan scan = scan(offsetIndex.positionFor(offset));
    while (scan.next()) {
      if (scan.batch().lastOffset() >= offset) {
        return scan;
      }
    }
    return null;
  }

  private SegmentScan scan(int from) throws IOException {
    return new SegmentScan(open(), from, sizeBytes, SegmentScan.LOOKUP_WINDOW);
  }

  /** Counted once for the receiver. */
  FileSlice slice(int position, int size) throws IOException {
    return open().slice(position, size);
  }

  long maxTimestampMs() throws IOException {
    load();
    if (maxTimestampMs == UNKNOWN_TIMESTAMP) {
      walkTimestamps();
    }
    return maxTimestampMs;
  }

  /** Whether {@link #ageTimestampMs} would have to read the indexes, or the records. */
  boolean isAgeUnknown() {
    boolean read = loaded && maxTimestampMs != UNKNOWN_TIMESTAMP;
    return !read && knownMaxTimestampMs == UNKNOWN_TIMESTAMP;
  }

  /** The largest record timestamp, or the file's time where records have none. */
  long ageTimestampMs() throws IOException {
    long known = knownMaxTimestampMs;
    long largest = known == UNKNOWN_TIMESTAMP ? maxTimestampMs() : known;
    return largest >= 0 ? largest : disk.modifiedMs(path());
  }

  long modifiedMs() throws IOException {
    return disk.modifiedMs(path());
  }

  /** Timestamp of the first batch, -1 when the segment is empty or the batch has none. */
  long firstTimestampMs() throws IOException {
    if (!firstTimestampKnown && sizeBytes > 0) {
      SegmentScan scan = new SegmentScan(open(), 0, sizeBytes, SegmentScan.LOOKUP_WINDOW);
      firstTimestampMs = scan.next() ? scan.batch().maxTimestamp() : RecordBatch.NO_TIMESTAMP;
      firstTimestampKnown = true;
    }
    return firstTimestampMs;
  }

  /** Cuts the file and its indexes where the batch that holds an offset starts. */
  int truncateTo(long offset) throws IOException {
    knownMaxTimestampMs = UNKNOWN_TIMESTAMP;
    load();
    int position = positionOf(offset);
    transactionIndex.truncateTo(offset);
    if (position < 0) {
      return 0;
    }
    offsetIndex.truncateTo(offset);
    timeIndex.truncateTo(offset);
    // The time index may know of a larger timestamp in a batch that was cut off whole.
    maxTimestampMs = timeIndex.lastTimestampMs();
    maxTimestampOffset = timeIndex.lastOffset();
    int removed = sizeBytes - position;
    cut(position);
    rereadTail();
    return removed;
  }

  /** Walks what lies behind the last index entry, for the largest timestamp there. */
  private void rereadTail() throws IOException {
    bytesSinceIndexEntry = 0;
    SegmentScan scan =
        new SegmentScan(open(), offsetIndex.lastPosition(), sizeBytes, SegmentScan.LOOKUP_WINDOW);
    while (scan.next()) {
      RecordBatch batch = scan.batch();
      if (batch.maxTimestamp() > maxTimestampMs) {
        maxTimestampMs = batch.maxTimestamp();
        maxTimestampOffset = batch.lastOffset();
      }
      bytesSinceIndexEntry += batch.sizeBytes();
    }
  }

  /** Cuts the file only. */
  void cut(int position) throws IOException {
    open().truncate(position);
    sizeBytes = position;
    tail = null;
    if (position == 0) {
      firstTimestampKnown = false;
      firstTimestampMs = RecordBatch.NO_TIMESTAMP;
    }
  }

  /**
   * The offset after the last batch, by the headers behind the last index entry. Null when these
   * are not whole. Reads no more of the index than its last entry.
   */
  @Nullable Long readNextOffset() throws IOException {
    long[] last = loaded ? null : offsetIndex.peekLast();
    if (last != null && last[1] > 0 && last[1] < sizeBytes && last[0] >= baseOffset) {
      Long next = nextOffsetFrom((int) last[1], last[0]);
      if (next != null) {
        return next;
      }
    }
    load();
    return nextOffsetFrom(offsetIndex.lastPosition(), -1);
  }

  /** Walks to the end from a position whose batch ends at an offset, unless that is negative. */
  private @Nullable Long nextOffsetFrom(int position, long lastOffsetThere) throws IOException {
    long next = baseOffset;
    SegmentScan scan = new SegmentScan(open(), position, sizeBytes, SegmentScan.LOOKUP_WINDOW);
    bytesSinceIndexEntry = 0;
    while (scan.next()) {
      RecordBatch batch = scan.batch();
      boolean first = scan.position() == position;
      if ((batch.nextOffset() <= next && !first)
          || (first && lastOffsetThere >= 0 && batch.lastOffset() > lastOffsetThere)) {
        return null;
      }
      next = batch.nextOffset();
      bytesSinceIndexEntry += batch.sizeBytes();
    }
    return scan.fault() == RecordFault.NONE ? next : null;
  }

  /** Forces file and indexes. */
  void force() throws IOException {
    open().force();
    if (loaded) {
      offsetIndex.force();
      timeIndex.force();
    }
    transactionIndex.force();
  }

  /**
   * Adds handles on all files of the segment, to be forced and closed elsewhere. The records are
   * forced through the handle that wrote them: a new one might not be told of an earlier failure.
   */
  void openForForce(List<DiskFile> opened) throws IOException {
    opened.add(open().share());
    files.openIndexes(opened);
  }

  /** Gives up the handle and what was read of the indexes, once they are sealed. */
  void release() throws IOException {
    if (file != null) {
      file.close();
      file = null;
    }
    if (loaded && sizeBytes > 0) {
      offsetIndex.forget();
      timeIndex.forget();
      loaded = false;
    }
    tail = null;
  }

  boolean isOpen() {
    return file != null;
  }

  /** As {@link SegmentFiles#markDeleted}. */
  List<Path> markDeleted(String mark) throws IOException {
    release();
    return files.markDeleted(mark);
  }
}
