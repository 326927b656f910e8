package io.classickafka.tools;

import io.classickafka.record.RecordBatch;
import io.classickafka.record.RecordCursor;
import io.classickafka.record.TimestampType;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Dumps {@code .index} and {@code .timeindex} files and compares each entry with the log beside
 * them. An entry of the base offset behind the first ends an index: a broker that is running may
 * leave its file longer than its entries.
 */
final class IndexDump {

  private static final int OFFSET_ENTRY = 8;
  private static final int TIME_ENTRY = 12;

  private final PrintStream out;
  private final boolean sanityOnly;
  private final boolean verifyOnly;
  private final int maxMessageSize;
  private final List<String> findings = new ArrayList<>();

  /**
   * A dump of indexes.
   *
   * @param sanityOnly checks the index alone, prints no entry
   * @param verifyOnly prints no entry
   * @param maxMessageSize largest batch that an entry may point to
   */
  IndexDump(PrintStream out, boolean sanityOnly, boolean verifyOnly, int maxMessageSize) {
    this.out = out;
    this.sanityOnly = sanityOnly;
    this.verifyOnly = verifyOnly;
    this.maxMessageSize = maxMessageSize;
  }

  void dumpOffsets(Path file, long baseOffset) throws IOException, ToolFailure {
    ByteBuffer entries = StateDump.readWhole(file);
    if (entries.capacity() == 0) {
      out.println(file + " is empty.");
      return;
    }
    if (sanityOnly) {
      checkSize(file, entries, OFFSET_ENTRY);
      long last = baseOffset + entries.getInt(entries.capacity() - OFFSET_ENTRY);
      requireSane(file, last >= baseOffset, "its last offset is " + last + ", below its base");
      out.println(file + " passed sanity check.");
      return;
    }
    List<String> wrong = new ArrayList<>();
    try (BatchReader log = new BatchReader(logOf(file))) {
      for (int at = 0; at + OFFSET_ENTRY <= entries.capacity(); at += OFFSET_ENTRY) {
        int relative = entries.getInt(at);
        if (relative == 0 && at > 0) {
          break;
        }
        long offset = baseOffset + relative;
        int position = entries.getInt(at + Integer.BYTES);
        RecordBatch batch = batchAt(file, log, position);
        if (batch.lastOffset() != offset) {
          wrong.add(0, "  Index offset: " + offset + ", log offset: " + batch.lastOffset());
        }
        if (!verifyOnly) {
          out.println("offset: " + offset + " position: " + position);
        }
      }
    }
    tell("Mismatches in :" + file.toAbsolutePath(), wrong);
  }

  private RecordBatch batchAt(Path file, BatchReader log, long position)
      throws IOException, ToolFailure {
    log.seek(position);
    if (position < 0 || !log.next()) {
      throw new ToolFailure(file + " points to position " + position + ", where no batch starts");
    }
    if (log.batch().sizeBytes() > maxMessageSize) {
      throw new ToolFailure(
          "the batch at position "
              + position
              + " has "
              + log.batch().sizeBytes()
              + " bytes, more than --max-message-size "
              + maxMessageSize);
    }
    return log.batch();
  }

