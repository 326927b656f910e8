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
    append(timestamp, key, value, List.of());
  }

  /** Appends a record at the next offset. */
  public void append(
      long timestamp, byte @Nullable [] key, byte @Nullable [] value, List<RecordHeader> headers) {
    int headersSize = headersSize(headers);
    int at =
        begin(nextOffset(), timestamp, sizeOf(key), sizeOf(value), headers.size(), headersSize);
    byte[] out = records.array();
    at = write(out, at, key);
    at = write(out, at, value);
    end(writeHeaders(out, at, headers));
  }

  private static int write(byte[] out, int position, byte @Nullable [] bytes) {
    if (bytes == null) {
      return Varint.write(out, position, -1);
    }
    int at = Varint.write(out, position, bytes.length);
    System.arraycopy(bytes, 0, out, at, bytes.length);
    return at + bytes.length;
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
    int headersSize = headersSize(headers);
    int at = begin(offset, timestamp, sizeOf(key), sizeOf(value), headers.size(), headersSize);
    byte[] out = records.array();
    at = write(out, at, key);
    at = write(out, at, value);
    end(writeHeaders(out, at, headers));
  }

  private static int write(byte[] out, int position, @Nullable ByteBuffer bytes) {
    int at = Varint.write(out, position, sizeOf(bytes));
    if (bytes == null) {
      return at;
    }
    bytes.get(bytes.position(), out, at, bytes.remaining());
    return at + bytes.remaining();
  }

  private static int headersSize(List<RecordHeader> headers) {
    int size = 0;
    for (int i = 0; i < headers.size(); i++) {
      size += headerSize(headers.get(i));
    }
    return size;
  }

  private static int writeHeaders(byte[] out, int position, List<RecordHeader> headers) {
    int at = Varint.write(out, position, headers.size());
    for (int i = 0; i < headers.size(); i++) {
      RecordHeader header = headers.get(i);
      at = write(out, at, header.key().getBytes(StandardCharsets.UTF_8));
      at = write(out, at, header.value());
    }
    return at;
  }

  /** Appends the current record of a cursor as it is: its offset, timestamp and headers. */
  public void append(RecordCursor record) {
    int headersSize = record.headersSize();
    int headerCount = record.headerCount();
    ByteBuffer key = record.key();
    ByteBuffer value = record.value();
    int at =
        begin(
            record.offset(),
            record.timestamp(),
            sizeOf(key),
            sizeOf(value),
            headerCount,
            headersSize);
    byte[] out = records.array();
    at = write(out, at, key);
    at = write(out, at, value);
    at = Varint.write(out, at, headerCount);
    record.bodyBytes().get(record.headersPosition(), out, at, headersSize);
    end(at + headersSize);
  }

  // Makes room for the record and writes what stands before the key's size. Returns where that is.
  // Numbers are written to a bare array with one check for room: this runs for each record, and
  // compiling it is a good part of what a short-lived producer costs.
  private int begin(
      long offset, long timestamp, int keySize, int valueSize, int headerCount, int headersSize) {
    long delta = offset - baseOffset;
    if (delta <= lastOffsetDelta || delta > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("offset " + offset + " from " + baseOffset);
    }
    long base =
        count == 0 && (flags & RecordBatch.DELETE_HORIZON_BIT) == 0 ? timestamp : baseTimestamp;
    long timestampDelta = timestamp - base;
    int offsetDelta = (int) delta;
    int size =
        1
            + Varint.sizeOf(timestampDelta)
            + Varint.sizeOf(offsetDelta)
            + fieldSize(keySize)
            + fieldSize(valueSize)
            + Varint.sizeOf(headerCount)
            + headersSize;
    records.reserve(Varint.MAX_INT_SIZE + size);
    byte[] out = records.array();
    int at = Varint.write(out, records.size(), size);
    out[at] = 0;
    at = Varint.write(out, at + 1, timestampDelta);
    at = Varint.write(out, at, offsetDelta);
    baseTimestamp = base;
    lastOffsetDelta = offsetDelta;
    maxTimestamp = count == 0 ? timestamp : Math.max(maxTimestamp, timestamp);
    count++;
    return at;
  }

  private void end(int position) {
    records.advance(position - records.size());
  }

  private static int fieldSize(int size) {
    return Varint.sizeOf(size) + Math.max(size, 0);
  }

  private static int sizeOf(byte @Nullable [] bytes) {
    return bytes == null ? -1 : bytes.length;
  }

  private static int sizeOf(@Nullable ByteBuffer bytes) {
    return bytes == null ? -1 : bytes.remaining();
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
    // An empty batch has no stream that could be compressed.
    Compression used = count == 0 ? Compression.NONE : codec;
    boolean appendTime = (flags & RecordBatch.LOG_APPEND_TIME_BIT) != 0;
    ByteBuffer header = ByteBuffer.wrap(used == Compression.NONE ? plain() : compressed());
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

  private byte[] plain() {
    byte[] bytes = new byte[RecordBatch.HEADER_SIZE + records.size()];
    System.arraycopy(records.array(), 0, bytes, RecordBatch.HEADER_SIZE, records.size());
    return bytes;
  }

  private byte[] compressed() {
    out.clear();
    out.reserve(RecordBatch.HEADER_SIZE);
    out.advance(RecordBatch.HEADER_SIZE);
    encoder.encode(codec, level, RecordBatch.MAGIC_2, records, 0, out);
    return out.toByteArray();
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
