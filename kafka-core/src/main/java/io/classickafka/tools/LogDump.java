package io.classickafka.tools;

import io.classickafka.record.Compression;
import io.classickafka.record.ControlMarker;
import io.classickafka.record.RecordBatch;
import io.classickafka.record.RecordCursor;
import io.classickafka.record.RecordFault;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Dumps {@code .log} files: a line for each batch and, if asked for, one for each record. */
final class LogDump {

  private static final long MAX_BATCH_OUTPUT = Integer.MAX_VALUE;

  /** A compacted segment may have millions of gaps; the last ones are told of. */
  private static final int MAX_GAPS = 100_000;

  private final PrintStream out;
  private final boolean deep;
  private final boolean skipMetadata;
  private final @Nullable PayloadText payload;
  private final int maxBytes;
  private final RecordCursor cursor = new RecordCursor(MAX_BATCH_OUTPUT);

  /** By file, the pairs of offsets between which there is a gap, the last one first. */
  private final Map<Path, Deque<long[]>> gaps = new LinkedHashMap<>();

  private long gapsLeftOut;

  /**
   * A dump of log files.
   *
   * @param deep whether records are looked at
   * @param payload how keys and values are written; null when they are not
   * @param maxBytes of each file, where the dump ends
   */
  LogDump(
      PrintStream out,
      boolean deep,
      boolean skipMetadata,
      @Nullable PayloadText payload,
      int maxBytes) {
    this.out = out;
    this.deep = deep;
    this.skipMetadata = skipMetadata;
    this.payload = payload;
    this.maxBytes = maxBytes;
  }

  void dump(Path file, long baseOffset) throws IOException, ToolFailure {
    out.println("Log starting offset: " + baseOffset);
    try (BatchReader reader = new BatchReader(file)) {
      reader.endAt(maxBytes);
      long lastOffset = -1;
      while (reader.next()) {
        RecordBatch batch = reader.batch();
        printBatch(batch, reader.position());
        if (deep) {
          lastOffset = printRecords(file, batch, lastOffset);
        }
      }
      long left = reader.sizeBytes() - reader.nextPosition();
      if (left > 0 && maxBytes == Integer.MAX_VALUE) {
        out.println("Found " + left + " invalid bytes at the end of " + file.getFileName());
      }
    }
  }

  private void printBatch(RecordBatch batch, long position) {
    StringBuilder line = new StringBuilder();
    if (batch.magic() >= RecordBatch.MAGIC_2) {
      line.append("baseOffset: ").append(batch.baseOffset());
      line.append(" lastOffset: ").append(batch.lastOffset());
      line.append(" count: ").append(batch.recordCount());
      line.append(" baseSequence: ").append(batch.baseSequence());
      line.append(" lastSequence: ").append(batch.lastSequence());
      line.append(" producerId: ").append(batch.producerId());
      line.append(" producerEpoch: ").append(batch.producerEpoch());
      line.append(" partitionLeaderEpoch: ").append(batch.leaderEpoch());
      line.append(" isTransactional: ").append(batch.isTransactional());
      line.append(" isControl: ").append(batch.isControl());
      line.append(" deleteHorizonMs: ").append(horizon(batch));
    } else {
      line.append("offset: ").append(batch.lastOffset());
    }
    line.append(" position: ").append(position);
    line.append(' ').append(batch.timestampType().typeName());
    line.append(": ").append(batch.maxTimestamp());
    line.append(" size: ").append(batch.sizeBytes());
    line.append(" magic: ").append(batch.magic());
    line.append(" compresscodec: ").append(codec(batch));
    line.append(" crc: ").append(batch.crc());
    line.append(" isvalid: ").append(batch.isValidCrc());
    out.println(line);
  }

  private static OptionalLong horizon(RecordBatch batch) {
    return batch.hasDeleteHorizon()
        ? OptionalLong.of(batch.deleteHorizonMs())
        : OptionalLong.empty();
  }

  private static String codec(RecordBatch batch) {
    Compression codec = batch.compression();
    return codec == null ? "unknown" : codec.codecName();
  }

