package io.classickafka.log;

import io.classickafka.record.BatchCursor;
import io.classickafka.record.RecordBatch;
import io.classickafka.record.RecordCursor;
import io.classickafka.seam.ByteSlice;
import io.classickafka.seam.FileSlice;
import io.classickafka.seam.Payload;
import io.classickafka.simulation.check.BatchState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads the batches of a log as they lie there, for a simulation, between two tasks. */
public final class LogSight {

  private static final int READ_BYTES = 1 << 20;
  private static final long PRIME = 0x9e3779b97f4a7c15L;

  private LogSight() {}

  /** The batches from an offset on that end at or below another. */
  public static List<BatchState> batches(Log log, long from, long to) throws IOException {
    List<BatchState> found = new ArrayList<>();
    long next = from;
    while (next < to) {
      ReadResult result = log.read(next, READ_BYTES, to, true, false);
      if (!(result instanceof ReadResult.Records records)) {
        throw new IOException(log.topicPartition() + " from " + next + " to " + to + ": " + result);
      }
      int before = found.size();
      try {
        add(records.records(), to, found);
      } finally {
        records.records().release();
      }
      if (found.size() == before) {
        throw new IOException(log.topicPartition() + " has nothing from " + next + " to " + to);
      }
      next = found.get(found.size() - 1).lastOffset() + 1;
    }
    return found;
  }

  private static void add(Payload payload, long to, List<BatchState> found) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(payload.sizeBytes());
    if (payload instanceof FileSlice file) {
      file.read(0, bytes);
      bytes.flip();
    } else {
      bytes.put(((ByteSlice) payload).duplicate()).flip();
    }
    BatchCursor batches = new BatchCursor().over(bytes, 0, bytes.limit());
    try (RecordCursor records = new RecordCursor(READ_BYTES)) {
      while (batches.next()) {
        RecordBatch batch = batches.batch();
        if (batch.lastOffset() >= to) {
          return;
        }
        if (!batch.isValidCrc()) {
          throw new IOException("checksum of the batch at " + batch.baseOffset());
        }
        found.add(state(bytes, batch, records));
      }
    }
  }

  private static BatchState state(ByteBuffer bytes, RecordBatch batch, RecordCursor records) {
    long hash = 1;
    for (int i = batch.position(); i < batch.endPosition(); i++) {
      hash = hash * PRIME + bytes.get(i);
    }
    List<String> values = new ArrayList<>();
    records.open(batch);
    while (records.next()) {
      ByteBuffer value = records.value();
      values.add(value == null ? "" : StandardCharsets.UTF_8.decode(value.duplicate()).toString());
    }
    return new BatchState(
        batch.baseOffset(), batch.lastOffset(), batch.leaderEpoch(), hash, values);
  }
}
