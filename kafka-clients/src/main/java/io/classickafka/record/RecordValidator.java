package io.classickafka.record;

import io.classickafka.seam.ByteSlice;
import java.util.Arrays;

/**
 * Checks a produced batch of magic 2 before the leader appends it: its frame, header, CRC, and
 * every record in place, decompressing as it goes. The outcome is a value; no object is made per
 * record, and no key or value is copied or kept. Reused, one thread, borrows the bytes during the
 * call.
 *
 * <p>Two kinds of fault: one of the batch ends the walk at once. One of a single record (see {@link
 * RecordFault#isOfSingleRecord}) is listed, and the walk goes on, so that a producer learns all the
 * records that a topic refuses, up to {@link #LISTED_RECORDS}. {@link #fault} is then the first
 * timestamp fault if there is one, else the first.
 */
public final class RecordValidator implements AutoCloseable {

  /** How many refused records are listed. */
  public static final int LISTED_RECORDS = 10_000;

  private static final int SMALLEST_RECORD = 6;

  private final RecordBatch batch = new RecordBatch();
  private final Decoders decoders = new Decoders();
  private final ByteSource source = new ByteSource();

  private RecordFault fault = RecordFault.NONE;
  private int index;
  private int[] refusedIndexes = new int[16];
  private RecordFault[] refusedFaults = new RecordFault[16];
  private int refusedCount;
  private long maxTimestamp;
  private int maxTimestampIndex;
  private long uncompressedBytes;

  // The record being read.
  private boolean keyMissing;
  private long timestampDelta;

  /**
   * Checks what a producer sent for one partition: exactly one batch of magic 2, from a client.
   *
   * @param nowMs wall clock, for the topic's limits on timestamps
   * @return {@link #fault}
   */
  public RecordFault validateProduced(ByteSlice records, RecordRules rules, long nowMs) {
    reset();
    batch.wrap(records);
    fault = frame(records.sizeBytes());
    if (fault == RecordFault.NONE) {
      fault = header(batch);
    }
    if (fault == RecordFault.NONE) {
      walk(batch, rules, nowMs);
    }
    return fault;
  }

  /**
   * Checks the records of a batch whose frame, header and CRC are known to be good.
   *
   * @return {@link #fault}
   */
  public RecordFault validateRecords(RecordBatch whole, RecordRules rules, long nowMs) {
    reset();
    walk(whole, rules, nowMs);
    return fault;
  }

  private void reset() {
    fault = RecordFault.NONE;
    index = -1;
    refusedCount = 0;
    maxTimestamp = RecordBatch.NO_TIMESTAMP;
    maxTimestampIndex = -1;
    uncompressedBytes = 0;
  }

  /** The frame of exactly one batch of magic 2 in this many bytes. */
  private RecordFault frame(int available) {
    if (available == 0) {
      return RecordFault.NO_BATCH;
    }
    if (available < RecordBatch.OVERHEAD) {
      return RecordFault.CUT_OFF;
    }
    int length = batch.length();
    if (length < RecordBatch.smallestLength(RecordBatch.MAGIC_0)) {
      return RecordFault.LENGTH;
    }
    if (available < RecordBatch.PREFIX_SIZE) {
      return RecordFault.CUT_OFF;
    }
    byte magic = batch.magic();
    if (magic < RecordBatch.MAGIC_0 || magic > RecordBatch.MAGIC_2) {
      return RecordFault.MAGIC;
    }
    if (magic < RecordBatch.MAGIC_2) {
      return RecordFault.OLD_MAGIC;
    }
    if (length < RecordBatch.smallestLength(RecordBatch.MAGIC_2)) {
      return RecordFault.LENGTH;
    }
    if (length > available - RecordBatch.OVERHEAD) {
      return RecordFault.CUT_OFF;
    }
    return length < available - RecordBatch.OVERHEAD
        ? RecordFault.TRAILING_BYTES
        : RecordFault.NONE;
  }

  /** The header of a whole batch that a client produced. */
  private static RecordFault header(RecordBatch batch) {
    if (batch.baseOffset() != 0) {
      return RecordFault.BASE_OFFSET;
    }
    if (!batch.isValidCrc()) {
      return RecordFault.CRC;
    }
    int count = batch.recordCount();
    if (count <= 0 || batch.lastOffsetDelta() != count - 1) {
      return RecordFault.COUNT;
    }
    if (batch.isControl()) {
      return RecordFault.CONTROL_BATCH;
    }
    if (batch.hasDeleteHorizon()) {
      return RecordFault.DELETE_HORIZON;
    }
    if (batch.compression() == null) {
      return RecordFault.CODEC;
    }
    return producer(batch) ? RecordFault.NONE : RecordFault.PRODUCER;
  }

  /** Either none of the producer fields is set, or all of those that belong together. */
  private static boolean producer(RecordBatch batch) {
    if (batch.hasProducerId()) {
      return batch.producerEpoch() >= 0 && batch.baseSequence() >= 0;
    }
    return batch.producerId() == RecordBatch.NO_PRODUCER_ID && !batch.isTransactional();
  }

  private void walk(RecordBatch checked, RecordRules rules, long nowMs) {
    Compression codec = checked.compression();
    if (codec == null) {
      fault = RecordFault.CODEC;
      return;
    }
    int from = checked.recordsPosition();
    int to = checked.endPosition();
    if (codec == Compression.NONE) {
      source.open(checked.buffer(), from, to);
    } else {
      Decoder decoder = decoders.of(codec, RecordBatch.MAGIC_2);
      decoder.open(checked.buffer(), from, to);
      source.open(decoder, rules.limitFor(checked.sizeBytes()));
    }
    RecordFault structure = records(checked, rules, nowMs);
    uncompressedBytes = source.consumed();
    source.close();
    if (structure != RecordFault.NONE) {
      fault = structure;
    }
  }