  private long printRecords(Path file, RecordBatch batch, long lastOffset) throws ToolFailure {
    long last = lastOffset;
    cursor.open(batch);
    while (cursor.next()) {
      long offset = cursor.offset();
      if (last >= 0 && offset != last + 1) {
        addGap(file, last, offset);
      }
      last = offset;
      out.println(recordLine(batch));
    }
    if (cursor.fault() != RecordFault.NONE) {
      throw new ToolFailure(
          file
              + ": the batch at offset "
              + batch.baseOffset()
              + " is broken after "
              + (cursor.index() + 1)
              + " records: "
              + cursor.fault().sentence());
    }
    return last;
  }

  private void addGap(Path file, long before, long after) {
    Deque<long[]> known = gaps.computeIfAbsent(file.toAbsolutePath(), f -> new ArrayDeque<>());
    if (known.size() == MAX_GAPS) {
      known.removeLast();
      gapsLeftOut++;
    }
    known.addFirst(new long[] {before, after});
  }

  private String recordLine(RecordBatch batch) throws ToolFailure {
    StringBuilder line = new StringBuilder();
    if (!skipMetadata) {
      addMetadata(line, batch);
    }
    if (payload != null && !batch.isControl()) {
      PayloadText.Texts texts = payload.of(cursor.offset(), cursor.key(), cursor.value());
      if (texts.key() != null) {
        line.append(skipMetadata ? "| key: " : " key: ").append(texts.key());
      }
      if (texts.payload() != null) {
        line.append(" payload: ").append(texts.payload());
      }
    }
    return line.toString();
  }

  private void addMetadata(StringBuilder line, RecordBatch batch) {
    line.append("| offset: ").append(cursor.offset());
    line.append(' ').append(batch.timestampType().typeName());
    line.append(": ").append(cursor.timestamp());
    line.append(" keySize: ").append(cursor.keySize());
    line.append(" valueSize: ").append(cursor.valueSize());
    if (batch.magic() < RecordBatch.MAGIC_2) {
      // The cursor checks what lies inside a compressed entry. The brace is what people's scripts
      // know.
      line.append(" isValid: ").append(batch.isCompressed() || batch.isValidCrc());
      line.append(" crc: ").append(cursor.messageCrc()).append('}');
      return;
    }
    line.append(" sequence: ").append(sequence(batch));
    line.append(" headerKeys: [");
    for (String comma = ""; cursor.nextHeader(); comma = ",") {
      line.append(comma).append(StandardCharsets.UTF_8.decode(cursor.headerKey()));
    }
    line.append(']');
    if (batch.isControl()) {
      addMarker(line);
    }
  }

  private int sequence(RecordBatch batch) {
    return batch.baseSequence() == RecordBatch.NO_SEQUENCE
        ? RecordBatch.NO_SEQUENCE
        : RecordBatch.sequencePlus(
            batch.baseSequence(), (int) (cursor.offset() - batch.baseOffset()));
  }

  private void addMarker(StringBuilder line) {
    ControlMarker marker = ControlMarker.read(cursor);
    if (marker != null) {
      line.append(" endTxnMarker: ").append(marker.commit() ? "COMMIT" : "ABORT");
      line.append(" coordinatorEpoch: ").append(marker.coordinatorEpoch());
      return;
    }
    ByteBuffer key = cursor.key();
    line.append(" controlType: UNKNOWN(");
    if (key != null && key.remaining() >= 2 * Short.BYTES) {
      line.append(key.getShort(key.position() + Short.BYTES));
    }
    line.append(')');
  }

  /** Tells what was found wrong in all files. */
  void report(PrintStream err) {
    gaps.forEach(
        (file, pairs) -> {
          err.println("Non-consecutive offsets in " + file);
          for (long[] pair : pairs) {
            err.println("  " + pair[0] + " is followed by " + pair[1]);
          }
        });
    if (gapsLeftOut > 0) {
      err.println("  and " + gapsLeftOut + " more before these");
    }
  }
}
