package io.classickafka.record;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Walks the records of one batch of any magic and codec, decompressing as it goes. Makes no object
 * per record: keys, values and headers are views that the next call moves. Reused, one thread,
 * borrows the batch's buffer until {@link #open} or {@link #close}.
 *
 * <pre>
 * cursor.open(batch);
 * while (cursor.next()) { use(cursor.offset(), cursor.key(), cursor.value()); }
 * if (cursor.fault() != RecordFault.NONE) ...
 * </pre>
 *
 * <p>The batch's header must be whole and its length true (a {@link BatchCursor} checked it). Its
 * CRC is the caller's to check; inner messages of old formats have CRCs of their own, which are
 * checked here. A record is decoded only when all its bytes are there; memory grows with what
 * arrives, never with what is claimed, up to the limit.
 */
public final class RecordCursor implements AutoCloseable {

  /** Attributes, timestamp delta, offset delta, key and value length, header count. */
  private static final int SMALLEST_RECORD = 6;

  private final Decoders decoders = new Decoders();
  private final ByteSource source = new ByteSource();
  private final ByteSource fields = new ByteSource();
  private final RecordBody body = new RecordBody();
  private final InnerMessages inner = new InnerMessages();
  private final long limitBytes;

  // The batch.
  private byte magic;
  private boolean compressed;
  private long baseOffset;
  private long baseTimestamp;
  private long appendTimestamp;
  private boolean logAppendTime;
  private int count;
  private RecordFault fault = RecordFault.NONE;

  // The record: valid after next() said true.
  private int index = -1;
  private long offset;
  private long timestamp;
  private int keyPosition;
  private int keySize = -1;
  private int valuePosition;
  private int valueSize = -1;
  private int headersPosition;
  private int headersEnd;
  private int headerCount;

  // The header that nextHeader() moved to.
  private int headersRead;
  private int headerKeyPosition;
  private int headerKeySize;
  private int headerValuePosition;
  private int headerValueSize = -1;
  private int nextHeaderPosition;

  private final BufferView keyView = new BufferView();
  private final BufferView valueView = new BufferView();
  private final BufferView headerKeyView = new BufferView();
  private final BufferView headerValueView = new BufferView();

  /**
   * A cursor without a batch.
   *
   * @param limitBytes decompressed bytes per batch after which {@link #fault} is OUTPUT_LIMIT
   */
  public RecordCursor(long limitBytes) {
    this.limitBytes = limitBytes;
  }

  /** Starts on a batch: the first {@link #next} moves to its first record. */
  public RecordCursor open(RecordBatch batch) {
    finish();
    magic = batch.magic();
    fault = RecordFault.NONE;
    index = -1;
    compressed = batch.isCompressed();
    logAppendTime = batch.timestampType() == TimestampType.LOG_APPEND_TIME;
    appendTimestamp = batch.maxTimestamp();
    baseOffset = batch.baseOffset();
    baseTimestamp = batch.baseTimestamp();
    Compression codec = batch.compression();
    if (codec == null) {
      fault = RecordFault.CODEC;
    } else if (magic == RecordBatch.MAGIC_2) {
      count = batch.recordCount();
      openStream(codec, batch.buffer(), batch.recordsPosition(), batch.endPosition());
    } else {
      openOldEntry(batch, codec);
    }
    return this;
  }

  private void openStream(Compression codec, ByteBuffer bytes, int from, int to) {
    if (codec == Compression.NONE) {
      source.open(bytes, from, to);
    } else {
      Decoder decoder = decoders.of(codec, magic);
      decoder.open(bytes, from, to);
      source.open(decoder, limitBytes);
    }
  }

  private void openOldEntry(RecordBatch batch, Compression codec) {
    count = 1;
    if (codec == Compression.NONE) {
      source.open(batch.buffer(), batch.position() + RecordBatch.OVERHEAD, batch.endPosition());
      return;
    }
    if (codec == Compression.ZSTD) {
      fault = RecordFault.CODEC;
      return;
    }
    fault = inner.locate(batch);
    if (fault != RecordFault.NONE) {
      return;
    }
    count = Integer.MAX_VALUE;
    if (magic == RecordBatch.MAGIC_1) {
      // Relative offsets are anchored at the last one, so the stream is passed over twice.
      openStream(codec, batch.buffer(), inner.streamPosition(), inner.streamEnd());
      fault = inner.passOver(source);
      source.close();
      if (fault != RecordFault.NONE) {
        return;
      }
      fault = inner.anchor(baseOffset);
      baseOffset = inner.anchoredBase();
    } else {
      baseOffset = 0;
    }
    if (fault == RecordFault.NONE) {
      openStream(codec, batch.buffer(), inner.streamPosition(), inner.streamEnd());
    }
  }

