package io.classickafka.log;

import io.classickafka.disk.Disk;
import io.classickafka.disk.DiskFile;
import io.classickafka.log.clean.AbortedTransaction;
import io.classickafka.log.clean.BatchCleaner;
import io.classickafka.log.clean.CleanerSettings;
import io.classickafka.log.clean.KeyOffsets;
import io.classickafka.log.clean.SegmentGroups;
import io.classickafka.log.clean.TransactionCarry;
import io.classickafka.log.clean.UncleanableException;
import io.classickafka.record.ControlMarker;
import io.classickafka.record.RecordBatch;
import io.classickafka.record.RecordCursor;
import io.classickafka.record.RecordFault;
import io.classickafka.seam.ByteSlice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One cleaning of one log, in steps of so many bytes: first the last offset of each key in the
 * dirty part, then group by group the segments without what is superseded. Runs on the pool, one
 * step at a time; touches nothing but files that it made and sealed segments that it reads.
 */
final class CleaningPass {

  /** What has to come before the next step. */
  enum Next {
    STEP,
    /** {@link #output} replaces {@link #replaced}. */
    SWAP,
    DONE
  }

  /**
   * What a pass did.
   *
   * @param bufferUtilization share of the memory for keys that was used, from 0 to 1
   */
  record Stats(
      long bytesRead, long bytesWritten, long records, long keys, double bufferUtilization) {}

  /** Bytes of one batch at most, compressed or not. */
  private static final long BATCH_LIMIT_BYTES = 512L << 20;

  private final CleaningTask task;
  private final Disk disk;
  private final CleanerSettings settings;
  private final int windowBytes;
  private @Nullable ByteBuffer writeBuffer;

  // First part.
  private @Nullable KeyOffsets keys;
  private @Nullable TransactionCarry mappedTransactions;
  private @Nullable AbortedLookahead mappedAborted;
  private @Nullable RecordCursor records;
  private boolean mapped;
  private long mappedEnd;

  // Second part.
  private @Nullable BatchCleaner cleaner;
  private @Nullable AbortedLookahead aborted;
  private List<List<SegmentGroups.Member>> groups = List.of();
  private int group;
  private long legacyHorizonMs;
  private boolean keepsLegacyTombstones;
  private @Nullable CleanedSegment output;
  private boolean changed;

  // Where the walk is: a source, of the task or of the group, and its file.
  private int source;
  private @Nullable DiskFile file;
  private @Nullable SegmentScan scan;

  private long bytesRead;
  private long bytesWritten;
  private long bytesTold;

  CleaningPass(CleaningTask task, CleanerSettings settings) {
    this.task = task;
    this.disk = task.disk();
    this.settings = settings;
    this.windowBytes = settings.bufferBytesOfOne();
    this.mappedEnd = task.firstDirty;
    while (source < task.sources.size()
        && task.sources.get(source).endOffset() <= task.firstDirty) {
      source++;
    }
  }

  /** Offset up to which the log is clean now, exclusive. */
  long endOffset() {
    return mappedEnd;
  }

  /**
   * Where the last segment ends that is replaced, once there is an output: all below was forced.
   * Also above {@link #endOffset}, up to which keys did fit, what was aborted goes.
   */
  long replacedEnd() {
    List<SegmentGroups.Member> last = groups.get(groups.size() - 1);
    return last.get(last.size() - 1).endOffset();
  }

  /** Bytes read and written since this was asked last. */
  long takeBytes() {
    long bytes = bytesRead + bytesWritten - bytesTold;
    bytesTold += bytes;
    return bytes;
  }

  Stats stats() {
    KeyOffsets map = keys;
    BatchCleaner cleaning = cleaner;
    return new Stats(
        bytesRead,
        bytesWritten,
        cleaning == null ? 0 : cleaning.seenRecords(),
        map == null ? 0 : map.size(),
        map == null ? 0 : map.utilization());
  }

  /** What is ready to replace the segments of a group. */
  CleanedSegment output() {
    return made(output);
  }

  /** The bases of the segments that the output replaces. */
  List<Long> replaced() {
    return groups.get(group).stream().map(SegmentGroups.Member::baseOffset).toList();
  }

