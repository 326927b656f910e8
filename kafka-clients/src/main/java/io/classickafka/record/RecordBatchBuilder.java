package io.classickafka.record;

import io.classickafka.seam.ByteSlice;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes batches of magic 2, one after the other. Reused, one thread.
 *
 * <pre>
 * builder.open(Compression.LZ4, Compression.LZ4.defaultLevel()).producer(id, epoch, sequence);
 * builder.append(timestamp, key, value, headers);
 * ByteSlice batch = builder.build();
 * </pre>
 *
 * <p>Records are gathered uncompressed and compressed by {@link #build}, in one go: {@link
 * #uncompressedSizeBytes} is exact, the size after compression is known then. Arguments are copied.
 */
public final class RecordBatchBuilder implements AutoCloseable {

  private final GrowableBytes records = new GrowableBytes();
  private final GrowableBytes out = new GrowableBytes();
  private final Encoder encoder = new Encoder();

  private Compression codec = Compression.NONE;
  private int level;
  private long baseOffset;
  private int leaderEpoch;
  private long producerId;
  private short producerEpoch;
  private int baseSequence;
  private int flags;
  private long appendTimestamp;
  private long baseTimestamp;
  private long maxTimestamp;
  private int count;
  private int lastOffsetDelta;

  public RecordBatchBuilder() {
    open(Compression.NONE, 0);
  }

  /** Starts an empty batch at the codec's default level. What was being built is dropped. */
  public RecordBatchBuilder open(Compression codec) {
    return open(codec, codec.defaultLevel());
  }

  /**
   * Starts an empty batch: base offset 0, no producer, no leader epoch, CreateTime. What was being
   * built is dropped.
   */
  public RecordBatchBuilder open(Compression codec, int level) {
    if (!codec.isLevel(level)) {
      throw new IllegalArgumentException(codec.codecName() + " has no level " + level);
    }
    this.codec = codec;
    this.level = level;
    records.clear();
    baseOffset = 0;
    leaderEpoch = RecordBatch.NO_LEADER_EPOCH;
    producerId = RecordBatch.NO_PRODUCER_ID;
    producerEpoch = RecordBatch.NO_PRODUCER_EPOCH;
    baseSequence = RecordBatch.NO_SEQUENCE;
    flags = 0;
    appendTimestamp = RecordBatch.NO_TIMESTAMP;
    baseTimestamp = RecordBatch.NO_TIMESTAMP;
    maxTimestamp = RecordBatch.NO_TIMESTAMP;
    count = 0;
    lastOffsetDelta = -1;
    return this;
  }

  /** Offset of the first record. Before the first append. */
  public RecordBatchBuilder baseOffset(long baseOffset) {
    requireEmpty();
    this.baseOffset = baseOffset;
    return this;
  }

  public RecordBatchBuilder leaderEpoch(int leaderEpoch) {
    this.leaderEpoch = leaderEpoch;
    return this;
  }

  /** The fields of an idempotent producer. May be set until {@link #build}. */
  public RecordBatchBuilder producer(long producerId, short producerEpoch, int baseSequence) {
    this.producerId = producerId;
    this.producerEpoch = producerEpoch;
    this.baseSequence = baseSequence;
    return this;
  }

  public RecordBatchBuilder transactional(boolean transactional) {
    return flag(RecordBatch.TRANSACTIONAL_BIT, transactional);
  }

  public RecordBatchBuilder control(boolean control) {
    return flag(RecordBatch.CONTROL_BIT, control);
  }

  /** Makes this a LogAppendTime batch: every record reads as of this time. */
  public RecordBatchBuilder logAppendTime(long timestamp) {
    appendTimestamp = timestamp;
    return flag(RecordBatch.LOG_APPEND_TIME_BIT, true);
  }

  /** Sets the time after which tombstones may go. Before the first append. */
  public RecordBatchBuilder deleteHorizonMs(long horizonMs) {
    requireEmpty();
    baseTimestamp = horizonMs;
    return flag(RecordBatch.DELETE_HORIZON_BIT, true);
  }

  /** Sets the last offset where compaction took the last records away. After the appends. */
  public RecordBatchBuilder lastOffset(long lastOffset) {
    long delta = lastOffset - baseOffset;
    if (delta < lastOffsetDelta || delta > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("last offset " + lastOffset + " from " + baseOffset);
    }
    lastOffsetDelta = (int) delta;
    return this;
  }

  private RecordBatchBuilder flag(int bit, boolean set) {
    flags = set ? flags | bit : flags & ~bit;
    return this;
  }

  private void requireEmpty() {
    if (count > 0) {
      throw new IllegalStateException("the batch has records already");
    }
  }

  /** Appends a record without headers at the next offset. */
  public void append(long timestamp, byte @Nullable [] key, byte @Nullable [] value) {
    append(timestamp, wrap(key), wrap(value), List.of());
  }

  public void append(
      long timestamp, byte @Nullable [] key, byte @Nullable [] value, List<RecordHeader> headers) {
    append(timestamp, wrap(key), wrap(value), headers);
  }

  private static @Nullable ByteBuffer wrap(byte @Nullable [] bytes) {
    return bytes == null ? null : ByteBuffer.wrap(bytes);
  }

  /** Appends a record at the next offset. Keys and values lie between position and limit. */
  public void append(
      long timestamp,
      @Nullable ByteBuffer key,
      @Nullable ByteBuffer value,
      List<RecordHeader> headers) {
    appendAt(nextOffset(), timestamp, key, value, headers);
  }

  /** Appends a record at an offset at or above {@link #nextOffset}: compaction leaves gaps. */
  public void appendAt(
      long offset,
      long timestamp,
      @Nullable ByteBuffer key,
      @Nullable ByteBuffer value,
      List<RecordHeader> headers) {
    int headersSize = 0;
    for (RecordHeader header : headers) {
      int keySize = utf8Size(header.key());
      byte[] headerValue = header.value();
      headersSize += Varint.sizeOf(keySize) + keySize + fieldSize(sizeOf(headerValue));
    }
    begin(offset, timestamp, key, value, headers.size(), headersSize);
    for (RecordHeader header : headers) {
      byte[] keyBytes = header.key().getBytes(StandardCharsets.UTF_8);
      records.putVarint(keyBytes.length);
      records.put(keyBytes, 0, keyBytes.length);
      byte[] headerValue = header.value();
      records.putVarint(sizeOf(headerValue));
      if (headerValue != null) {
        records.put(headerValue, 0, headerValue.length);
      }
    }
  }

  /** Appends the current record of a cursor as it is: its offset, timestamp and headers. */
  public void append(RecordCursor record) {
    int headersSize = record.headersSize();
    begin(
        record.offset(),
        record.timestamp(),
        record.key(),
        record.value(),
        record.headerCount(),
        headersSize);
    records.put(record.bodyBytes(), record.headersPosition(), headersSize);
  }

  private void begin(
      long offset,
      long timestamp,
      @Nullable ByteBuffer key,
      @Nullable ByteBuffer value,
      int headerCount,
      int headersSize) {
    long delta = offset - baseOffset;
    if (delta <= lastOffsetDelta || delta > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("offset " + offset + " from " + baseOffset);
    }
    if (count == 0 && (flags & RecordBatch.DELETE_HORIZON_BIT) == 0) {
      baseTimestamp = timestamp;
    }
    long timestampDelta = timestamp - baseTimestamp;
    int offsetDelta = (int) delta;
    int keySize = key == null ? -1 : key.remaining();
    int valueSize = value == null ? -1 : value.remaining();
    int size =
        1
            + Varint.sizeOf(timestampDelta)
            + Varint.sizeOf(offsetDelta)
            + fieldSize(keySize)
            + fieldSize(valueSize)
            + Varint.sizeOf(headerCount)
            + headersSize;
    records.putVarint(size);
    records.putByte(0);
    records.putVarlong(timestampDelta);
    records.putVarint(offsetDelta);
    records.putVarint(keySize);
    if (key != null) {
      records.put(key);
    }
    records.putVarint(valueSize);
    if (value != null) {
      records.put(value);
    }
    records.putVarint(headerCount);
    lastOffsetDelta = offsetDelta;
    maxTimestamp = count == 0 ? timestamp : Math.max(maxTimestamp, timestamp);
    count++;
  }

  private static int fieldSize(int size) {
    return Varint.sizeOf(size) + Math.max(size, 0);
  }

  private static int sizeOf(byte @Nullable [] bytes) {
    return bytes == null ? -1 : bytes.length;
  }

  private static int utf8Size(String text) {
    int size = 0;
    for (int i = 0; i < text.length(); i++) {
      char next = text.charAt(i);
      if (next < 0x80) {
        size++;
      } else if (next < 0x800) {
        size += 2;
      } else if (Character.isHighSurrogate(next)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        size += 4;
        i++;
      } else {
        // A lone surrogate is written as a question mark.
        size += Character.isSurrogate(next) ? 1 : 3;
      }
    }
    return size;
  }

  /** Offset that the next record takes unless told otherwise. */
  public long nextOffset() {
    return baseOffset + lastOffsetDelta + 1;
  }

  public int recordCount() {
    return count;
  }

  public boolean isEmpty() {
    return count == 0;
  }

  /** Size of the batch if it were not compressed, header included. */
  public int uncompressedSizeBytes() {
    return RecordBatch.HEADER_SIZE + records.size();
  }

  /** Most bytes that a record of these sizes adds; -1 for null. Headers by {@link #headerSize}. */
  public static int largestRecordSize(int keySize, int valueSize, int headersSize) {
    // Length, attributes, timestamp and offset delta, key and value length, header count.
    return 21 + 10 + Math.max(keySize, 0) + Math.max(valueSize, 0) + headersSize;
  }

  /** Bytes that one header takes. */
  public static int headerSize(RecordHeader header) {
    int keySize = utf8Size(header.key());
    return Varint.sizeOf(keySize) + keySize + fieldSize(sizeOf(header.value()));
  }

  /** Compresses and closes the batch. On the heap, not counted, the caller's own. */
  public ByteSlice build() {
    out.clear();
    out.reserve(RecordBatch.HEADER_SIZE);
    out.advance(RecordBatch.HEADER_SIZE);
    // An empty batch has no stream that could be compressed.
    Compression used = count == 0 ? Compression.NONE : codec;
    encoder.encode(used, level, RecordBatch.MAGIC_2, records, 0, out);
    boolean appendTime = (flags & RecordBatch.LOG_APPEND_TIME_BIT) != 0;
    ByteBuffer header = ByteBuffer.wrap(out.toByteArray());
    header.putLong(0, baseOffset);
    header.putInt(RecordBatch.LENGTH, header.capacity() - RecordBatch.OVERHEAD);
    header.putInt(RecordBatch.LEADER_EPOCH, leaderEpoch);
    header.put(RecordBatch.MAGIC, RecordBatch.MAGIC_2);
    header.putShort(RecordBatch.ATTRIBUTES, (short) (flags | used.id()));
    header.putInt(RecordBatch.LAST_OFFSET_DELTA, lastOffsetDelta);
    header.putLong(RecordBatch.BASE_TIMESTAMP, baseTimestamp);
    header.putLong(RecordBatch.MAX_TIMESTAMP, appendTime ? appendTimestamp : maxTimestamp);
    header.putLong(RecordBatch.PRODUCER_ID, producerId);
    header.putShort(RecordBatch.PRODUCER_EPOCH, producerEpoch);
    header.putInt(RecordBatch.BASE_SEQUENCE, baseSequence);
    header.putInt(RecordBatch.COUNT, count);
    header.putInt(RecordBatch.CRC, Crc32c.of(header, RecordBatch.ATTRIBUTES, header.capacity()));
    return ByteSlice.wrap(header);
  }

  /**
   * What stays of a batch of magic 2 when compaction took all its records: the header, for the
   * offsets and the producer's sequence in it. On the heap, not counted, the caller's own.
   */
  public static ByteSlice emptied(RecordBatch batch) {
    ByteBuffer header = ByteBuffer.allocate(RecordBatch.HEADER_SIZE);
    header.put(0, batch.buffer(), batch.position(), RecordBatch.HEADER_SIZE);
    int gone = RecordBatch.CODEC_MASK | RecordBatch.DELETE_HORIZON_BIT;
    header.putInt(RecordBatch.LENGTH, RecordBatch.HEADER_SIZE - RecordBatch.OVERHEAD);
    header.putShort(RecordBatch.ATTRIBUTES, (short) (batch.attributes() & ~gone));
    header.putLong(RecordBatch.BASE_TIMESTAMP, RecordBatch.NO_TIMESTAMP);
    header.putInt(RecordBatch.COUNT, 0);
    header.putInt(RecordBatch.CRC, Crc32c.of(header, RecordBatch.ATTRIBUTES, header.capacity()));
    return ByteSlice.wrap(header);
  }

  /** Frees native memory. May be used again. */
  @Override
  public void close() {
    encoder.close();
  }
}