  /** Moves to the next record. False after the last one, or where {@link #fault} says why. */
  public boolean next() {
    if (fault != RecordFault.NONE) {
      return false;
    }
    if (index + 1 >= count || (magic < RecordBatch.MAGIC_2 && index >= 0 && source.atEnd())) {
      fault = endOfBatch();
      return false;
    }
    index++;
    fault = magic == RecordBatch.MAGIC_2 ? readRecord() : readMessage();
    if (fault != RecordFault.NONE) {
      index--;
      return false;
    }
    return true;
  }

  private RecordFault endOfBatch() {
    boolean end = source.atEnd();
    if (source.fault() != RecordFault.NONE) {
      return source.fault();
    }
    return end ? RecordFault.NONE : RecordFault.TOO_MANY_RECORDS;
  }

  private RecordFault missingBytes(RecordFault otherwise) {
    return source.fault() != RecordFault.NONE ? source.fault() : otherwise;
  }

  private RecordFault readRecord() {
    if (source.atEnd()) {
      return missingBytes(RecordFault.TOO_FEW_RECORDS);
    }
    int length = source.readVarint();
    if (source.failed() || length < SMALLEST_RECORD || !body.read(source, length)) {
      return missingBytes(RecordFault.RECORD_LENGTH);
    }
    ByteBuffer bytes = body.bytes();
    int end = body.end();
    fields.open(bytes, body.start(), end);
    fields.readByte();
    long timestampDelta = fields.readVarlong();
    int offsetDelta = fields.readVarint();
    offset = baseOffset + offsetDelta;
    timestamp = logAppendTime ? appendTimestamp : baseTimestamp + timestampDelta;
    keySize = fields.readVarint();
    if (fields.failed() || keySize < -1 || keySize > fields.atHand()) {
      return RecordFault.RECORD_FIELD;
    }
    keyPosition = fields.position();
    fields.skip(Math.max(keySize, 0));
    valueSize = fields.readVarint();
    if (fields.failed() || valueSize < -1 || valueSize > fields.atHand()) {
      return RecordFault.RECORD_FIELD;
    }
    valuePosition = fields.position();
    fields.skip(Math.max(valueSize, 0));
    headerCount = fields.readVarint();
    headersPosition = fields.position();
    headersEnd = end;
    if (fields.failed() || headerCount < 0 || headerCount > fields.atHand() / 2) {
      return RecordFault.RECORD_FIELD;
    }
    rewindHeaders();
    for (int i = 0; i < headerCount; i++) {
      if (!readHeader()) {
        return RecordFault.RECORD_FIELD;
      }
    }
    if (nextHeaderPosition != end) {
      return RecordFault.RECORD_LENGTH;
    }
    rewindHeaders();
    return RecordFault.NONE;
  }

  /** One message of magic 0 or 1; the entry's own when the batch is not compressed. */
  private RecordFault readMessage() {
    headerCount = 0;
    headersPosition = 0;
    headersEnd = 0;
    rewindHeaders();
    long innerOffset = 0;
    int size = source.atHand();
    if (compressed) {
      innerOffset = source.readLong();
      size = source.readInt();
      if (source.failed()) {
        return missingBytes(RecordFault.RECORD_LENGTH);
      }
    }
    if (size < RecordBatch.smallestLength(magic) || !body.read(source, size)) {
      return missingBytes(RecordFault.RECORD_LENGTH);
    }
    ByteBuffer bytes = body.bytes();
    int start = body.start();
    int end = body.end();
    int attributes = bytes.get(start + 5);
    if (compressed) {
      if (bytes.get(start + 4) != magic || (attributes & RecordBatch.CODEC_MASK) != 0) {
        return RecordFault.INNER_MESSAGE;
      }
      if (bytes.getInt(start) != Crc32c.zlib(bytes, start + 4, end)) {
        return RecordFault.INNER_CRC;
      }
    }
    offset = baseOffset + innerOffset;
    boolean timed = magic == RecordBatch.MAGIC_1;
    if (timed) {
      timestamp = logAppendTime ? appendTimestamp : bytes.getLong(start + 6);
    } else {
      timestamp = RecordBatch.NO_TIMESTAMP;
    }
    fields.open(bytes, start + (timed ? 14 : 6), end);
    keySize = fields.readInt();
    if (keySize < -1 || keySize > fields.atHand()) {
      return RecordFault.RECORD_FIELD;
    }
    keyPosition = fields.position();
    fields.skip(Math.max(keySize, 0));
    valueSize = fields.readInt();
    if (fields.failed() || valueSize < -1 || valueSize > fields.atHand()) {
      return RecordFault.RECORD_FIELD;
    }
    valuePosition = fields.position();
    return Math.max(valueSize, 0) == fields.atHand() ? RecordFault.NONE : RecordFault.RECORD_LENGTH;
  }

