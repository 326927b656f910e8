package io.classickafka.record;

import java.nio.ByteBuffer;

/** Where the stream of a compressed magic 0 or 1 entry lies, and what its offsets count from. */
final class InnerMessages {

  private final ByteSource fields = new ByteSource();
  private int streamPosition;
  private int streamEnd;
  private long lastInnerOffset;
  private long anchoredBase;

  /** Finds the value of the entry, which is the stream. */
  RecordFault locate(RecordBatch batch) {
    ByteBuffer bytes = batch.buffer();
    int end = batch.endPosition();
    int keyField = batch.position() + (batch.magic() == RecordBatch.MAGIC_1 ? 26 : 18);
    fields.open(bytes, keyField, end);
    int keySize = fields.readInt();
    if (keySize < -1 || keySize > fields.atHand()) {
      return RecordFault.RECORD_FIELD;
    }
    fields.skip(Math.max(keySize, 0));
    int valueSize = fields.readInt();
    if (fields.failed() || valueSize < 0 || valueSize != fields.atHand()) {
      return RecordFault.RECORD_FIELD;
    }
    streamPosition = fields.position();
    streamEnd = end;
    fields.close();
    return RecordFault.NONE;
  }

  int streamPosition() {
    return streamPosition;
  }

  int streamEnd() {
    return streamEnd;
  }

  /** Reads the stream to its end for the offset of its last message. */
  RecordFault passOver(ByteSource source) {
    lastInnerOffset = -1;
    while (!source.atEnd()) {
      long innerOffset = source.readLong();
      int size = source.readInt();
      if (source.failed() || size < 0) {
        break;
      }
      source.skip(size);
      lastInnerOffset = innerOffset;
      if (source.failed()) {
        break;
      }
    }
    if (source.fault() != RecordFault.NONE) {
      return source.fault();
    }
    return source.atEnd() && !source.failed() && lastInnerOffset >= 0
        ? RecordFault.NONE
        : RecordFault.RECORD_LENGTH;
  }

  /** Some writers leave the entry's offset at 0 when they produce: then offsets count from 0. */
  RecordFault anchor(long entryOffset) {
    if (entryOffset == 0) {
      anchoredBase = 0;
      return RecordFault.NONE;
    }
    anchoredBase = entryOffset - lastInnerOffset;
    return anchoredBase < 0 ? RecordFault.INNER_OFFSET : RecordFault.NONE;
  }

  long anchoredBase() {
    return anchoredBase;
  }
}