  private RecordFault records(RecordBatch checked, RecordRules rules, long nowMs) {
    int count = checked.recordCount();
    long base = checked.baseTimestamp();
    boolean claimsAppendTime = checked.timestampType() == TimestampType.LOG_APPEND_TIME;
    long claimedTime = checked.maxTimestamp();
    for (index = 0; index < count; index++) {
      RecordFault broken = record(index);
      if (broken != RecordFault.NONE) {
        return broken;
      }
      long timestamp = claimsAppendTime ? claimedTime : base + timestampDelta;
      if (timestamp > maxTimestamp) {
        maxTimestamp = timestamp;
        maxTimestampIndex = index;
      }
      RecordFault refused = refusal(rules, timestamp, claimsAppendTime, nowMs);
      if (refused != RecordFault.NONE) {
        refuse(refused);
      }
    }
    boolean end = source.atEnd();
    if (source.fault() != RecordFault.NONE) {
      return source.fault();
    }
    return end ? RecordFault.NONE : RecordFault.TOO_MANY_RECORDS;
  }

  private RecordFault refusal(
      RecordRules rules, long timestamp, boolean claimsAppendTime, long nowMs) {
    if (keyMissing && rules.keyRequired()) {
      return RecordFault.KEY_MISSING;
    }
    if (rules.timestampType() == TimestampType.CREATE_TIME
        && timestamp != RecordBatch.NO_TIMESTAMP) {
      return rules.refuses(timestamp, nowMs) ? RecordFault.TIMESTAMP_RANGE : RecordFault.NONE;
    }
    return claimsAppendTime ? RecordFault.TIMESTAMP_TYPE : RecordFault.NONE;
  }

  private void refuse(RecordFault refused) {
    boolean firstTimestampFault = isTimestampFault(refused) && !isTimestampFault(fault);
    if (fault == RecordFault.NONE || firstTimestampFault) {
      fault = refused;
    }
    if (refusedCount == LISTED_RECORDS) {
      return;
    }
    if (refusedCount == refusedIndexes.length) {
      int larger = Math.min(2 * refusedCount, LISTED_RECORDS);
      refusedIndexes = Arrays.copyOf(refusedIndexes, larger);
      refusedFaults = Arrays.copyOf(refusedFaults, larger);
    }
    refusedIndexes[refusedCount] = index;
    refusedFaults[refusedCount] = refused;
    refusedCount++;
  }

  private static boolean isTimestampFault(RecordFault fault) {
    return fault == RecordFault.TIMESTAMP_RANGE || fault == RecordFault.TIMESTAMP_TYPE;
  }

  private RecordFault record(int expectedDelta) {
    if (source.atEnd()) {
      return missingBytes(RecordFault.TOO_FEW_RECORDS);
    }
    int length = source.readVarint();
    if (source.failed() || length < SMALLEST_RECORD) {
      return missingBytes(RecordFault.RECORD_LENGTH);
    }
    long end = source.consumed() + length;
    source.readByte();
    timestampDelta = source.readVarlong();
    int offsetDelta = source.readVarint();
    int keySize = source.readVarint();
    if (!passOver(keySize, end)) {
      return missingBytes(RecordFault.RECORD_FIELD);
    }
    keyMissing = keySize < 0;
    int valueSize = source.readVarint();
    if (!passOver(valueSize, end)) {
      return missingBytes(RecordFault.RECORD_FIELD);
    }
    int headers = source.readVarint();
    if (source.failed() || headers < 0 || headers > (end - source.consumed()) / 2) {
      return missingBytes(RecordFault.RECORD_FIELD);
    }
    for (int i = 0; i < headers; i++) {
      int headerKeySize = source.readVarint();
      if (headerKeySize < 0 || !passOver(headerKeySize, end)) {
        return missingBytes(RecordFault.RECORD_FIELD);
      }
      if (!passOver(source.readVarint(), end)) {
        return missingBytes(RecordFault.RECORD_FIELD);
      }
    }
    if (source.consumed() != end) {
      return RecordFault.RECORD_LENGTH;
    }
    return offsetDelta == expectedDelta ? RecordFault.NONE : RecordFault.OFFSET_DELTA;
  }

  /** Passes over a field of this size, -1 for null, that must end inside the record. */
  private boolean passOver(int size, long recordEnd) {
    if (source.failed() || size < -1 || size > recordEnd - source.consumed()) {
      return false;
    }
    if (size > 0) {
      source.skip(size);
    }
    return !source.failed();
  }

  private RecordFault missingBytes(RecordFault otherwise) {
    return source.fault() != RecordFault.NONE ? source.fault() : otherwise;
  }

  /** The outcome of the last call. */
  public RecordFault fault() {
    return fault;
  }

  /** The record that a fault of the batch was met at, from 0; -1 before the records. */
  public int faultIndex() {
    return index;
  }

  /** Records listed as refused. */
  public int refusedCount() {
    return refusedCount;
  }

  /** Index in the batch of the i-th refused record. */
  public int refusedIndex(int i) {
    return refusedIndexes[i];
  }

  /** Why the i-th refused record was refused. */
  public RecordFault refusedFault(int i) {
    return refusedFaults[i];
  }

  /** Largest timestamp of the records, -1 when none has one. */
  public long maxTimestamp() {
    return maxTimestamp;
  }

  /** The first record with {@link #maxTimestamp}, from 0; -1 when none has a timestamp. */
  public int maxTimestampIndex() {
    return maxTimestampIndex;
  }

  /** Bytes of the records when not compressed. */
  public long uncompressedBytes() {
    return uncompressedBytes;
  }

  /** Frees native memory. */
  @Override
  public void close() {
    source.close();
    decoders.close();
  }
}