  void dumpTimes(Path file, long baseOffset) throws IOException, ToolFailure {
    ByteBuffer entries = StateDump.readWhole(file);
    if (sanityOnly) {
      checkTimes(file, entries, baseOffset);
      return;
    }
    List<String> mismatches = new ArrayList<>();
    List<String> outOfOrder = new ArrayList<>();
    List<String> notFound = new ArrayList<>();
    ByteBuffer offsets = offsetsOf(file);
    long previous = RecordBatch.NO_TIMESTAMP;
    try (BatchReader log = new BatchReader(logOf(file));
        RecordCursor cursor = new RecordCursor(Integer.MAX_VALUE)) {
      for (int at = 0; at + TIME_ENTRY <= entries.capacity(); at += TIME_ENTRY) {
        int relative = entries.getInt(at + Long.BYTES);
        if (relative == 0 && at > 0) {
          break;
        }
        long timestamp = entries.getLong(at);
        long offset = baseOffset + relative;
        log.seek(positionFor(offsets, relative));
        long found = findBatch(log, offset);
        if (found != offset) {
          notFound.add("Indexed offset: " + offset + ", found log offset: " + found);
        } else {
          long largest = largestTimestamp(log.batch(), cursor);
          if (largest != timestamp) {
            mismatches.add("  Index timestamp: " + timestamp + ", log timestamp: " + largest);
          }
          if (previous >= timestamp) {
            outOfOrder.add(
                "  Index timestamp: " + timestamp + ", Previously indexed timestamp: " + previous);
          }
        }
        if (!verifyOnly) {
          out.println("timestamp: " + timestamp + " offset: " + offset);
        }
        previous = timestamp;
      }
    }
    tell("Found timestamp mismatch in :" + file.toAbsolutePath(), mismatches);
    tell("Found out of order timestamp in :" + file.toAbsolutePath(), outOfOrder);
    tell("The following indexed offsets are not found in the log.", notFound);
  }

  private void checkTimes(Path file, ByteBuffer entries, long baseOffset) throws ToolFailure {
    checkSize(file, entries, TIME_ENTRY);
    if (entries.capacity() > 0) {
      int last = entries.capacity() - TIME_ENTRY;
      requireSane(
          file,
          entries.getLong(last) >= entries.getLong(0),
          "its last timestamp " + entries.getLong(last) + " is below its first");
      requireSane(
          file,
          entries.getInt(last + Long.BYTES) >= 0,
          "its last offset is "
              + (baseOffset + entries.getInt(last + Long.BYTES))
              + ", below its base");
    }
    out.println(file + " passed sanity check.");
  }

  private static void checkSize(Path file, ByteBuffer entries, int entrySize) throws ToolFailure {
    requireSane(
        file,
        entries.capacity() % entrySize == 0,
        entries.capacity() + " bytes are no multiple of " + entrySize);
  }

  private static void requireSane(Path file, boolean sane, String otherwise) throws ToolFailure {
    if (!sane) {
      throw new ToolFailure(file + " is corrupt: " + otherwise);
    }
  }

  private static ByteBuffer offsetsOf(Path timeIndex) throws IOException, ToolFailure {
    Path file = sibling(timeIndex, ".index");
    return Files.exists(file) ? StateDump.readWhole(file) : ByteBuffer.allocate(0);
  }

  /** Where to start looking for an offset. */
  private static int positionFor(ByteBuffer offsets, int relative) {
    int position = 0;
    for (int at = 0; at + OFFSET_ENTRY <= offsets.capacity(); at += OFFSET_ENTRY) {
      int indexed = offsets.getInt(at);
      if (indexed > relative || (indexed == 0 && at > 0)) {
        break;
      }
      position = offsets.getInt(at + Integer.BYTES);
    }
    return position;
  }

  /** Moves to the batch that holds an offset; its last offset, or -1 when there is none. */
  private static long findBatch(BatchReader log, long offset) throws IOException, ToolFailure {
    while (log.next()) {
      if (log.batch().lastOffset() >= offset) {
        return log.batch().lastOffset();
      }
    }
    return -1;
  }

  private static long largestTimestamp(RecordBatch batch, RecordCursor cursor) {
    if (batch.timestampType() == TimestampType.LOG_APPEND_TIME) {
      return batch.maxTimestamp();
    }
    long largest = RecordBatch.NO_TIMESTAMP;
    cursor.open(batch);
    while (cursor.next()) {
      largest = Math.max(largest, cursor.timestamp());
    }
    return largest;
  }

  private static Path logOf(Path index) {
    return sibling(index, ".log");
  }

  private static Path sibling(Path index, String suffix) {
    String name = String.valueOf(index.getFileName());
    return index.resolveSibling(name.substring(0, name.lastIndexOf('.')) + suffix);
  }

  private void tell(String title, List<String> lines) {
    if (!lines.isEmpty()) {
      findings.add(title);
      findings.addAll(lines);
    }
  }

  /** Tells what was found wrong in all files. */
  void report(PrintStream err) {
    findings.forEach(err::println);
  }
}