  /** Why {@link #next} said false: NONE after the last record. */
  public RecordFault fault() {
    return fault;
  }

  /** Number of the current record in its batch, from 0; that of the last good one after a fault. */
  public int index() {
    return index;
  }

  public long offset() {
    return offset;
  }

  /** Milliseconds; -1 for none. The append time for every record of a LogAppendTime batch. */
  public long timestamp() {
    return timestamp;
  }

  /** The stored CRC of a message of magic 0 or 1, as an unsigned number. */
  public long messageCrc() {
    return body.bytes().getInt(body.start()) & 0xffffffffL;
  }

  public boolean hasKey() {
    return keySize >= 0;
  }

  /** Bytes of the key, -1 for null. */
  public int keySize() {
    return keySize;
  }

  /** The key between position and limit, or null. Valid until the next call of {@link #next}. */
  public @Nullable ByteBuffer key() {
    return keySize < 0 ? null : keyView.of(body.bytes(), keyPosition, keySize);
  }

  public boolean hasValue() {
    return valueSize >= 0;
  }

  /** Bytes of the value, -1 for null. */
  public int valueSize() {
    return valueSize;
  }

  /** The value between position and limit, or null. Valid until the next call of {@link #next}. */
  public @Nullable ByteBuffer value() {
    return valueSize < 0 ? null : valueView.of(body.bytes(), valuePosition, valueSize);
  }

  public int headerCount() {
    return headerCount;
  }

  /** Moves to the record's next header. False after the last. */
  public boolean nextHeader() {
    return headersRead < headerCount && readHeader();
  }

  /** Starts again before the record's first header. */
  public void rewindHeaders() {
    headersRead = 0;
    nextHeaderPosition = headersPosition;
  }

  private boolean readHeader() {
    fields.open(body.bytes(), nextHeaderPosition, headersEnd);
    headerKeySize = fields.readVarint();
    if (fields.failed() || headerKeySize < 0 || headerKeySize > fields.atHand()) {
      return false;
    }
    headerKeyPosition = fields.position();
    fields.skip(headerKeySize);
    headerValueSize = fields.readVarint();
    if (fields.failed() || headerValueSize < -1 || headerValueSize > fields.atHand()) {
      return false;
    }
    headerValuePosition = fields.position();
    nextHeaderPosition = headerValuePosition + Math.max(headerValueSize, 0);
    headersRead++;
    return true;
  }

  /** The UTF-8 bytes of the header's key. Valid until {@link #next} or {@link #nextHeader}. */
  public ByteBuffer headerKey() {
    return headerKeyView.of(body.bytes(), headerKeyPosition, headerKeySize);
  }

  /** The header's value or null. Valid until {@link #next} or {@link #nextHeader}. */
  public @Nullable ByteBuffer headerValue() {
    return headerValueSize < 0
        ? null
        : headerValueView.of(body.bytes(), headerValuePosition, headerValueSize);
  }

  /** The encoded headers after their count, to be copied as they are. */
  ByteBuffer bodyBytes() {
    return body.bytes();
  }

  int headersPosition() {
    return headersPosition;
  }

  /** Bytes of the encoded headers after their count. */
  public int headersSize() {
    return headersEnd - headersPosition;
  }

  /** Lets go of the batch's buffer. {@link #open} may follow. */
  public void finish() {
    source.close();
    fields.close();
    body.close();
    keyView.close();
    valueView.close();
    headerKeyView.close();
    headerValueView.close();
    count = 0;
    headerCount = 0;
  }

  /** Frees native memory too. {@link #open} may follow all the same. */
  @Override
  public void close() {
    finish();
    decoders.close();
  }
}
