package io.classickafka.record;

import io.classickafka.seam.ByteSlice;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Writes message sets of magic 0 and 1: entry after entry, or, with a codec, all of them inside one
 * compressed entry. Reused, one thread. Arguments are copied.
 *
 * <pre>
 * set.open(RecordBatch.MAGIC_1, Compression.GZIP, -1);
 * set.append(offset, timestamp, key, value);
 * ByteSlice bytes = set.build();
 * </pre>
 */
public final class LegacyMessageSet implements AutoCloseable {

  private final GrowableBytes messages = new GrowableBytes();
  private final GrowableBytes out = new GrowableBytes();
  private final Encoder encoder = new Encoder();

  private byte magic = RecordBatch.MAGIC_1;
  private Compression codec = Compression.NONE;
  private int level;
  private boolean logAppendTime;
  private long appendTimestamp;
  private long maxTimestamp;
  private long firstOffset;
  private long lastOffset;
  private int count;

  /** Starts an empty set at the codec's default level. What was being built is dropped. */
  public LegacyMessageSet open(byte magic, Compression codec) {
    return open(magic, codec, codec.defaultLevel());
  }

  /** Starts an empty set. What was being built is dropped. */
  public LegacyMessageSet open(byte magic, Compression codec, int level) {
    if (magic != RecordBatch.MAGIC_0 && magic != RecordBatch.MAGIC_1) {
      throw new IllegalArgumentException("magic " + magic);
    }
    if (codec == Compression.ZSTD || !codec.isLevel(level)) {
      throw new IllegalArgumentException(codec.codecName() + " level " + level);
    }
    this.magic = magic;
    this.codec = codec;
    this.level = level;
    messages.clear();
    logAppendTime = false;
    appendTimestamp = RecordBatch.NO_TIMESTAMP;
    maxTimestamp = RecordBatch.NO_TIMESTAMP;
    firstOffset = 0;
    lastOffset = -1;
    count = 0;
    return this;
  }

  /** Makes this a LogAppendTime set (magic 1). Before the first append. */
  public LegacyMessageSet logAppendTime(long timestamp) {
    if (count > 0) {
      throw new IllegalStateException("the set has messages already");
    }
    logAppendTime = magic == RecordBatch.MAGIC_1;
    appendTimestamp = timestamp;
    return this;
  }

  /** Appends a message. Offsets rise. Key and value lie between position and limit. */
  public void append(
      long offset, long timestamp, @Nullable ByteBuffer key, @Nullable ByteBuffer value) {
    if (count > 0 && offset <= lastOffset) {
      throw new IllegalArgumentException("offset " + offset + " after " + lastOffset);
    }
    if (count == 0) {
      firstOffset = offset;
    }
    boolean relative = codec != Compression.NONE && magic == RecordBatch.MAGIC_1;
    long time = logAppendTime ? appendTimestamp : timestamp;
    write(messages, relative ? offset - firstOffset : offset, Compression.NONE, time, key, value);
    maxTimestamp = count == 0 ? time : Math.max(maxTimestamp, time);
    lastOffset = offset;
    count++;
  }

  private void write(
      GrowableBytes target,
      long offset,
      Compression attributeCodec,
      long timestamp,
      @Nullable ByteBuffer key,
      @Nullable ByteBuffer value) {
    int start = target.size();
    target.putLong(offset);
    target.putInt(0);
    target.putInt(0);
    target.putByte(magic);
    target.putByte(attributeCodec.id() | (logAppendTime ? RecordBatch.LOG_APPEND_TIME_BIT : 0));
    if (magic == RecordBatch.MAGIC_1) {
      target.putLong(timestamp);
    }
    writeField(target, key);
    writeField(target, value);
    ByteBuffer bytes = target.bytes();
    bytes.putInt(start + RecordBatch.LENGTH, target.size() - start - RecordBatch.OVERHEAD);
    bytes.putInt(
        start + RecordBatch.OLD_CRC, Crc32c.zlib(bytes, start + RecordBatch.MAGIC, target.size()));
  }

  private static void writeField(GrowableBytes target, @Nullable ByteBuffer field) {
    if (field == null) {
      target.putInt(-1);
    } else {
      target.putInt(field.remaining());
      target.put(field);
    }
  }

  public int messageCount() {
    return count;
  }

  /** Offset of the last message appended. */
  long lastOffset() {
    return lastOffset;
  }

  /** Size of the set so far, not compressed. */
  public int uncompressedSizeBytes() {
    return messages.size();
  }

  /** Compresses and closes the set; empty without messages. On the heap, the caller's own. */
  public ByteSlice build() {
    if (codec == Compression.NONE || count == 0) {
      return ByteSlice.wrap(messages.toByteArray());
    }
    out.clear();
    encoder.encode(codec, level, magic, messages, 0, out);
    ByteBuffer stream = ByteBuffer.wrap(out.toByteArray());
    out.clear();
    write(out, lastOffset, codec, maxTimestamp, null, stream);
    return ByteSlice.wrap(out.toByteArray());
  }

  /** Frees native memory. May be used again. */
  @Override
  public void close() {
    encoder.close();
  }
}