  private static <T> T made(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("not begun");
    }
    return part;
  }

  /**
   * Works until so many bytes were read, or something else has to come first.
   *
   * @throws UncleanableException when the log holds what cannot be understood
   */
  Next step(long sliceBytes) throws IOException {
    long until = bytesRead + sliceBytes;
    while (bytesRead < until && !task.isAborted()) {
      if (!mapped) {
        mapOn(until);
      } else if (group == groups.size()) {
        return Next.DONE;
      } else if (cleanOn(until)) {
        return Next.SWAP;
      }
    }
    return Next.STEP;
  }

  // First part: the keys.

  private void mapOn(long until) throws IOException {
    if (source == task.sources.size()) {
      beginCleaning();
      return;
    }
    CleaningTask.Source from = task.sources.get(source);
    if (keys == null) {
      long dirty = task.sources.get(task.sources.size() - 1).endOffset() - task.firstDirty;
      keys = new KeyOffsets(settings.dedupeBytesOfOne(), settings.loadFactor(), dirty);
      mappedTransactions = new TransactionCarry();
      mappedAborted = new AbortedLookahead(disk, task.directory, task.bases, task.firstDirty);
      records = new RecordCursor(BATCH_LIMIT_BYTES);
      for (CleaningTask.Source clean : task.sources.subList(0, source)) {
        forceUnforced(clean);
      }
    }
    if (scan == null) {
      forceUnforced(from);
    }
    SegmentScan walk = open(from);
    made(mappedAborted).upTo(from.endOffset(), made(mappedTransactions));
    while (bytesRead < until && !task.isAborted()) {
      if (!walk.next()) {
        checkEnd(walk, from);
        mappedEnd = from.endOffset();
        source++;
        return;
      }
      bytesRead += walk.batch().sizeBytes();
      if (walk.batch().lastOffset() >= task.firstDirty && !map(whole(walk, from))) {
        // What does not fit is for the next pass.
        if (mappedEnd <= task.firstDirty) {
          throw new UncleanableException(
              "the keys of one batch do not fit log.cleaner.dedupe.buffer.size, offset="
                  + walk.batch().baseOffset());
        }
        closeFile();
        beginCleaning();
        return;
      }
    }
  }

  /**
   * What a source holds takes the place of older records, which go from the device for good. Who
   * runs this forces the directory before they do.
   */
  private void forceUnforced(CleaningTask.Source from) throws IOException {
    if (from.endOffset() <= task.forcedTo) {
      return;
    }
    for (String suffix : CleanedSegment.SUFFIXES) {
      Path path = path(from.baseOffset(), suffix);
      if (disk.exists(path)) {
        try (DiskFile unforced = disk.open(path)) {
          unforced.force();
        }
      }
    }
  }

  /** Notes the keys of a batch; false when they do not all fit. */
  private boolean map(RecordBatch batch) {
    long next = batch.nextOffset();
    TransactionCarry transactions = made(mappedTransactions);
    RecordCursor cursor = made(records);
    cursor.open(batch);
    if (batch.isControl()) {
      ControlMarker marker = cursor.next() ? ControlMarker.read(cursor) : null;
      transactions.onMarker(batch, marker, TransactionCarry.NOWHERE);
    } else if (!transactions.onData(batch)) {
      while (cursor.next()) {
        ByteBuffer key = cursor.key();
        if (key != null
            && cursor.offset() >= task.firstDirty
            && !made(keys).put(key, cursor.offset())) {
          cursor.finish();
          return false;
        }
      }
    }
    if (cursor.fault() != RecordFault.NONE) {
      throw new UncleanableException(
          "batch at offset " + batch.baseOffset() + ": " + cursor.fault().sentence());
    }
    cursor.finish();
    mappedEnd = next;
    return true;
  }

  // Second part: the segments.

  private void beginCleaning() throws IOException {
    mapped = true;
    made(records).close();
    mappedTransactions = null;
    List<SegmentGroups.Member> members = new ArrayList<>();
    long cleanModifiedMs = 0;
    for (CleaningTask.Source from : task.sources) {
      if (from.baseOffset() < mappedEnd) {
        members.add(
            new SegmentGroups.Member(
                from.baseOffset(),
                from.endOffset(),
                from.sizeBytes(),
                size(from.baseOffset(), LogFiles.OFFSET_INDEX),
                size(from.baseOffset(), LogFiles.TIME_INDEX)));
      }
      if (from.baseOffset() < task.firstDirty) {
        cleanModifiedMs = disk.modifiedMs(path(from.baseOffset(), LogFiles.LOG));
      }
    }
    legacyHorizonMs = cleanModifiedMs == 0 ? 0 : cleanModifiedMs - task.config.deleteRetentionMs();
    groups = SegmentGroups.of(members, task.config.segmentBytes(), task.config.segmentIndexBytes());
    aborted = new AbortedLookahead(disk, task.directory, task.bases, task.bases.get(0));
    cleaner =
        new BatchCleaner(
            new BatchCleaner.Pass(
                made(keys), mappedEnd, task.nowMs, task.config.deleteRetentionMs(), task.producers),
            this::keepAborted,
            BATCH_LIMIT_BYTES);
    source = 0;
  }

  private long size(long baseOffset, String suffix) throws IOException {
    Path path = path(baseOffset, suffix);
    return disk.exists(path) ? disk.sizeBytes(path) : 0;
  }

  private void keepAborted(AbortedTransaction transaction) {
    try {
      made(output).append(transaction);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Cleans on; true when a group is ready to replace its sources. */
  private boolean cleanOn(long until) throws IOException {
    List<SegmentGroups.Member> members = groups.get(group);
    if (source == members.size()) {
      return endGroup(members);
    }
    SegmentGroups.Member member = members.get(source);
    CleaningTask.Source from =
        new CleaningTask.Source(member.baseOffset(), member.endOffset(), (int) member.sizeBytes());
    if (output == null) {
      beginGroup(member.baseOffset());
    }
    if (scan == null) {
      keepsLegacyTombstones =
          disk.modifiedMs(path(from.baseOffset(), LogFiles.LOG)) > legacyHorizonMs;
    }
    SegmentScan walk = open(from);
    made(aborted).upTo(from.endOffset(), made(cleaner).transactions());
    while (bytesRead < until && !task.isAborted()) {
      if (!walk.next()) {
        checkEnd(walk, from);
        source++;
        return false;
      }
      bytesRead += walk.batch().sizeBytes();
      write(whole(walk, from));
    }
    return false;
  }

  private void beginGroup(long baseOffset) throws IOException {
    ByteBuffer buffer = writeBuffer;
    if (buffer == null) {
      buffer = ByteBuffer.allocate(windowBytes);
      writeBuffer = buffer;
    }
    output = new CleanedSegment(disk, task.directory, baseOffset, task.config, buffer);
    changed = false;
  }

  private void write(RecordBatch batch) throws IOException {
    BatchCleaner.Outcome outcome;
    try {
      outcome = made(cleaner).clean(batch, keepsLegacyTombstones);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    switch (outcome) {
      case KEPT -> {
        ByteBuffer bytes = batch.buffer().duplicate();
        bytes.limit(batch.endPosition()).position(batch.position());
        append(bytes, batch.lastOffset(), batch.maxTimestamp());
      }
      case REPLACED -> {
        changed = true;
        ByteSlice made = made(cleaner).replacement();
        RecordBatch smaller = new RecordBatch().wrap(made);
        append(made.duplicate(), smaller.lastOffset(), smaller.maxTimestamp());
      }
      case DROPPED -> changed = true;
    }
  }

  private void append(ByteBuffer bytes, long lastOffset, long maxTimestampMs) throws IOException {
    bytesWritten += bytes.remaining();
    made(output).append(bytes, lastOffset, maxTimestampMs);
  }

  private boolean endGroup(List<SegmentGroups.Member> members) throws IOException {
    if (members.size() == 1 && !changed) {
      // Nothing went from it: it stays as it is.
      made(output).discard();
      nextGroup();
      return false;
    }
    long last = members.get(members.size() - 1).baseOffset();
    made(output).seal(disk.modifiedMs(path(last, LogFiles.LOG)));
    return true;
  }

  /** The output took its place. */
  void swapped() throws IOException {
    disk.forceDirectory(task.directory);
    nextGroup();
  }

  private void nextGroup() {
    output = null;
    group++;
    source = 0;
  }

  // The walk.

  private Path path(long baseOffset, String suffix) {
    return task.directory.resolve(LogFiles.name(baseOffset, suffix));
  }

  private SegmentScan open(CleaningTask.Source from) throws IOException {
    SegmentScan walk = scan;
    if (walk == null) {
      DiskFile opened = disk.open(path(from.baseOffset(), LogFiles.LOG));
      file = opened;
      walk = new SegmentScan(opened, 0, from.sizeBytes(), windowBytes);
      scan = walk;
    }
    return walk;
  }

  private RecordBatch whole(SegmentScan walk, CleaningTask.Source from) throws IOException {
    if (walk.batch().sizeBytes() > BATCH_LIMIT_BYTES) {
      throw damaged(from, walk, "a batch of " + walk.batch().sizeBytes() + " bytes");
    }
    RecordBatch batch = walk.wholeBatch();
    if (!batch.isValidCrc()) {
      throw damaged(from, walk, RecordFault.CRC.sentence());
    }
    // The checksum does not cover the offset.
    if (batch.lastOffset() < from.baseOffset() || batch.lastOffset() >= from.endOffset()) {
      throw damaged(from, walk, "offset outside the segment");
    }
    return batch;
  }

  private void checkEnd(SegmentScan walk, CleaningTask.Source from) throws IOException {
    if (walk.fault() != RecordFault.NONE) {
      throw damaged(from, walk, walk.fault().sentence());
    }
    closeFile();
  }

  private UncleanableException damaged(CleaningTask.Source from, SegmentScan walk, String what) {
    return new UncleanableException(
        path(from.baseOffset(), LogFiles.LOG) + " at " + walk.position() + ": " + what);
  }

  private void closeFile() throws IOException {
    DiskFile open = file;
    file = null;
    scan = null;
    if (open != null) {
      open.close();
    }
  }

  /** Gives everything up; what was written goes, unless its directory must not be touched. */
  void close() throws IOException {
    CleanedSegment written = output;
    output = null;
    keys = null;
    closeFile();
    if (records != null) {
      records.close();
    }
    if (cleaner != null) {
      cleaner.close();
    }
    if (written != null && !task.dir.isOffline()) {
      written.discard();
    }
  }
}
