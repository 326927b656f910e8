package io.classickafka.client.producer;

import io.classickafka.record.RecordBatch;
import io.classickafka.record.RecordBatchBuilder;
import io.classickafka.record.RecordCursor;
import io.classickafka.record.RecordFault;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits a batch that was refused for its size in two, as near to its middle as its records allow:
 * it is the broker that knows the limit. What is refused again is split again. State of the loop.
 */
final class BatchSplitter {

  private final ProducerSettings settings;
  private final MemoryBudget memory;

  BatchSplitter(ProducerSettings settings, MemoryBudget memory) {
    this.settings = settings;
    this.memory = memory;
  }

  /** The two parts, in the order of their records. The batch has several, and is done then. */
  List<ProducerBatch> split(ProducerBatch batch) {
    try (RecordCursor records = new RecordCursor(Long.MAX_VALUE)) {
      RecordBatch whole = new RecordBatch().wrap(batch.bytes());
      long totalBytes = 0;
      records.open(whole);
      while (records.next()) {
        totalBytes += sizeBytes(records);
      }
      records.open(whole);
      return batch.become(parts(records, totalBytes / 2));
    }
  }

  private List<ProducerBatch.Part> parts(RecordCursor records, long middle) {
    List<ProducerBatch.Part> parts = new ArrayList<>();
    try (RecordBatchBuilder builder = new RecordBatchBuilder()) {
      long partBytes = 0;
      int units = 0;
      while (records.next()) {
        int sizeBytes = sizeBytes(records);
        // Of the last record, if of no other, half is behind the middle: there are two parts
        // always.
        boolean pastMiddle = partBytes + sizeBytes / 2 >= middle;
        if (parts.isEmpty() && partBytes > 0 && pastMiddle) {
          parts.add(part(builder, units));
          partBytes = 0;
          units = 0;
        }
        if (partBytes == 0) {
          builder.open(settings.compression(), settings.compressionLevel());
          builder.baseOffset(records.offset());
        }
        builder.append(records);
        partBytes += sizeBytes;
        units += memory.units(sizeBytes);
      }
      if (records.fault() != RecordFault.NONE) {
        throw new IllegalStateException("a batch that cannot be read back: " + records.fault());
      }
      parts.add(part(builder, units));
    }
    return parts;
  }

  private static ProducerBatch.Part part(RecordBatchBuilder builder, int units) {
    int recordCount = builder.recordCount();
    ProducerBatch.Part part = new ProducerBatch.Part(builder.build(), recordCount, units);
    // Its records counted on from those before it; no checksum covers the offset.
    new RecordBatch().wrap(part.bytes()).setBaseOffset(0);
    return part;
  }

  // What the record took of the memory budget, which is never less than it takes in a batch.
  private static int sizeBytes(RecordCursor record) {
    return RecordBatchBuilder.largestRecordSize(
        record.keySize(), record.valueSize(), record.headersSize());
  }
}
